package io.terraverde.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException;
import io.terraverde.core.RegistryException.Conflict;
import io.terraverde.core.RegistryException.Forbidden;
import io.terraverde.core.RegistryException.Invalid;
import io.terraverde.core.RegistryException.Unauthenticated;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.testkit.Race;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {
    private final TestTime time = new TestTime();
    private final Registry registry = new Registry(new InMemoryBlobStore(time), time);

    @Test
    void registeredUserIsVerified() {
        Users users = registry.users();

        users.register("alice", "secret");

        assertThat(users.exists("alice")).isTrue();
        assertThat(users.verify("alice", "secret")).isTrue();
        assertThat(users.verify("alice", "wrong")).isFalse();
        assertThat(users.verify("bob", "secret")).isFalse();
        assertThat(registry.text(Registry.HTPASSWD).orElseThrow())
                .matches(
                        "# terraverde-commits [0-9a-f]{16}\nalice:\\{SHA}[^:]*:autocreated 2026-11-20T16:26:13.040Z\n");
    }

    @Test
    void existingUserWithRightPasswordIsAConflict() {
        Users users = registry.users();
        users.register("alice", "secret");

        assertThatThrownBy(() -> users.register("alice", "secret"))
                .isInstanceOf(Conflict.class)
                .hasMessage("username is already registered");
    }

    @Test
    void existingUserWithWrongPasswordIsUnauthorized() {
        Users users = registry.users();
        users.register("alice", "secret");

        assertThatThrownBy(() -> users.register("alice", "other"))
                .isInstanceOf(Unauthenticated.class)
                .hasMessage("unauthorized access");
    }

    @Test
    void usersOfAnotherFileAreTakenInOnceAndChangeNobodyElse() {
        Users users = registry.users();
        users.register("alice", "secret");
        byte[] file = """
                alice:{SHA}other:autocreated
                # a comment
                bob:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=:autocreated
                no-hash:""".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(users.takeIn(file)).isEqualTo(1);
        assertThat(users.takeIn(file)).isZero();

        assertThat(users.verify("alice", "secret")).isTrue();
        assertThat(users.verify("bob", "secret")).isTrue();
        assertThat(users.exists("no-hash")).isFalse();
        users.register("carol", "secret");
        assertThat(registry.text(Registry.HTPASSWD).orElseThrow()).containsPattern("alice:.*\nbob:.*\ncarol:.*\n$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "abc\n", "abcdef\nab", "abc\u2028"})
    void passwordNeedsThreeCharactersOnItsLastLine(String password) {
        Users users = registry.users();

        assertThatThrownBy(() -> users.register("alice", password))
                .isInstanceOf(Invalid.class)
                .hasMessage("The provided password does not pass the validation");
        assertThat(registry.text(Registry.HTPASSWD)).isEmpty();
    }

    @Test
    void nameIsRequired() {
        assertThatThrownBy(() -> registry.users().register("", "secret"))
                .isInstanceOf(Invalid.class)
                .hasMessage("username and password is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a:b", "a\nb:{PLAIN}c", "a\rb", "\u00fcber", "a/b", "#a", "a%20", "a@b", "\ud800"})
    void nameMustBeUriSafe(String name) {
        assertThatThrownBy(() -> registry.users().register(name, "secret"))
                .isInstanceOf(Conflict.class)
                .hasMessage("username should not contain non-uri-safe characters");
        assertThat(registry.text(Registry.HTPASSWD)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"constructor", "__proto__", "hasOwnProperty", "toString", "a.b", "it's(me)!~*_-"})
    void oddNamesJustWork(String name) {
        Users users = registry.users();
        assertThat(users.exists(name)).isFalse();
        assertThat(users.verify(name, "secret")).isFalse();

        users.register(name, "secret");

        assertThat(users.verify(name, "secret")).isTrue();
    }

    @Test
    void closedRegistrationComesBeforeEverythingElse() {
        registry.put(Registry.HTPASSWD, "alice:{PLAIN}secret\n");
        registry.registration = Registration.ofMaxUsers(-1);

        assertThatThrownBy(() -> registry.users().register("alice", "secret"))
                .isInstanceOf(Conflict.class)
                .hasMessage("user registration disabled");
    }

    @Test
    void registrationEndsAtTheMaximum() {
        registry.registration = Registration.ofMaxUsers(2);
        Users users = registry.users();
        users.register("a", "secret");
        users.register("b", "secret");

        assertThatThrownBy(() -> users.register("c", "secret"))
                .isInstanceOf(Forbidden.class)
                .hasMessage("maximum amount of users reached");
        assertThatThrownBy(() -> users.register("a", "secret")).isInstanceOf(Conflict.class);
    }

    @Test
    void maximumOfZeroIsNone() {
        registry.registration = Registration.ofMaxUsers(0);

        assertThatCode(() -> registry.users().register("a", "secret")).doesNotThrowAnyException();
    }

    @Test
    void changedPasswordCountsAtOnceForEveryInstance() {
        registry.lease = Duration.ofMillis(500);
        Users here = registry.users();
        Users there = registry.users();
        here.register("alice", "secret");
        assertThat(there.verify("alice", "secret")).isTrue();

        here.changePassword("alice", "secret", "better");

        assertThat(there.verify("alice", "secret")).isFalse();
        assertThat(here.verify("alice", "secret")).isFalse();
        assertThat(there.verify("alice", "better")).isTrue();
    }

    @Test
    void passwordIsChangedOnlyWithTheOldOne() {
        Users users = registry.users();
        users.register("alice", "secret");

        assertThatThrownBy(() -> users.changePassword("alice", "wrong", "better"))
                .isInstanceOf(Conflict.class)
                .hasMessage("Unable to change password for user 'alice': invalid old password");
        assertThatThrownBy(() -> users.changePassword("bob", "secret", "better"))
                .isInstanceOf(Conflict.class)
                .hasMessage("Unable to change password for user 'bob': user does not currently exist");
        assertThatThrownBy(() -> users.changePassword("alice", "secret", "ab"))
                .isInstanceOf(Unauthenticated.class)
                .hasMessage("The provided password does not pass the validation");
        assertThat(users.verify("alice", "secret")).isTrue();
    }

    @Test
    void userWhoseLineIsGoneIsGone() {
        Users users = registry.users();
        registry.put(Registry.HTPASSWD, "alice:" + Registry.SECRET_HASH + "\nbob:{PLAIN}secret\n");
        assertThat(users.verify("alice", "secret")).isTrue();

        registry.put(Registry.HTPASSWD, "bob:{PLAIN}secret\n");

        assertThat(users.verify("alice", "secret")).isFalse();
        assertThat(users.exists("alice")).isFalse();
        assertThat(users.verify("bob", "secret")).isTrue();
    }

    @Test
    void withoutFileThereAreNoUsers() {
        assertThat(registry.users().verify("alice", "secret")).isFalse();
    }

    @Test
    void usersRegisteringAtOnceAreAllKept() throws Exception {
        Users users = registry.users();
        Users others = registry.users();

        race(32, i -> (i % 2 == 0 ? users : others).register("user" + i, "secret"));

        for (int i = 0; i < 32; i++) {
            assertThat(users.verify("user" + i, "secret")).isTrue();
        }
    }

    @Test
    void oneOfManyRegisteringTheSameNameWins() {
        registry.algorithm = PasswordAlgorithm.BCRYPT;
        Users users = registry.users();
        Users others = registry.users();

        List<RuntimeException> refusals =
                race(32, i -> (i % 2 == 0 ? users : others).register("alice", "secret" + (i % 4)));

        assertThat(refusals)
                .hasSize(31)
                .allSatisfy(refusal -> assertThat(refusal)
                        .isInstanceOfAny(Conflict.class, Unauthenticated.class)
                        .isInstanceOf(RegistryException.class));
        assertThat(registry.text(Registry.HTPASSWD).orElseThrow().lines()).hasSize(2);
    }

    private interface Act {
        void run(int index);
    }

    /// What those threw who could not do it.
    private static List<RuntimeException> race(int count, Act act) {
        List<Optional<RuntimeException>> refusals = Race.of(count, index -> {
            try {
                act.run(index);
                return Optional.empty();
            } catch (RuntimeException e) {
                return Optional.of(e);
            }
        });
        return refusals.stream().flatMap(Optional::stream).toList();
    }
}
