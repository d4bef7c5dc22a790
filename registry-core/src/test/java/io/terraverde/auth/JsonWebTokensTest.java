package io.terraverde.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWebTokensTest {
    private static final long ISSUED = 1_700_000_000;
    private static final String VECTOR_D =
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyZWFsX2dyb3VwcyI6WyJhbGljZSJdLCJuYW1l"
                    + "IjoiYWxpY2UiLCJncm91cHMiOlsiYWxpY2UiLCIkYWxsIiwiJGF1dGhlbnRpY2F0ZWQiLCJAYWxsIiwiQGF1dGhlbnRpY2F0ZWQi"
                    + "LCJhbGwiXSwiaWF0IjoxNzAwMDAwMDAwLCJuYmYiOjE3MDAwMDAwMDAsImV4cCI6NDEwMjQ0NDgwMH0.k3UgD6CBqe5ASju-qHIgo"
                    + "c27UIxSmzSNFQfDzdwVkg8";
    private static final JwtUser ALICE = JwtUser.of("alice", null);
    private static final JwtSignSettings HOUR = JwtSignSettings.expiringIn(TokenDuration.parse("1h"));

    @Test
    void vectorDIsWritten() {
        var until2100 = JwtSignSettings.expiringIn(new TokenDuration(Duration.ofSeconds(4_102_444_800L - ISSUED)));

        assertThat(at(ISSUED).sign(ALICE, until2100)).isEqualTo(VECTOR_D);
    }

    @Test
    void vectorDIsRead() {
        assertThat(at(ISSUED).check(VECTOR_D)).isEqualTo(new JwtCheck.Valid(ALICE));
        assertThat(ALICE.caller().groups())
                .containsExactly("alice", "$all", "$authenticated", "@all", "@authenticated", "all");
    }

    @Test
    void tokenIsValidFromItsBeginningToItsEnd() {
        String token = at(ISSUED).sign(ALICE, HOUR);

        assertThat(at(ISSUED - 1).check(token)).isEqualTo(new JwtCheck.NotActive());
        assertThat(at(ISSUED).check(token)).isInstanceOf(JwtCheck.Valid.class);
        assertThat(at(ISSUED + 3599).check(token)).isInstanceOf(JwtCheck.Valid.class);
        assertThat(at(ISSUED + 3600).check(token)).isEqualTo(new JwtCheck.Refused());
    }

    @Test
    void tolerancePutsBothEndsOff() {
        String token = at(ISSUED).sign(ALICE, HOUR);
        var tolerant = accepting(new JwtVerifySettings(
                Set.of(JwtAlgorithm.HS256),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(10),
                Optional.empty()));

        assertThat(tolerant.at(ISSUED - 10).check(token)).isInstanceOf(JwtCheck.Valid.class);
        assertThat(tolerant.at(ISSUED + 3609).check(token)).isInstanceOf(JwtCheck.Valid.class);
        assertThat(tolerant.at(ISSUED + 3610).check(token)).isEqualTo(new JwtCheck.Refused());
    }

    @Test
    void withoutExpiryATokenIsValidForEver() {
        var forEver = new JwtSignSettings(
                JwtAlgorithm.HS256,
                Optional.empty(),
                TokenDuration.parse("1ms"),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());

        assertThat(at(ISSUED + 10_000_000_000L).check(at(ISSUED).sign(ALICE, forEver)))
                .isInstanceOf(JwtCheck.Valid.class);
    }

    @ParameterizedTest
    @EnumSource(JwtAlgorithm.class)
    void everyAlgorithmIsReadUnlessItIsNotAccepted(JwtAlgorithm algorithm) {
        String token = at(ISSUED).sign(ALICE, signing(algorithm, List.of()));
        JwtAlgorithm other = algorithm == JwtAlgorithm.HS256 ? JwtAlgorithm.HS512 : JwtAlgorithm.HS256;
        var picky = accepting(new JwtVerifySettings(
                Set.of(other),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty()));

        assertThat(at(ISSUED).check(token)).isInstanceOf(JwtCheck.Valid.class);
        assertThat(picky.at(ISSUED).check(token)).isEqualTo(new JwtCheck.Refused());
    }

    @Test
    void claimsStandInTheOrderOfVerdaccio() {
        String token = at(ISSUED).sign(JwtUser.of("alice", "0011"), signing(JwtAlgorithm.HS256, List.of("a", "b")));

        String payload = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);

        assertThat(payload)
                .isEqualTo("{\"real_groups\":[\"alice\"],\"name\":\"alice\",\"groups\":[\"alice\",\"$all\","
                        + "\"$authenticated\",\"@all\",\"@authenticated\",\"all\"],\"token\":{\"key\":\"0011\"},"
                        + "\"iat\":1700000000,\"nbf\":1700000000,\"exp\":1700003600,\"aud\":[\"a\",\"b\"],"
                        + "\"iss\":\"us\",\"sub\":\"npm\",\"jti\":\"7\"}");
    }

    @Test
    void issuerAudienceSubjectAndIdAreComparedWhenAskedFor() {
        String token = at(ISSUED).sign(ALICE, signing(JwtAlgorithm.HS256, List.of("a", "b")));

        assertThat(asking("us", "b", "npm", "7").at(ISSUED).check(token)).isInstanceOf(JwtCheck.Valid.class);
        assertThat(asking("them", "b", "npm", "7").at(ISSUED).check(token)).isEqualTo(new JwtCheck.Refused());
        assertThat(asking("us", "c", "npm", "7").at(ISSUED).check(token)).isEqualTo(new JwtCheck.Refused());
        assertThat(asking("us", "b", "yarn", "7").at(ISSUED).check(token)).isEqualTo(new JwtCheck.Refused());
        assertThat(asking("us", "b", "npm", "8").at(ISSUED).check(token)).isEqualTo(new JwtCheck.Refused());
        assertThat(asking("us", "b", "npm", "7").at(ISSUED).check(at(ISSUED).sign(ALICE, HOUR)))
                .isEqualTo(new JwtCheck.Refused());
    }

    @Test
    void maxAgeEndsATokenEarly() {
        var young = accepting(new JwtVerifySettings(
                Set.of(JwtAlgorithm.HS256),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO,
                Optional.of(TokenDuration.parse("5m"))));
        String token = at(ISSUED).sign(ALICE, HOUR);

        assertThat(young.at(ISSUED + 299).check(token)).isInstanceOf(JwtCheck.Valid.class);
        assertThat(young.at(ISSUED + 300).check(token)).isEqualTo(new JwtCheck.Refused());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "hs256", "RS256", "", "HS1"})
    void otherAlgorithmsAreRefused(String algorithm) {
        String[] parts = VECTOR_D.split("\\.", -1);
        String header = base64("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}");

        assertThat(at(ISSUED).check(header + "." + parts[1] + "." + parts[2])).isEqualTo(new JwtCheck.Refused());
        assertThat(at(ISSUED).check(header + "." + parts[1] + ".")).isEqualTo(new JwtCheck.Refused());
    }

    @Test
    void changedTokenIsRefused() {
        String[] parts = VECTOR_D.split("\\.", -1);
        String payload = base64("{\"name\":\"root\",\"groups\":[]}");

        assertThat(at(ISSUED).check(parts[0] + "." + payload + "." + parts[2])).isEqualTo(new JwtCheck.Refused());
        assertThat(at(ISSUED).check(VECTOR_D + "A")).isEqualTo(new JwtCheck.Refused());
        assertThat(at(ISSUED).check(VECTOR_D.substring(0, VECTOR_D.length() - 2)))
                .isEqualTo(new JwtCheck.Refused());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "...", "a.b.c", "e30.e30.", "W10.W10.x", "\u0000.\u0000.\u0000", "bnVsbA.e30.AA"})
    void otherTextIsRefused(String text) {
        assertThat(at(ISSUED).check(text)).isEqualTo(new JwtCheck.Refused());
    }

    @Property
    void anyTextGetsAnAnswer(@ForAll String header, @ForAll String payload) {
        assertThat(at(ISSUED).check(header + "." + payload + ".x")).isEqualTo(new JwtCheck.Refused());
        assertThat(at(ISSUED).check(base64(header) + "." + base64(payload) + ".AAAA"))
                .isEqualTo(new JwtCheck.Refused());
    }

    @Test
    void settingsWithoutAlgorithmAreRefused() {
        assertThatThrownBy(() -> new JwtVerifySettings(
                        Set.of(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ZERO,
                        Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(JwtAlgorithm.parse("none")).isEmpty();
        assertThat(JwtAlgorithm.parse("HS384")).contains(JwtAlgorithm.HS384);
    }

    private static JwtSignSettings signing(JwtAlgorithm algorithm, List<String> audience) {
        return new JwtSignSettings(
                algorithm,
                Optional.of(TokenDuration.parse("1h")),
                TokenDuration.parse("1ms"),
                Optional.of("us"),
                audience,
                Optional.of("npm"),
                Optional.of("7"));
    }

    private interface At {
        JsonWebTokens at(long second);
    }

    private static At asking(String issuer, String audience, String subject, String id) {
        return accepting(new JwtVerifySettings(
                Set.of(JwtAlgorithm.HS256),
                List.of("x", issuer),
                List.of("x", audience),
                Optional.of(subject),
                Optional.of(id),
                Duration.ZERO,
                Optional.empty()));
    }

    private static At accepting(JwtVerifySettings settings) {
        return second ->
                new JsonWebTokens(Registry.SECRET, settings, InstantSource.fixed(Instant.ofEpochSecond(second)));
    }

    private static JsonWebTokens at(long second) {
        return accepting(JwtVerifySettings.defaults()).at(second);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
