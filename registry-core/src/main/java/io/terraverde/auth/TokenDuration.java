package io.terraverde.auth;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A length of time as the options `expiresIn` and `notBefore` of JSON web tokens give it: `29d`, `2 days`, `1h`,
/// `"123"` (milliseconds), `123` (seconds). May be negative.
public record TokenDuration(Duration value) {
    private static final int MAX_TEXT = 100;
    private static final long MAX_MILLIS = Duration.ofDays(365_250).toMillis();
    private static final Pattern TEXT = Pattern.compile("(-?(?:\\d+)?\\.?\\d+) *([a-z]*)");

    /// @throws IllegalArgumentException when longer than 1000 years
    public TokenDuration {
        if (value.abs().compareTo(Duration.ofMillis(MAX_MILLIS)) > 0) {
            throw new IllegalArgumentException("a token cannot be valid for " + value + ": 1000 years at most");
        }
    }

    /// A number without a unit, as YAML has it: seconds.
    ///
    /// @throws IllegalArgumentException when longer than 1000 years
    public static TokenDuration ofSeconds(BigDecimal seconds) {
        return ofMillis(seconds.scaleByPowerOfTen(3), seconds.toString());
    }

    /// A text: a number and a unit, or a number of milliseconds.
    ///
    /// @throws IllegalArgumentException saying what is understood, when this is not
    public static TokenDuration parse(String text) {
        Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
        if (text.length() > MAX_TEXT || !matcher.matches()) {
            throw notUnderstood(text);
        }
        BigDecimal millis = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unitMillis(matcher, text)));
        return ofMillis(millis, text);
    }

    /// The second in which this has passed since `second`, both counted from 1970.
    long after(long second) {
        return second + Math.floorDiv(value.toMillis(), 1000L);
    }

    private static TokenDuration ofMillis(BigDecimal millis, String text) {
        if (millis.abs().compareTo(BigDecimal.valueOf(MAX_MILLIS)) > 0) {
            throw new IllegalArgumentException("a token cannot be valid for \"" + text + "\": 1000 years at most");
        }
        return new TokenDuration(
                Duration.ofMillis(millis.setScale(0, RoundingMode.HALF_UP).longValueExact()));
    }

    private static long unitMillis(Matcher matcher, String text) {
        return switch (matcher.group(2)) {
            case "", "ms", "msec", "msecs", "millisecond", "milliseconds" -> 1;
            case "s", "sec", "secs", "second", "seconds" -> 1_000;
            case "m", "min", "mins", "minute", "minutes" -> 60_000;
            case "h", "hr", "hrs", "hour", "hours" -> 3_600_000;
            case "d", "day", "days" -> 86_400_000;
            case "w", "week", "weeks" -> 604_800_000;
            case "y", "yr", "yrs", "year", "years" -> 31_557_600_000L;
            default -> throw notUnderstood(text);
        };
    }

    private static IllegalArgumentException notUnderstood(String text) {
        return new IllegalArgumentException("\"" + text + "\" is no length of time: write a number of seconds without "
                + "quotes, or a text as \"29d\", \"2 days\", \"1h\", \"30m\", \"15s\"");
    }
}
