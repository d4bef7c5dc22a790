package io.terraverde.web.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "30s, 30000",
        "1h 30m, 5400000",
        "2m, 120000",
        "10, 10000",
        "1.5h, 5400000",
        "500ms, 500",
        "1M, 2592000000",
        "1y, 31536000000",
        "1w 1d 1ms, 691200001",
        "0, 0"
    })
    void intervalIsASumOfFallingUnits(String written, long millis) {
        assertThat(Units.interval(written)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"30m 1h", "2m30s", "1 hour", "-1", "1h 1h", "1h 5", "5 1s", "01s", "x", "9999999999y", "1e9s"})
    void otherIntervalsAreRefused(String written) {
        assertThat(Units.interval(written)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0s", "PT0.5S, 500ms", "PT90S, 90s", "PT1M, 1m", "PT36H, 36h", "P7D, 7d"})
    void intervalIsShownInOneUnit(Duration interval, String shown) {
        assertThat(Units.shown(interval)).isEqualTo(shown);
        assertThat(Units.interval(shown)).contains(interval);
    }

    @ParameterizedTest
    @CsvSource({
        "10mb, 10485760",
        "1kb, 1024",
        "1.5 KB, 1536",
        "7, 7",
        "7b, 7",
        "1gb, 1073741824",
        "2TB, 2199023255552",
        "12g, 12884901888",
        "3 M, 3145728"
    })
    void sizeHasUnitsOf1024(String written, long bytes) {
        assertThat(Units.bytes(written)).hasValue(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0, 0b", "7, 7b", "1536, 1536b", "12884901888, 12gb", "1572864, 1536kb", "2251799813685248, 2048tb"})
    void sizeIsShownInOneUnit(long bytes, String shown) {
        assertThat(Units.shown(bytes)).isEqualTo(shown);
        assertThat(Units.bytes(shown)).hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "10 megabytes", "12gg", "", "mb", "99999999999tb", "1e3"})
    void otherSizesAreRefused(String written) {
        assertThat(Units.bytes(written)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"29d, 2505600000", "2 days, 172800000", "1h, 3600000", "1000, 1000", ".5h, 1800000", "1 Week, 604800000"
    })
    void lifeTimeIsWrittenAsForJsonwebtoken(String written, long millis) {
        assertThat(Units.lifeTime(written)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1d", "1 fortnight", "1h 30m", ""})
    void otherLifeTimesAreRefused(String written) {
        assertThat(Units.lifeTime(written)).isEmpty();
    }

    @Test
    void numbersAreSeconds() {
        assertThat(Units.seconds(1.5)).contains(Duration.ofMillis(1_500));
        assertThat(Units.seconds(-1)).isEmpty();
        assertThat(Units.seconds(Double.NaN)).isEmpty();
    }
}
