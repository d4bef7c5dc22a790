package io.terraverde.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terraverde.core.Caller;
import io.terraverde.core.RegistryException;
import io.terraverde.name.NamePattern;
import io.terraverde.name.PackageName;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessRulesTest {
    private static final Caller ALICE = Caller.user("alice", List.of("staff"));
    private static final Caller BOB = Caller.user("bob", List.of());
    private static final Caller NOBODY = Caller.anonymous();
    private static final PackageName SECRET = PackageName.parse("@secret/plans");
    private static final PackageName OPEN = PackageName.parse("left-pad");

    private final AccessRules rules = new AccessRules(List.of(
            rule("@secret/*", List.of("staff"), List.of("alice"), List.of("root")),
            rule("@secret/plans", List.of("$all"), List.of("$all"), List.of()),
            rule("left-*", List.of("$all"), List.of("$authenticated"), List.of()),
            rule("guests-*", List.of("$anonymous"), List.of(), List.of())));

    @Test
    void firstMatchDecidesEverything() {
        assertThat(rules.ruleFor(SECRET).pattern().text()).isEqualTo("@secret/*");
        assertThat(rules.allows(Action.ACCESS, SECRET, NOBODY)).isFalse();
        assertThat(rules.allows(Action.ACCESS, SECRET, ALICE)).isTrue();
        assertThat(rules.allows(Action.PUBLISH, SECRET, ALICE)).isTrue();
        assertThat(rules.allows(Action.UNPUBLISH, SECRET, ALICE)).isFalse();
    }

    @Test
    void nameWithoutRuleIsOpenToNobody() {
        PackageName other = PackageName.parse("other");

        assertThat(rules.ruleFor(other).proxy()).isEmpty();
        assertThat(rules.allows(Action.ACCESS, other, ALICE)).isFalse();
    }

    @Test
    void anonymousGroupLeavesUsersOut() {
        PackageName name = PackageName.parse("guests-only");

        assertThat(rules.allows(Action.ACCESS, name, NOBODY)).isTrue();
        assertThat(rules.allows(Action.ACCESS, name, BOB)).isFalse();
    }

    @Test
    void unpublishWithoutListFallsBackToPublish() {
        assertThat(rules.allows(Action.UNPUBLISH, OPEN, BOB)).isTrue();
        assertThat(rules.allows(Action.UNPUBLISH, OPEN, NOBODY)).isFalse();
    }

    @Test
    void anonymousIsToldToLogIn() {
        assertThatExceptionOfType(RegistryException.Unauthenticated.class)
                .isThrownBy(() -> rules.require(Action.ACCESS, SECRET, NOBODY))
                .withMessage("authorization required to access package @secret/plans");
    }

    @Test
    void userIsToldWhatIsForbidden() {
        assertThatExceptionOfType(RegistryException.Forbidden.class)
                .isThrownBy(() -> rules.require(Action.UNPUBLISH, SECRET, ALICE))
                .withMessage("user alice is not allowed to unpublish package @secret/plans");
    }

    @Test
    void unpublishDecidedByPublishSaysPublish() {
        assertThatExceptionOfType(RegistryException.Unauthenticated.class)
                .isThrownBy(() -> rules.require(Action.UNPUBLISH, OPEN, NOBODY))
                .withMessage("authorization required to publish package left-pad");
    }

    @Test
    void whoMayIsNotStopped() {
        assertThatCode(() -> rules.require(Action.PUBLISH, OPEN, BOB)).doesNotThrowAnyException();
    }

    private static PackageRule rule(String pattern, List<String> access, List<String> publish, List<String> unpublish) {
        return new PackageRule(NamePattern.parse(pattern), access, publish, unpublish, List.of(), null);
    }
}
