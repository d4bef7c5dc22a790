package io.terraverde.web.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The spellings of intervals, sizes and token life times in Verdaccio's configuration.
final class Units {
    /// The longest interval that can be written.
    static final Duration LONGEST = Duration.ofDays(365_000);

    private static final BigDecimal MAX_MILLIS = BigDecimal.valueOf(LONGEST.toMillis());
    private static final Pattern INTERVAL_PART = Pattern.compile("((?:0|[1-9]\\d*)(?:\\.\\d+)?)(ms|s|m|h|d|w|M|y|)");
    private static final Map<String, Long> INTERVAL_MILLIS = Map.of(
            "",
            1_000L,
            "ms",
            1L,
            "s",
            1_000L,
            "m",
            60_000L,
            "h",
            3_600_000L,
            "d",
            86_400_000L,
            "w",
            604_800_000L,
            "M",
            2_592_000_000L,
            "y",
            31_536_000_000L);
    private static final Pattern SIZE =
            Pattern.compile("(\\d+(?:\\.\\d+)?) *(b|kb?|mb?|gb?|tb?)?", Pattern.CASE_INSENSITIVE);
    private static final String SIZE_UNITS = "bkmgt";
    private static final Pattern LIFE_TIME = Pattern.compile("(\\d*\\.?\\d+) *([a-z]*)", Pattern.CASE_INSENSITIVE);

    private Units() {}

    /// An interval of words with falling units, `1h 30m`; a bare number is seconds.
    static Optional<Duration> interval(String text) {
        BigDecimal millis = BigDecimal.ZERO;
        long lastUnit = Long.MAX_VALUE;
        for (String word : text.strip().split("\\s+", -1)) {
            Matcher part = INTERVAL_PART.matcher(word);
            if (!part.matches() || (part.group(2).isEmpty() && lastUnit != Long.MAX_VALUE)) {
                return Optional.empty();
            }
            long unit = INTERVAL_MILLIS.getOrDefault(part.group(2), 0L);
            if (unit >= lastUnit) {
                return Optional.empty();
            }
            lastUnit = unit;
            millis = millis.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
        }
        return duration(millis);
    }

    /// A duration as an interval of one unit, `90s`, `7d`, `0s`.
    static String shown(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        return Stream.of("d", "h", "m", "s")
                .filter(unit -> millis % INTERVAL_MILLIS.getOrDefault(unit, 0L) == 0)
                .findFirst()
                .map(unit -> millis / INTERVAL_MILLIS.getOrDefault(unit, 0L) + unit)
                .orElse(millis + "ms");
    }

    /// A number of seconds, not negative.
    static Optional<Duration> seconds(Number number) {
        return decimal(number).flatMap(seconds -> duration(seconds.movePointRight(3)));
    }

    /// A size, `10mb` or `10m`, with units of 1024; a bare number is bytes.
    static OptionalLong bytes(String text) {
        Matcher size = SIZE.matcher(text.strip());
        if (!size.matches()) {
            return OptionalLong.empty();
        }
        String unit = size.group(2) == null ? "b" : size.group(2).toLowerCase(Locale.ROOT);
        BigDecimal bytes = new BigDecimal(size.group(1))
                .multiply(BigDecimal.valueOf(1L << (10 * SIZE_UNITS.indexOf(unit.charAt(0)))))
                .setScale(0, RoundingMode.DOWN);
        return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? OptionalLong.empty()
                : OptionalLong.of(bytes.longValue());
    }

    /// A size in the largest unit that it is a whole number of, `10gb`, `1536kb`, `7b`.
    static String shown(long bytes) {
        int unit = Math.min(SIZE_UNITS.length() - 1, Long.numberOfTrailingZeros(bytes) / 10);
        return bytes == 0 ? "0b" : (bytes >> (10 * unit)) + (unit == 0 ? "b" : SIZE_UNITS.charAt(unit) + "b");
    }

    /// A token's life time as jsonwebtoken reads a text: `29d`, `2 days`; bare digits are milliseconds.
    static Optional<Duration> lifeTime(String text) {
        Matcher matcher = LIFE_TIME.matcher(text.strip());
        if (text.length() > 100 || !matcher.matches()) {
            return Optional.empty();
        }
        double unit = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "", "ms", "msec", "msecs", "millisecond", "milliseconds" -> 1;
            case "s", "sec", "secs", "second", "seconds" -> 1_000;
            case "m", "min", "mins", "minute", "minutes" -> 60_000;
            case "h", "hr", "hrs", "hour", "hours" -> 3_600_000;
            case "d", "day", "days" -> 86_400_000;
            case "w", "week", "weeks" -> 604_800_000;
            case "y", "yr", "yrs", "year", "years" -> 31_557_600_000.0;
            default -> 0;
        };
        return unit == 0
                ? Optional.empty()
                : duration(new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)));
    }

    private static Optional<BigDecimal> decimal(Number number) {
        double approximately = number.doubleValue();
        return Double.isFinite(approximately) ? Optional.of(new BigDecimal(number.toString())) : Optional.empty();
    }

    private static Optional<Duration> duration(BigDecimal millis) {
        return millis.signum() < 0 || millis.compareTo(MAX_MILLIS) > 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(millis.longValue()));
    }
}
