package io.terraverde.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException.Unavailable;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashesTest {
    private static final String BCRYPT_TAIL = "$10$abcdefghijklmnopqrstuuqflPDzB6gcMhKa1rZqKiun2YGL5sa2u";
    private static final String UMLAUTS = "p\u00e4ssw\u00f6rd\u20ac";

    private final PasswordHashes hashes = using(PasswordAlgorithm.BCRYPT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2a" + BCRYPT_TAIL,
                "$2b" + BCRYPT_TAIL,
                "$2y" + BCRYPT_TAIL,
                "$apr1$saltsalt$LrttParrLPdxvgutaSXWJ0",
                "$1$saltsalt$9xy1btjgzLYfb7hivXtC//",
                "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=",
                "abNANd1rDfiNc",
                "{PLAIN}secret"
            })
    void everyKindOfVerdaccioFitsItsPasswordOnly(String hash) {
        assertThat(hashes.matches("secret", hash)).isTrue();
        assertThat(hashes.matches("Secret", hash)).isFalse();
        assertThat(hashes.matches("", hash)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "",
                "{SSHA}5en6G6MezRroT3XKqkdPOmY/BfQ=",
                "$5$saltsalt$kgTwNqUnXsNVtSKvDnVBHcuhWNLBCWJrrlBaUMfA9l8",
                "$6$saltsalt$bAY90rAsHhyx.bxmKP9FE5UF4jP1iWgjV0ltM6ZJxfYkiIaCExjBZIbfqFwFS2Ph6Rkj5QUyVCDaFMNCQ.UPx1",
                "$2x" + BCRYPT_TAIL,
                "$2$10$abcdefghijklmnopqrstuuqflPDzB6gcMhKa1rZqKiun2YGL5sa2u",
                "$2a$99$abcdefghijklmnopqrstuuqflPDzB6gcMhKa1rZqKiun2YGL5sa2u",
                "$2a$00$abcdefghijklmnopqrstuuqflPDzB6gcMhKa1rZqKiun2YGL5sa2u",
                "$2a$10$abcdefghijklmnopqrstuuqflPDzB6gcMhKa1rZqKiun2YGL5sa2v",
                "$2a$10$abcdefghijklmnopqrstuvqflPDzB6gcMhKa1rZqKiun2YGL5sa2u",
                "$2a$10$short",
                "$apr1$",
                "$apr1$!!!$x",
                "$1$",
                "{SHA}",
                "{PLAIN}",
                "{SHA}not base64 at all",
                "ab NANd1rDfiN",
                "\u0000\u0001$"
            })
    void brokenOrUnknownHashFitsNoPassword(String hash) {
        assertThat(hashes.matches("secret", hash)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "71, $2a$04$abcdefghijklmnopqrstuu.gc7UY/21CSNJGJg21jJzx9QiOpJ9bO",
        "72, $2a$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i",
        "80, $2a$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i"
    })
    void bcryptCutsAt72Bytes(int length, String hash) {
        assertThat(hashes.matches("x".repeat(length), hash)).isTrue();
        assertThat(hashes.matches("x".repeat(length - 1) + "y", hash)).isEqualTo(length > 72);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2a$04$abcdefghijklmnopqrstuulP40mix1kMuKfwOhZkUR3VAjfP8IpDK",
                "$apr1$saltsalt$V/gP9wTxKOuc9czJlToaZ0",
                "$apr1$saltsalt$O5K4N3p7sPA94X6KA6.wl/",
                "abUHWcN08ZKKc",
                "abzp3RXJm5gNA"
            })
    void passwordsBeyondAsciiFitAsVerdaccioAndAsOthersHashThem(String hash) {
        assertThat(hashes.matches(UMLAUTS, hash)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(PasswordAlgorithm.class)
    void newHashFitsItsPasswordOnly(PasswordAlgorithm algorithm) {
        String hash = using(algorithm).hash(UMLAUTS);

        assertThat(hashes.matches(UMLAUTS, hash)).isTrue();
        assertThat(hashes.matches("x" + UMLAUTS, hash)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "BCRYPT, '\\$2a\\$04\\$[./A-Za-z0-9]{53}'",
        "MD5, '\\$apr1\\$[./A-Za-z0-9]{8}\\$[./A-Za-z0-9]{22}'",
        "SHA1, '\\{SHA\\}[+/A-Za-z0-9]{27}='",
        "CRYPT, '[./A-Za-z0-9]{13}'"
    })
    void newHashHasTheFormThatVerdaccioWrites(PasswordAlgorithm algorithm, String form) {
        assertThat(using(algorithm).hash("secret")).matches(form);
    }

    @Test
    void saltsDiffer() {
        assertThat(hashes.hash("secret")).isNotEqualTo(hashes.hash("secret"));
    }

    @Test
    void veryLongPasswordsAreNotEvenHashed() {
        String password = "x".repeat(PasswordHashes.MAX_PASSWORD_BYTES + 1);

        assertThat(hashes.matches(password, "{PLAIN}" + password)).isFalse();
    }

    @Test
    void algorithmsHaveTheNamesOfTheConfiguration() {
        assertThat(PasswordAlgorithm.parse("bcrypt")).contains(PasswordAlgorithm.BCRYPT);
        assertThat(PasswordAlgorithm.parse("sha1")).contains(PasswordAlgorithm.SHA1);
        assertThat(PasswordAlgorithm.parse("argon2")).isEmpty();
    }

    @Test
    void roundsAndPermitsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new PasswordHashes(PasswordAlgorithm.BCRYPT, 3, 1, Duration.ZERO, new Random(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PasswordHashes(PasswordAlgorithm.BCRYPT, 10, 0, Duration.ZERO, new Random(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void waitingForATurnIsBounded() throws Exception {
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        RandomGenerator stuck = () -> {
            entered.countDown();
            await(leave);
            return 1;
        };
        var narrow = new PasswordHashes(PasswordAlgorithm.BCRYPT, 4, 1, Duration.ofMillis(1), stuck);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> narrow.hash("secret"));
            await(entered);
            assertThatThrownBy(() -> narrow.matches("secret", "$2a" + BCRYPT_TAIL))
                    .isInstanceOf(Unavailable.class);
            assertThat(narrow.matches("secret", "{PLAIN}secret")).isTrue();
            leave.countDown();
            assertThat(first.get(1, TimeUnit.MINUTES)).startsWith("$2a$04$");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static PasswordHashes using(PasswordAlgorithm algorithm) {
        return new PasswordHashes(algorithm, 4, 2, Duration.ofSeconds(10), new Random(1));
    }
}
