package io.terraverde.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void generatedOneIsTheStartOfBase64() {
        Secret secret = Secret.generate(new Random(1));

        assertThat(secret.value())
                .matches("[A-Za-z0-9+/]{32}")
                .isNotEqualTo(Secret.generate(new Random(2)).value());
    }

    @Test
    void otherLengthIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> new Secret("short"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 5 characters, must have 32")
                .hasMessageContaining("migrateToSecureLegacySignature");
    }

    @Test
    void oldSecretIsExplained() {
        assertThatThrownBy(() -> new Secret("x".repeat(64)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Verdaccio 5 or older");
    }

    @Test
    void secretBeyondAsciiIsRefused() {
        assertThatThrownBy(() -> new Secret("\u00fc".repeat(32))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wrongKeyOfTheEnvironmentIsNamed() {
        assertThatThrownBy(() -> Secret.fromEnvironment("VERDACCIO_LEGACY_ENCRYPTION_KEY", "short"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("VERDACCIO_LEGACY_ENCRYPTION_KEY must have 32");
    }

    @Test
    void textDoesNotShowIt() {
        assertThat(Registry.SECRET.toString()).doesNotContain(Registry.SECRET.value());
    }
}
