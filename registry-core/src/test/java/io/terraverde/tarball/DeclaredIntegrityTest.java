package io.terraverde.tarball;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.tarball.DeclaredIntegrity.Match;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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
    @ValueSource(strings = {"", "  ", "garbage", "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", "SHA512-x"})
    void declaresNothing(String text) {
        assertThat(DeclaredIntegrity.parse(text).matches(ABC)).isEqualTo(Match.UNKNOWN);
    }
}
