package io.terraverde.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenDurationTest {
    @ParameterizedTest
    @CsvSource({
        "29d, 2505600000",
        "2 days, 172800000",
        "1h, 3600000",
        "123, 123",
        "1ms, 1",
        "1.5 hrs, 5400000",
        ".5m, 30000",
        "-1s, -1000",
        "1W, 604800000",
        "1y, 31557600000",
        "90 Minutes, 5400000"
    })
    void textHasANumberAndAUnit(String text, long millis) {
        assertThat(TokenDuration.parse(text).value()).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void numberIsSeconds() {
        assertThat(TokenDuration.ofSeconds(new BigDecimal("123")).value()).isEqualTo(Duration.ofSeconds(123));
        assertThat(TokenDuration.ofSeconds(new BigDecimal("0.5")).value()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void secondsAreCountedDown() {
        assertThat(TokenDuration.parse("1ms").after(100)).isEqualTo(100);
        assertThat(TokenDuration.parse("1999ms").after(100)).isEqualTo(101);
        assertThat(TokenDuration.parse("-1ms").after(100)).isEqualTo(99);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "d", "1 month", "29days7", "1h 30m", "one day", "1e3s", " 1h", "--1h", "1001y"})
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> TokenDuration.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }

    @Test
    void veryLongTextIsRefused() {
        assertThatThrownBy(() -> TokenDuration.parse("9".repeat(200) + "d"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TokenDuration.ofSeconds(new BigDecimal("1e300")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
