package io.terraverde.web.config;

import io.terraverde.web.config.Problems.Place;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Settings that stand below one key. It remembers which keys were asked for, so that it can tell of the others.
final class Section {
    private final String path;
    private final Optional<Environment> environment;
    private final Problems problems;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    /// @param node what stands in the file; null for nothing
    /// @param path the key it stands below, as `web`; empty for the whole file
    /// @param environment where each setting may also come from; empty below keys that people choose
    Section(@Nullable MappingNode node, String path, Optional<Environment> environment, Problems problems) {
        this.path = path;
        this.environment = environment;
        this.problems = problems;
        if (node != null) {
            collect(node, Collections.newSetFromMap(new IdentityHashMap<>()));
        }
    }

    /// A setting; empty when it is absent or null.
    Optional<Value> value(String key) {
        return written(key).filter(value -> !value.isNull());
    }

    /// A setting, also when it is null; empty when it is absent.
    Optional<Value> written(String key) {
        known.add(key);
        Optional<Value> fromEnvironment = environment
                .flatMap(variables -> variables.forSetting(pathOf(key)))
                .map(text -> new Value(
                        YamlText.scalar(text),
                        new Place(Environment.SOURCE, 0, Environment.nameFor(pathOf(key))),
                        problems));
        return fromEnvironment.or(() -> fromFile(key));
    }

    /// Whether the file has a key, whatever its value.
    Optional<Value> fromFile(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key));
    }

    String text(String key, String fallback) {
        return value(key).flatMap(Value::text).orElse(fallback);
    }

    Optional<String> text(String key) {
        return value(key).flatMap(Value::text);
    }

    boolean bool(String key, boolean fallback) {
        return value(key).flatMap(Value::bool).orElse(fallback);
    }

    int number(String key, int fallback, int min, int max) {
        return value(key)
                .flatMap(value -> value.number(min, max))
                .map(Math::toIntExact)
                .orElse(fallback);
    }

    Duration interval(String key, Duration fallback) {
        return value(key).flatMap(Value::interval).orElse(fallback);
    }

    Duration interval(String key, Duration fallback, Duration min, Duration max) {
        return value(key).flatMap(value -> value.interval(min, max)).orElse(fallback);
    }

    Duration millis(String key, Duration fallback) {
        return value(key).flatMap(Value::millis).orElse(fallback);
    }

    long bytes(String key, long fallback) {
        return value(key).flatMap(Value::bytes).orElse(fallback);
    }

    Optional<URI> url(String key) {
        return value(key).flatMap(Value::url);
    }

    Optional<Path> path(String key, Path base) {
        return text(key).map(text -> base.resolve(text).normalize());
    }

    <T> T oneOf(String key, Map<String, T> words, T fallback) {
        return value(key).flatMap(value -> value.oneOf(words)).orElse(fallback);
    }

    List<String> names(String key) {
        return value(key).flatMap(Value::names).orElse(List.of());
    }

    /// Settings below a key with a fixed name; an absent one reads as empty.
    Section section(String key) {
        return new Section(
                fromFile(key)
                        .filter(value -> !value.isNull())
                        .flatMap(Value::mapping)
                        .orElse(null),
                pathOf(key),
                environment,
                problems);
    }

    /// The keys in the order of the file, for sections whose keys people choose.
    Map<String, Value> all() {
        known.addAll(values.keySet());
        return Collections.unmodifiableMap(values);
    }

    /// Settings below a key that people chose.
    Section chosen(String key, Value value) {
        return new Section(value.mapping().orElse(null), pathOf(key), Optional.empty(), problems);
    }

    /// Keys that are understood and change nothing.
    ///
    /// @param reason why they do not, as `there is no web interface`
    void withoutEffect(String reason, String... keys) {
        for (String key : keys) {
            fromFile(key).filter(value -> !value.isNull()).ifPresent(value -> value.withoutEffect(reason));
        }
    }

    /// Warns of keys that nobody asked for. Verdaccio accepts them in silence.
    void finish() {
        finish(Map.of());
    }

    /// Warns of keys that nobody asked for.
    ///
    /// @param renamed what some keys are called that no spelling leads to
    void finish(Map<String, String> renamed) {
        values.forEach((key, value) -> {
            if (!known.contains(key)) {
                String hint = renamed.containsKey(key) ? "use \"" + renamed.get(key) + "\"" : Spelling.hint(key, known);
                value.warn("unknown key, it has no effect", hint);
            }
        });
    }

    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    Problems problems() {
        return problems;
    }

    /// Own keys first; keys merged by `<<` only where there is no own one.
    private void collect(MappingNode node, Set<Node> merging) {
        if (!merging.add(node)) {
            return;
        }
        Set<String> own = new LinkedHashSet<>();
        for (NodeTuple tuple : node.getValue()) {
            if (isMerge(tuple)) {
                continue;
            }
            Node keyNode = tuple.getKeyNode();
            int line = YamlText.line(keyNode);
            if (!(keyNode instanceof ScalarNode scalar)) {
                problems.error(line, path, "a key must be a single word", "");
                continue;
            }
            String key = scalar.getValue();
            Place place = new Place(problems.file(), line, pathOf(key));
            if (!own.add(key)) {
                problems.error(place, "duplicate key", "leave one of them");
                continue;
            }
            values.putIfAbsent(key, new Value(tuple.getValueNode(), place, problems));
        }
        node.getValue().stream().filter(Section::isMerge).forEach(tuple -> merge(tuple.getValueNode(), merging));
    }

    private void merge(Node merged, Set<Node> merging) {
        if (merged instanceof MappingNode mapping) {
            collect(mapping, merging);
        } else if (merged instanceof SequenceNode sequence && merging.add(sequence)) {
            sequence.getValue().forEach(member -> merge(member, merging));
        } else {
            problems.error(YamlText.line(merged), pathOf("<<"), "expected settings to merge", "");
        }
    }

    private static boolean isMerge(NodeTuple tuple) {
        return Tag.MERGE.equals(tuple.getKeyNode().getTag());
    }
}
