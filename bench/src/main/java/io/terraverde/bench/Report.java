package io.terraverde.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Collects measurements and renders them as a Markdown table of medians and ratios. A ratio is the median of the
/// ratios
/// of the single rounds, because servers measured in the same round met the same noise.
final class Report {
    private static final List<String> HEADINGS = List.of(
            "measurement",
            "unit",
            "better",
            "terraverde",
            "nginx",
            "verdaccio",
            "terraverde/nginx",
            "terraverde/verdaccio");

    private record Row(Unit unit, Map<ServerKind, List<Double>> values) {}

    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Set<String> notes = new LinkedHashSet<>();

    /// Adds one round's value of a server to a row.
    void record(String row, Unit unit, ServerKind server, double value) {
        rows.computeIfAbsent(row, _ -> new Row(unit, new EnumMap<>(ServerKind.class)))
                .values()
                .computeIfAbsent(server, _ -> new ArrayList<>())
                .add(value);
    }

    /// Adds a line below the table; the same line only once.
    void note(String text) {
        notes.add(text);
    }

    String toMarkdown() {
        var cells = Stream.concat(
                        Stream.of(HEADINGS), rows.entrySet().stream().map(row -> cells(row.getKey(), row.getValue())))
                .toList();
        var widths = IntStream.range(0, HEADINGS.size())
                .map(column -> cells.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        var lines =
                new ArrayList<>(cells.stream().map(line -> line(line, widths)).toList());
        lines.add(
                1,
                line(IntStream.of(widths).mapToObj(width -> "-".repeat(width)).toList(), widths));
        if (!notes.isEmpty()) {
            lines.add("");
            notes.forEach(note -> lines.add("- " + note));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String line(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(
                        i -> cells.get(i) + " ".repeat(widths[i] - cells.get(i).length()))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static List<String> cells(String name, Row row) {
        return List.of(
                name,
                row.unit.label(),
                row.unit.better(),
                middle(row, ServerKind.TERRAVERDE),
                middle(row, ServerKind.NGINX),
                middle(row, ServerKind.VERDACCIO),
                ratio(row, ServerKind.NGINX),
                ratio(row, ServerKind.VERDACCIO));
    }

    private static String middle(Row row, ServerKind server) {
        var values = row.values.getOrDefault(server, List.of());
        return values.isEmpty() ? "" : number(median(values));
    }

    /// The median over the rounds, and from the smallest to the largest.
    private static String ratio(Row row, ServerKind other) {
        var ours = row.values.getOrDefault(ServerKind.TERRAVERDE, List.of());
        var theirs = row.values.getOrDefault(other, List.of());
        var ratios = IntStream.range(0, Math.min(ours.size(), theirs.size()))
                .mapToObj(round -> ours.get(round) / theirs.get(round))
                .sorted()
                .toList();
        return ratios.isEmpty()
                ? ""
                : "%s (%s to %s)"
                        .formatted(number(median(ratios)), number(ratios.getFirst()), number(ratios.getLast()));
    }

    static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        var half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    private static String number(double value) {
        var pattern = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, pattern, value);
    }
}
