package io.terraverde.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException.Forbidden;
import io.terraverde.core.RegistryException.Invalid;
import io.terraverde.core.RegistryException.Unauthenticated;
import io.terraverde.storage.InMemoryBlobStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedTokensTest {
    private static final NewToken PLAIN = new NewToken(List.of(), false, Optional.empty(), Optional.empty());
    private static final Optional<String> HERE = Optional.of("127.0.0.1");

    private final TestTime time = new TestTime();
    private final Registry registry = new Registry(new InMemoryBlobStore(time), time);
    private Users users = registry.users();
    private GeneratedTokens tokens = registry.generated(users);

    @BeforeEach
    void alice() {
        users.register("alice", "secret");
    }

    @Test
    void createdTokenIsListedWithoutItsText() {
        var created = tokens.create("alice", "secret", PLAIN);

        GeneratedToken token = created.token();
        assertThat(token.key()).matches("[0-9a-f]{32}");
        assertThat(token.mask())
                .isEqualTo(created.text().substring(0, 5) + "..."
                        + created.text().substring(created.text().length() - 5));
        assertThat(tokens.list("alice")).containsExactly(token);
        assertThat(tokens.list("bob")).isEmpty();
        assertThat(registry.text(Registry.TOKENS).orElseThrow()).doesNotContain(created.text());
    }

    @Test
    void documentHasTheFormOfVerdaccio() {
        var created = tokens.create("alice", "secret", PLAIN);

        String written = registry.text(Registry.TOKENS)
                .orElseThrow()
                .replace(created.token().mask(), "MASK")
                .replace(created.token().key(), "KEY")
                .replaceAll("\"[0-9a-f]{16}\"", "ID");
        assertThat(written).isEqualTo("""
                {
                  "alice": [
                    {
                      "user": "alice",
                      "token": "MASK",
                      "key": "KEY",
                      "cidr": [],
                      "readonly": false,
                      "created": 1795191973040
                    }
                  ],
                  "terraverde:commits": [
                    ID
                  ]
                }""");
    }

    @Test
    void wrongPasswordMakesNoToken() {
        assertThatThrownBy(() -> tokens.create("alice", "wrong", PLAIN))
                .isInstanceOf(Unauthenticated.class)
                .hasMessage("bad username/password, access denied");
        assertThat(registry.text(Registry.TOKENS)).isEmpty();
    }

    @Test
    void revokedTokenIsRefusedEverywhereAtOnce() {
        registry.lease = Duration.ofMillis(500);
        GeneratedTokens here = registry.generated(users);
        GeneratedTokens there = registry.generated(users);
        String key = here.create("alice", "secret", PLAIN).token().key();
        assertThatCode(() -> there.check("alice", key, HERE, Purpose.WRITE)).doesNotThrowAnyException();

        assertThat(here.revoke("alice", key)).isTrue();

        assertRefused(there, key, HERE, Purpose.READ);
        assertRefused(here, key, HERE, Purpose.READ);
        assertThat(here.revoke("alice", key)).isFalse();
        assertThat(here.list("alice")).isEmpty();
    }

    @Test
    void keyOfAnotherUserIsRefused() {
        String key = tokens.create("alice", "secret", PLAIN).token().key();

        assertThatThrownBy(() -> tokens.check("bob", key, HERE, Purpose.READ)).isInstanceOf(Forbidden.class);
        assertThat(tokens.revoke("bob", key)).isFalse();
        assertThat(tokens.list("alice")).hasSize(1);
    }

    @Test
    void readonlyTokenOnlyReads() {
        var wanted = new NewToken(List.of(), true, Optional.empty(), Optional.empty());
        String key = tokens.create("alice", "secret", wanted).token().key();

        assertThatCode(() -> tokens.check("alice", key, HERE, Purpose.READ)).doesNotThrowAnyException();
        assertRefused(tokens, key, HERE, Purpose.WRITE);
    }

    @Test
    void tokenOfAddressesIsRefusedFromElsewhere() {
        var wanted = new NewToken(List.of("10.0.0.0/8", "2001:db8::/32"), false, Optional.empty(), Optional.empty());
        String key = tokens.create("alice", "secret", wanted).token().key();

        assertThatCode(() -> tokens.check("alice", key, Optional.of("10.2.3.4"), Purpose.WRITE))
                .doesNotThrowAnyException();
        assertThatCode(() -> tokens.check("alice", key, Optional.of("2001:db8::7"), Purpose.WRITE))
                .doesNotThrowAnyException();
        assertRefused(tokens, key, HERE, Purpose.READ);
        assertRefused(tokens, key, Optional.empty(), Purpose.READ);
    }

    @Test
    void expiredTokenIsRefusedAndForgottenWithTheNextOne() {
        var wanted = new NewToken(
                List.of(), false, Optional.of("ci"), Optional.of(time.instant().plusSeconds(60)));
        GeneratedToken token = tokens.create("alice", "secret", wanted).token();
        assertThat(tokens.list("alice")).containsExactly(token);
        time.advance(Duration.ofSeconds(60));

        assertRefused(tokens, token.key(), HERE, Purpose.READ);

        GeneratedToken next = tokens.create("alice", "secret", PLAIN).token();
        assertThat(tokens.list("alice")).containsExactly(next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "10.0.0.0/99"})
    void addressesThatAreNoneAreRefused(String range) {
        assertThatThrownBy(() -> new NewToken(List.of(range), false, Optional.empty(), Optional.empty()))
                .isInstanceOf(Invalid.class)
                .hasMessage("the parameters are not valid");
    }

    @Test
    void whatOthersWroteSurvives() {
        registry.put(Registry.TOKENS, """
                {"bob":[{"user":"bob","token":"x...y","key":"k1","cidr":[],"readonly":false,"created":1,"mood":"good"},7],
                 "extra":{"deep":[1,2]},"alice":[{"key":"k2","created":"2026-01-01T00:00:00Z"}]}""");

        tokens.create("alice", "secret", PLAIN);

        String text = registry.text(Registry.TOKENS).orElseThrow();
        assertThat(text).contains("\"mood\": \"good\"", "\"deep\"", "\"k2\"");
        assertThat(tokens.list("bob")).hasSize(1);
        assertThat(tokens.list("alice")).hasSize(2);
        assertThat(tokens.list("extra")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"key\":\"k\",\"readonly\":\"yes\"}",
                "{\"key\":\"k\",\"cidr\":\"nonsense\"}",
                "{\"key\":\"k\",\"cidr\":[7]}",
                "{\"key\":\"k\",\"expires\":\"soon\"}",
                "{\"key\":\"k\",\"expires\":1}",
                "{\"key\":7}",
                "{}",
                "null"
            })
    void recordThatCannotBeReadPermitsLess(String record) {
        registry.put(Registry.TOKENS, "{\"alice\":[" + record + "]}");

        assertRefused(tokens, "k", HERE, Purpose.WRITE);
    }

    @Test
    void expiryIsReadAsMillisecondsAndAsIso() {
        registry.put(Registry.TOKENS, """
                {"alice":[{"key":"k1","expires":4102444800000},{"key":"k2","expires":"2100-01-01T00:00:00.000Z"}]}""");

        assertThatCode(() -> tokens.check("alice", "k1", HERE, Purpose.WRITE)).doesNotThrowAnyException();
        assertThatCode(() -> tokens.check("alice", "k2", HERE, Purpose.WRITE)).doesNotThrowAnyException();
    }

    @Test
    void nameWithDotsIsFoundWhereVerdaccioPutIt() {
        registry.put(Registry.TOKENS, "{\"a\":{\"b\":[{\"key\":\"k1\"}],\"c\":[{\"key\":\"k2\"}]}}");
        users.register("a.b", "secret");
        assertThatCode(() -> tokens.check("a.b", "k1", HERE, Purpose.WRITE)).doesNotThrowAnyException();

        tokens.create("a.b", "secret", PLAIN);

        assertThat(tokens.list("a.b")).hasSize(2);
        assertThat(tokens.list("a.c")).hasSize(1);
        assertThat(registry.text(Registry.TOKENS).orElseThrow()).contains("\"a.b\"");
    }

    @Test
    void tokenOfANameLeavesThoseOfNamesThatBeginWithItAndADot() {
        registry.put(Registry.TOKENS, """
                {"john":{"doe":[{"key":"k1"}],"q":{"public":[{"key":"k2"}]}},"john.q":[{"key":"k3"}]}""");
        users.register("john", "secret");

        String key = tokens.create("john", "secret", PLAIN).token().key();

        assertThatCode(() -> tokens.check("john", key, HERE, Purpose.WRITE)).doesNotThrowAnyException();
        assertThatCode(() -> tokens.check("john.doe", "k1", HERE, Purpose.WRITE))
                .doesNotThrowAnyException();
        assertThatCode(() -> tokens.check("john.q.public", "k2", HERE, Purpose.WRITE))
                .doesNotThrowAnyException();
        assertThatCode(() -> tokens.check("john.q", "k3", HERE, Purpose.WRITE)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"constructor", "__proto__", "_commits", "a..b", ".a", "a."})
    void oddNamesJustWork(String name) {
        users.register(name, "secret");

        String key = tokens.create(name, "secret", PLAIN).token().key();

        assertThatCode(() -> tokens.check(name, key, HERE, Purpose.WRITE)).doesNotThrowAnyException();
        assertThat(tokens.revoke(name, key)).isTrue();
    }

    @Test
    void nobodyHasMoreThanTheMaximum() {
        StringBuilder many = new StringBuilder("{\"alice\":[{\"key\":\"k0\"}");
        for (int i = 1; i < GeneratedTokens.MAX_PER_USER; i++) {
            many.append(",{\"key\":\"k").append(i).append("\"}");
        }
        registry.put(Registry.TOKENS, many.append("]}").toString());

        assertThatThrownBy(() -> tokens.create("alice", "secret", PLAIN)).isInstanceOf(Forbidden.class);
    }

    private static void assertRefused(GeneratedTokens tokens, String key, Optional<String> address, Purpose purpose) {
        assertThatThrownBy(() -> tokens.check("alice", key, address, purpose))
                .isInstanceOf(Forbidden.class)
                .hasMessage("unauthorized access");
    }
}
