package io.terraverde.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.auth.Authenticated.Kind;
import io.terraverde.core.Caller;
import io.terraverde.core.RegistryException.Forbidden;
import io.terraverde.core.RegistryException.Unauthenticated;
import io.terraverde.core.RegistryException.Unavailable;
import io.terraverde.storage.InMemoryBlobStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
    private static final String VECTOR_A =
            "MDAwMTAyMDMwNDA1MDYwNzA4MDkwYTBiMGMwZDBlMGY6MzIzMWI1OTZmM2Y1NDUwMTYyNGVlMjM5";
    private static final String KEY = "00112233445566778899aabbccddeeff";
    private static final Caller ALICE = Caller.user("alice", List.of());

    private final TestTime time = new TestTime();
    private final FailingStore store = new FailingStore(new InMemoryBlobStore(time));
    private final Registry registry = new Registry(store, time);

    @Test
    void legacyTokenOfVerdaccioIsTaken() {
        withAlice();

        assertThat(read("Bearer " + VECTOR_A)).isEqualTo(new Authenticated(ALICE, Optional.empty(), Kind.LEGACY_TOKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer", "BEARER", "bEaReR"})
    void schemeIsTakenInAnyCase(String scheme) {
        withAlice();

        assertThat(read(scheme + " " + VECTOR_A).caller()).isEqualTo(ALICE);
    }

    @ParameterizedTest
    @EnumSource(TokenMode.class)
    void basicIsTakenInBothModes(TokenMode mode) {
        registry.mode = mode;
        withAlice();

        assertThat(read(basic("alice:secret"))).isEqualTo(new Authenticated(ALICE, Optional.empty(), Kind.BASIC));
        assertThat(read(basic("alice:wrong"))).isEqualTo(Authenticated.anonymous());
        assertThat(read(basic("nobody:secret"))).isEqualTo(Authenticated.anonymous());
    }

    @Test
    void basicMayHoldAGeneratedToken() {
        withAlice();
        String json = "{\"user\":\"alice\",\"password\":\"secret\",\"tokenKey\":\"" + KEY + "\"}";

        assertThatThrownBy(() -> read(basic(json))).isInstanceOf(Forbidden.class);

        registry.put(Registry.TOKENS, "{\"alice\":[{\"key\":\"" + KEY + "\"}]}");
        assertThat(read(basic(json)).tokenKey()).contains(KEY);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "Bearer",
                "Bearer ",
                " Bearer x",
                "Bearer  " + VECTOR_A,
                "Bearer " + VECTOR_A + " ",
                "Bearer x y",
                "Digest " + VECTOR_A,
                VECTOR_A,
                "Bearer \u0000\u0001\u001b",
                "Basic !!!",
                "Basic YWxpY2U=",
                "Basic Og==",
                "Basic eyJ1c2VyIjp7fX0=",
                "Bearer a.b.c",
                "Bearer undefined",
                "Bearer null"
            })
    void headersOfOtherShapesAreAnonymous(@Nullable String header) {
        withAlice();

        for (TokenMode mode : TokenMode.values()) {
            registry.mode = mode;
            assertThat(read(header)).isEqualTo(Authenticated.anonymous());
        }
    }

    @Test
    void veryLongHeadersAreAnonymous() {
        withAlice();

        assertThat(read("Bearer " + "a".repeat(100_000))).isEqualTo(Authenticated.anonymous());
        assertThat(read(" ".repeat(100_000))).isEqualTo(Authenticated.anonymous());
        assertThat(read(basic("alice:" + "x".repeat(100_000)))).isEqualTo(Authenticated.anonymous());
    }

    @Property(tries = 200)
    void anyHeaderGetsAnAnswer(@ForAll String token) {
        withAlice();

        assertThat(read("Bearer " + token)).isEqualTo(Authenticated.anonymous());
        assertThat(read(basic(token))).isEqualTo(Authenticated.anonymous());
    }

    @Test
    void tokenOfAChangedPasswordIsAnonymous() {
        Users users = withAlice();
        assertThat(read("Bearer " + VECTOR_A).caller()).isEqualTo(ALICE);

        users.changePassword("alice", "secret", "better");

        assertThat(read("Bearer " + VECTOR_A)).isEqualTo(Authenticated.anonymous());
    }

    @Test
    void jsonWebTokensAreTakenInTheirMode() {
        registry.mode = TokenMode.JSON_WEB_TOKEN;
        withAlice();
        String token = registry.texts().ofLogin("alice", "secret");

        assertThat(write("Bearer " + token)).isEqualTo(new Authenticated(ALICE, Optional.empty(), Kind.JSON_WEB_TOKEN));
        assertThat(write("Bearer " + registry.texts().ofWebLogin("alice")).caller())
                .isEqualTo(ALICE);
        assertThat(write("Bearer " + VECTOR_A)).isEqualTo(Authenticated.anonymous());
    }

    @Test
    void webTokenReadsTheApiInLegacyMode() {
        withAlice();
        String header = "Bearer " + registry.texts().ofWebLogin("alice");

        assertThat(read(header).caller()).isEqualTo(ALICE);
        assertThat(write(header)).isEqualTo(Authenticated.anonymous());
        assertThat(authenticate(header, Purpose.WRITE, Surface.WEB).caller()).isEqualTo(ALICE);
    }

    @Test
    void expiredTokenIsAnonymousAndAFutureOneIsRefused() {
        registry.mode = TokenMode.JSON_WEB_TOKEN;
        withAlice();
        String token = registry.texts().ofWebLogin("alice");

        time.advance(Duration.ofSeconds(-10));
        assertThatThrownBy(() -> read("Bearer " + token))
                .isInstanceOf(Unauthenticated.class)
                .hasMessage("jwt not active");
        time.advance(Duration.ofHours(2));
        assertThat(read("Bearer " + token)).isEqualTo(Authenticated.anonymous());
    }

    @ParameterizedTest
    @EnumSource(TokenMode.class)
    void generatedTokenIsTakenUntilItIsRevoked(TokenMode mode) {
        registry.mode = mode;
        Users users = withAlice();
        GeneratedTokens generated = registry.generated(users);
        var created = generated.create(
                "alice", "secret", new NewToken(List.of("127.0.0.1"), true, Optional.empty(), Optional.empty()));
        String header = "Bearer " + created.text();

        assertThat(read(header).caller()).isEqualTo(ALICE);
        assertThat(read(header).tokenKey()).contains(created.token().key());
        assertThatThrownBy(() -> write(header)).isInstanceOf(Forbidden.class).hasMessage("unauthorized access");

        new LoginTokens(users, generated, registry.texts()).logOut(created.text());

        assertThatThrownBy(() -> read(header)).isInstanceOf(Forbidden.class).hasMessage("unauthorized access");
    }

    @Test
    void storageThatFailsIsNeitherAnonymousNorAnyCaller() {
        withAlice();
        String web = registry.texts().ofWebLogin("alice");
        store.goDown();

        assertThatThrownBy(() -> read("Bearer " + VECTOR_A)).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> read(basic("alice:secret"))).isInstanceOf(Unavailable.class);
        assertThat(read(null)).isEqualTo(Authenticated.anonymous());
        assertThat(read("Bearer " + web).caller()).isEqualTo(ALICE);
    }

    @Test
    void textsShowNoCredential() {
        var request = new AuthenticationRequest("Bearer " + VECTOR_A, "127.0.0.1", Purpose.READ, Surface.API);

        assertThat(request.toString()).doesNotContain(VECTOR_A);
        assertThat(AuthorizationHeader.parse("Bearer " + VECTOR_A).orElseThrow().toString())
                .doesNotContain(VECTOR_A);
    }

    private Users withAlice() {
        registry.put(Registry.HTPASSWD, "alice:{PLAIN}secret\n");
        return registry.users();
    }

    private Authenticated read(@Nullable String header) {
        return authenticate(header, Purpose.READ, Surface.API);
    }

    private Authenticated write(@Nullable String header) {
        return authenticate(header, Purpose.WRITE, Surface.API);
    }

    private Authenticated authenticate(@Nullable String header, Purpose purpose, Surface surface) {
        Users users = registry.users();
        var authenticator = new Authenticator(users, registry.generated(users), registry.texts());
        return authenticator.authenticate(new AuthenticationRequest(header, "127.0.0.1", purpose, surface));
    }

    private static String basic(String text) {
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
