package io.terraverde.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyTokensTest {
    private static final String VECTOR_A =
            "MDAwMTAyMDMwNDA1MDYwNzA4MDkwYTBiMGMwZDBlMGY6MzIzMWI1OTZmM2Y1NDUwMTYyNGVlMjM5";
    private static final String VECTOR_B =
            "MTcwYzMwYzM2ZDkzOTg0M2NhM2Y4MDA1MzZiYWQxZTA6YzVhMDc5ZjY0OWU4NWViMjUxYTA1YWRm";
    private static final String VECTOR_C = "MDAwMTAyMDMwNDA1MDYwNzA4MDkwYTBiMGMwZDBlMGY6Mjg3ZmE5ODZmM2JkMTQ1ZTIzNWRl"
            + "YjI0ZTZlYzk5MGQ2NDIwYjIzZTcxNTA2NDI3NTg2NGY5ZjIxZGZjOWUzY2M5NmY3MzM2NmRhNjkwMTk4OTk2ZWU2ZmQ2NjE2YzU2"
            + "ODZjNGExN2M3MDUyM2NiMjc4OTYwOWIxZTQwZmI5ZWExMjcyZDc1ZGQ1NTRiMjdjNmEyYjE5OGY5N2ZlNmQ1NTc1NDY=";
    private static final String KEY = "00112233445566778899aabbccddeeff";

    private final LegacyTokens tokens = using(LegacyCipher.AES_256_CTR);

    @Test
    void vectorAIsWritten() {
        assertThat(withIvOfVectors().write(PasswordCredential.of("alice", "secret")))
                .isEqualTo(VECTOR_A);
    }

    @Test
    void vectorCIsWritten() {
        assertThat(withIvOfVectors().write(new PasswordCredential("alice", "secret", KEY)))
                .isEqualTo(VECTOR_C);
    }

    @ParameterizedTest
    @ValueSource(strings = {VECTOR_A, VECTOR_B})
    void vectorsOfLoginsAreRead(String token) {
        assertThat(tokens.read(token)).contains(PasswordCredential.of("alice", "secret"));
    }

    @Test
    void vectorCIsRead() {
        assertThat(tokens.read(VECTOR_C)).contains(new PasswordCredential("alice", "secret", KEY));
    }

    @ParameterizedTest
    @EnumSource(LegacyCipher.class)
    void everyCipherReadsWhatItWrote(LegacyCipher cipher) {
        var credential = PasswordCredential.of("alice", "p\u00e4ss:w\u00f6rd {\u20ac}");

        assertThat(using(cipher).read(using(cipher).write(credential))).contains(credential);
    }

    @Test
    void passwordsMayHoldColonsAndLookLikeJson() {
        var odd = PasswordCredential.of("alice", ":{\"user\":\"bob\",\"password\":\"x\"}");

        assertThat(tokens.read(tokens.write(odd))).contains(odd);
    }

    @Test
    void vectorOfCbcIsPadded() {
        String token = using(LegacyCipher.AES_256_CBC).write(PasswordCredential.of("alice", "secret"));

        String inner = new String(Base64.getDecoder().decode(token), StandardCharsets.US_ASCII);

        assertThat(inner).matches("[0-9a-f]{32}:[0-9a-f]{32}");
    }

    @Test
    void tokenOfAnotherSecretSaysNothing() {
        var others = new LegacyTokens(
                LegacyCipher.AES_256_CTR, new Secret("fedcba9876543210fedcba9876543210"), new Random(1));

        assertThat(tokens.read(others.write(PasswordCredential.of("alice", "secret"))))
                .isNotEqualTo(PasswordCredential.of("alice", "secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "====", "MDAw", "\u0000", "e30=", "Og==", "abc.def.ghi"})
    void otherTextIsNoToken(String text) {
        assertThat(tokens.read(text)).isEmpty();
    }

    @Property
    void anyTextGetsAnAnswer(@ForAll String text) {
        assertThat(using(LegacyCipher.AES_256_CTR).read(text)).isEmpty();
        assertThat(using(LegacyCipher.AES_256_CBC)
                        .read(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
    }

    @Test
    void ciphersHaveTheNamesOfTheEnvironment() {
        assertThat(LegacyCipher.parse("aes-256-ctr")).isEqualTo(LegacyCipher.AES_256_CTR);
        assertThat(LegacyCipher.parse("AES-256-CBC")).isEqualTo(LegacyCipher.AES_256_CBC);
        assertThatThrownBy(() -> LegacyCipher.parse("aes192"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("aes-256-ctr, aes-256-cbc");
    }

    @Test
    void credentialsShowNoPassword() {
        assertThat(new PasswordCredential("alice", "secret", KEY).toString()).doesNotContain("secret", KEY);
    }

    private static LegacyTokens using(LegacyCipher cipher) {
        return new LegacyTokens(cipher, Registry.SECRET, new Random(1));
    }

    private static LegacyTokens withIvOfVectors() {
        var calls = new AtomicInteger();
        RandomGenerator iv = () -> calls.getAndIncrement() == 0 ? 0x0706050403020100L : 0x0f0e0d0c0b0a0908L;
        return new LegacyTokens(LegacyCipher.AES_256_CTR, Registry.SECRET, iv);
    }
}
