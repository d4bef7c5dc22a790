package io.terraverde.tarball;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.tarball.DeclaredIntegrity.Match;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredIntegrityTest {
    private static final Integrity ABC = Integrity.of("abc".getBytes(StandardCharsets.US_ASCII));
    private static final String SHA1 = "sha1-qZk+NkcGgWq6PiVxeFDCbJzQ2J0=";
    private static final String SHA512 =
            "sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==";
    private static final String OTHER =
            "sha512-AAAAoZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==";

    @Test
    void digestsAreThoseOfTheStandards() {
        assertThat(ABC.shasum()).isEqualTo("a9993e364706816aba3e25717850c26c9cd0d89d");
        assertThat(ABC.sri()).isEqualTo(SHA512);
        assertThat(ABC.hasShasum(ABC.shasum().toUpperCase(Locale.ROOT))).isTrue();
        assertThat(ABC.hasShasum("a9993e")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SHA512,
                SHA1,
                SHA1 + " " + SHA512,
                "  " + SHA512 + "\n",
                SHA512 + "?vcs=git",
                OTHER + " " + SHA512,
                "sha384-AAAA " + SHA512,
                "md5-kAFQmDzST7DWlj99KOF/cg== " + SHA1
            })
    void matches(String text) {
        assertThat(DeclaredIntegrity.parse(text).matches(ABC)).isEqualTo(Match.SAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {OTHER, OTHER + " " + SHA1, "sha1-AAAA", "sha512-", "sha512-no base64"})
    void differs(String text) {
        assertThat(DeclaredIntegrity.parse(text).matches(ABC)).isEqualTo(Match.DIFFERENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SHA512,
                SHA1,
                "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
                "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn",
                "sha256-AAAA " + SHA512,
                "sha1-AAAA sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0",
                "sha3-AAAA",
                ""
            })
    void checkedBytesAreTheDeclaredOnes(String text) {
        assertThat(mismatchOf(DeclaredIntegrity.parse(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {OTHER, "sha1-AAAA", "sha256-AAAA " + SHA1, "sha384-", OTHER + " " + SHA1})
    void checkedBytesAreOthers(String text) {
        IntegrityCheck.Mismatch mismatch =
                mismatchOf(DeclaredIntegrity.parse(text)).orElseThrow();

        assertThat(mismatch.actual()).isNotEqualTo(mismatch.expected());
        assertThat(text).contains(mismatch.expected());
    }

    @Test
    void shasumCountsWhenNoIntegrityCanBeChecked() {
        Optional<String> right = Optional.of("A9993E364706816ABA3E25717850C26C9CD0D89D");
        Optional<String> wrong = Optional.of("da39a3ee5e6b4b0d3255bfef95601890afd80709");

        assertThat(mismatchOf(DeclaredIntegrity.ofDist(Optional.empty(), right)))
                .isEmpty();
        assertThat(mismatchOf(DeclaredIntegrity.ofDist(Optional.of("sha3-AAAA"), right)))
                .isEmpty();
        assertThat(mismatchOf(DeclaredIntegrity.ofDist(Optional.of(SHA512), wrong)))
                .isEmpty();
        assertThat(mismatchOf(DeclaredIntegrity.ofDist(Optional.of("sha3-AAAA"), wrong)))
                .isPresent();
        assertThat(mismatchOf(DeclaredIntegrity.ofDist(Optional.empty(), Optional.of("no digits"))))
                .isPresent();
        assertThat(DeclaredIntegrity.ofDist(Optional.empty(), Optional.of("")).isNothing())
                .isTrue();
    }

    private static Optional<IntegrityCheck.Mismatch> mismatchOf(DeclaredIntegrity declared) {
        IntegrityCheck check = declared.check();
        byte[] bytes = "-abc-".getBytes(StandardCharsets.US_ASCII);
        check.update(bytes, 1, 1);
        check.update(bytes, 2, 2);
        return check.finish();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "garbage", "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", "SHA512-x"})
    void declaresNothing(String text) {
        assertThat(DeclaredIntegrity.parse(text).matches(ABC)).isEqualTo(Match.UNKNOWN);
    }
}
