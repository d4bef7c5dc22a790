package io.terraverde.web.config;

import io.terraverde.web.config.Problems.Place;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// One setting as written, with the place it stands at. Each method reads it as something; what cannot be read is a
/// problem and no value.
final class Value {
    private final Node node;
    private final Place place;
    private final Problems problems;

    Value(Node node, Place place, Problems problems) {
        this.node = node;
        this.place = place;
        this.problems = problems;
    }

    Place place() {
        return place;
    }

    /// Whether it does not come from a variable.
    boolean isFromFile() {
        return !place.source().equals(Environment.SOURCE);
    }

    /// Whether it is `null`, `~` or nothing at all.
    boolean isNull() {
        return node instanceof ScalarNode scalar && YamlText.value(scalar) == null;
    }

    boolean isFalse() {
        return node instanceof ScalarNode scalar && Boolean.FALSE.equals(YamlText.value(scalar));
    }

    boolean isTrue() {
        return node instanceof ScalarNode scalar && Boolean.TRUE.equals(YamlText.value(scalar));
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean isBlank() {
        return node instanceof ScalarNode scalar && scalar.getValue().isBlank();
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    boolean isNumber() {
        return node instanceof ScalarNode scalar && YamlText.value(scalar) instanceof Number;
    }

    Optional<MappingNode> mapping() {
        return node instanceof MappingNode mapping ? Optional.of(mapping) : wrong("expected settings below it", "");
    }

    /// Its members when it is a list, otherwise itself.
    List<Value> members() {
        if (!(node instanceof SequenceNode sequence)) {
            return List.of(this);
        }
        List<Value> members = new ArrayList<>();
        for (Node member : sequence.getValue()) {
            members.add(new Value(
                    member,
                    new Place(place.source(), YamlText.line(member), place.key() + "[" + members.size() + "]"),
                    problems));
        }
        return members;
    }

    /// Any single value as text; a number as it is usually written.
    Optional<String> text() {
        if (!(node instanceof ScalarNode scalar)) {
            return wrong("expected a text", "");
        }
        return Optional.of(
                YamlText.value(scalar) instanceof Number number && !(number instanceof Double)
                        ? number.toString()
                        : scalar.getValue());
    }

    /// Any single value as it stands in the file, also what YAML takes for a number: `0123` is no 83.
    Optional<String> asWritten() {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : wrong("expected a text", "");
    }

    /// A name: a text that is not a number or a boolean.
    Optional<String> name() {
        return scalar() instanceof String text
                ? Optional.of(text)
                : wrong("expected a name", node instanceof ScalarNode ? "put it in quotes" : "");
    }

    /// Names: one text with blanks between them, or a list.
    Optional<List<String>> names() {
        if (isNull()) {
            return Optional.of(List.of());
        }
        if (!isList()) {
            return name().map(text ->
                    text.isBlank() ? List.of() : List.of(text.strip().split("\\s+", -1)));
        }
        List<String> names = new ArrayList<>();
        members().forEach(member -> member.name().ifPresent(names::add));
        return Optional.of(names);
    }

    Optional<Boolean> bool() {
        return scalar() instanceof Boolean bool ? Optional.of(bool) : wrong("expected true or false", "");
    }

    /// A whole number in a range.
    Optional<Long> number(long min, long max) {
        if (!(scalar() instanceof Number number)) {
            return wrong("expected a number", "");
        }
        boolean whole = !(number instanceof Double) || number.doubleValue() == Math.rint(number.doubleValue());
        if (!whole || number.doubleValue() < min || number.doubleValue() > max) {
            return wrong(
                    "expected a whole number " + (max >= Integer.MAX_VALUE ? "of at least " + min : min + " to " + max),
                    "");
        }
        return Optional.of(number.longValue());
    }

    /// An interval as of Verdaccio's uplinks.
    Optional<Duration> interval() {
        Object value = scalar();
        Optional<Duration> interval = value instanceof Number number
                ? Units.seconds(number)
                : value instanceof String text ? Units.interval(text) : Optional.empty();
        return interval.isPresent()
                ? interval
                : wrong("invalid interval" + shown(), "for example 30s, 2m or 1h 30m, the larger unit first");
    }

    /// An interval in a range.
    Optional<Duration> interval(Duration min, Duration max) {
        return interval()
                .flatMap(interval -> interval.compareTo(min) < 0 || interval.compareTo(max) > 0
                        ? wrong("expected an interval " + shown(min, max), "")
                        : Optional.of(interval));
    }

    private static String shown(Duration min, Duration max) {
        return max.equals(Units.LONGEST)
                ? "of at least " + Units.shown(min)
                : "from " + Units.shown(min) + " to " + Units.shown(max);
    }

    /// A number of milliseconds.
    Optional<Duration> millis() {
        return number(0, Integer.MAX_VALUE).map(Duration::ofMillis);
    }

    /// A token's life time.
    Optional<Duration> lifeTime() {
        Object value = scalar();
        Optional<Duration> time = value instanceof Number number
                ? Units.seconds(number)
                : value instanceof String text ? Units.lifeTime(text) : Optional.empty();
        return time.isPresent()
                ? time
                : wrong("invalid life time" + shown(), "for example 29d, 1h, or a number of seconds");
    }

    /// A size in bytes, more than nothing.
    Optional<Long> bytes() {
        Object value = scalar();
        OptionalLong bytes = value instanceof Number || value instanceof String
                ? Units.bytes(String.valueOf(value))
                : OptionalLong.empty();
        return bytes.isPresent() && bytes.getAsLong() > 0
                ? Optional.of(bytes.getAsLong())
                : wrong("invalid size" + shown(), "for example 10mb, 512kb, or a number of bytes");
    }

    /// The address of a web server. One that cannot be read is not shown: it may hold a password.
    Optional<URI> url() {
        return text().flatMap(text -> {
            Optional<URI> url = tryUrl(text);
            return url.isPresent() ? url : wrong("invalid url", urlHint(text));
        });
    }

    private static String urlHint(String text) {
        boolean otherwiseWeb = text.strip().matches("(?i)https?://(?:[^/@]*@)?[^/@]*_[^/@]*(?:/\\S*)?");
        return otherwiseWeb
                ? "names of hosts have no underscore; give the host another name or alias"
                : "it starts with http:// or https://";
    }

    /// One of some words.
    <T> Optional<T> oneOf(Map<String, T> words) {
        return text().flatMap(text -> {
            Optional<T> known = Optional.ofNullable(words.get(text));
            String near = Spelling.hint(text, words.keySet());
            return known.isPresent()
                    ? known
                    : wrong(
                            "unknown value" + shown(),
                            near.isEmpty()
                                    ? "one of "
                                            + String.join(
                                                    ", ",
                                                    words.keySet().stream()
                                                            .sorted()
                                                            .toList())
                                    : near);
        });
    }

    /// Texts by name, in order.
    Map<String, String> textMap() {
        Map<String, String> texts = new LinkedHashMap<>();
        mapping()
                .ifPresent(mapping -> mapping.getValue().forEach(tuple -> {
                    String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
                    Place at = new Place(place.source(), YamlText.line(tuple.getKeyNode()), place.key() + "." + key);
                    new Value(tuple.getValueNode(), at, problems).text().ifPresent(text -> texts.put(key, text));
                }));
        return texts;
    }

    /// Says that it cannot be read.
    <T> Optional<T> wrong(String message, String hint) {
        problems.error(place, message, hint);
        return Optional.empty();
    }

    void warn(String message, String hint) {
        problems.warning(place, message, hint);
    }

    void withoutEffect(String reason) {
        problems.withoutEffect(place, reason);
    }

    Problems problems() {
        return problems;
    }

    /// Reads the address of a web server.
    static Optional<URI> tryUrl(String text) {
        try {
            URI url = new URI(text.strip());
            boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            return web && url.getHost() != null ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private @Nullable Object scalar() {
        return node instanceof ScalarNode scalar ? YamlText.value(scalar) : null;
    }

    private String shown() {
        return node instanceof ScalarNode scalar ? " \"" + scalar.getValue() + "\"" : "";
    }
}
