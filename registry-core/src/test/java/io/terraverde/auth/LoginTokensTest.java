package io.terraverde.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException.Conflict;
import io.terraverde.core.RegistryException.Unauthenticated;
import io.terraverde.storage.InMemoryBlobStore;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTokensTest {
    private final TestTime time = new TestTime();
    private final Registry registry = new Registry(new InMemoryBlobStore(time), time);

    @ParameterizedTest
    @EnumSource(TokenMode.class)
    void tokenOfALoginIsTaken(TokenMode mode) {
        registry.mode = mode;
        Users users = registry.users();
        LoginTokens logins = logins(users);

        String first = logins.register("alice", "secret");
        String second = logins.logIn("alice", "secret");

        var authenticator = new Authenticator(users, registry.generated(users), registry.texts());
        for (String token : new String[] {first, second}) {
            var request = new AuthenticationRequest("Bearer " + token, null, Purpose.WRITE, Surface.API);
            assertThat(authenticator.authenticate(request).caller().user()).contains("alice");
            assertThat(JsonWebTokens.looksLike(token)).isEqualTo(mode == TokenMode.JSON_WEB_TOKEN);
        }
    }

    @Test
    void wrongPasswordGetsNoToken() {
        LoginTokens logins = logins(registry.users());
        logins.register("alice", "secret");

        assertThatThrownBy(() -> logins.logIn("alice", "wrong"))
                .isInstanceOf(Unauthenticated.class)
                .hasMessage("bad username/password, access denied");
        assertThatThrownBy(() -> logins.logInToWeb("bob", "secret")).isInstanceOf(Unauthenticated.class);
        assertThatThrownBy(() -> logins.register("alice", "secret")).isInstanceOf(Conflict.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "undefined", "\u0000"})
    void loggingOutWithAnyTextIsFine(String text) {
        LoginTokens logins = logins(registry.users());

        assertThatCode(() -> logins.logOut(text)).doesNotThrowAnyException();
        assertThatCode(() -> logins.logOut(logins.register("alice", "secret"))).doesNotThrowAnyException();
        assertThat(registry.text(Registry.TOKENS)).isEmpty();
    }

    @Test
    void modeGoesByWhetherTokensAreSigned() {
        assertThat(TokenMode.of(Optional.empty())).isEqualTo(TokenMode.LEGACY);
        assertThat(TokenMode.of(Optional.of(JwtSignSettings.expiringIn(TokenDuration.parse("1h")))))
                .isEqualTo(TokenMode.JSON_WEB_TOKEN);
    }

    private LoginTokens logins(Users users) {
        return new LoginTokens(users, registry.generated(users), registry.texts());
    }
}
