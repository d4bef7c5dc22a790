package io.terraverde.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Collects measurements of several subjects, such as servers, and renders them as a Markdown table of medians and
/// ratios. A ratio is the median of the ratios of the single rounds, because subjects measured in the same round met
/// the same noise.
final class Report {
    /// A column that compares two subjects.
    record Ratio(String ours, String theirs) {}

    private record Row(Unit unit, Map<String, List<Double>> values) {}

    private final List<String> subjects;
    private final List<Ratio> ratios;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Set<String> notes = new LinkedHashSet<>();

    Report(List<String> subjects, List<Ratio> ratios) {
        this.subjects = List.copyOf(subjects);
        this.ratios = List.copyOf(ratios);
    }

    /// A report on the servers, in which Terraverde is compared with the others.
    static Report onServers() {
        var ours = ServerKind.TERRAVERDE.label();
        return new Report(
                Stream.of(ServerKind.values()).map(ServerKind::label).toList(),
                List.of(new Ratio(ours, ServerKind.NGINX.label()), new Ratio(ours, ServerKind.VERDACCIO.label())));
    }

    /// Adds one round's value of a server to a row.
    void record(String row, Unit unit, ServerKind server, double value) {
        record(row, unit, server.label(), value);
    }

    /// Adds one round's value of a subject to a row, and shows it, so that a run that is ended early is not for
    /// nothing.
    void record(String row, Unit unit, String subject, double value) {
        System.err.println("bench: %s, %s: %s %s".formatted(subject, row, number(value), unit.label()));
        rows.computeIfAbsent(row, _ -> new Row(unit, new HashMap<>()))
                .values()
                .computeIfAbsent(subject, _ -> new ArrayList<>())
                .add(value);
    }

    boolean isEmpty() {
        return rows.isEmpty() && notes.isEmpty();
    }

    /// Adds a line below the table; the same line only once.
    void note(String text) {
        notes.add(text);
    }

    String toMarkdown() {
        var cells = Stream.concat(
                        Stream.of(headings()), rows.entrySet().stream().map(row -> cells(row.getKey(), row.getValue())))
                .toList();
        var widths = IntStream.range(0, headings().size())
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

    private List<String> headings() {
        return concat(
                List.of("measurement", "unit", "better"),
                subjects,
                ratios.stream().map(ratio -> ratio.ours + "/" + ratio.theirs).toList());
    }

    private List<String> cells(String name, Row row) {
        return concat(
                List.of(name, row.unit.label(), row.unit.better()),
                subjects.stream().map(subject -> middle(row, subject)).toList(),
                ratios.stream().map(ratio -> ratio(row, ratio)).toList());
    }

    private static List<String> concat(List<String> first, List<String> second, List<String> third) {
        return Stream.of(first, second, third).flatMap(List::stream).toList();
    }

    private static String middle(Row row, String subject) {
        var values = row.values.getOrDefault(subject, List.of());
        return values.isEmpty() ? "" : number(median(values));
    }

    /// The median over the rounds, and from the smallest to the largest; empty where nothing can be compared.
    private static String ratio(Row row, Ratio columns) {
        var ours = row.values.getOrDefault(columns.ours, List.of());
        var theirs = row.values.getOrDefault(columns.theirs, List.of());
        var ratios = IntStream.range(0, Math.min(ours.size(), theirs.size()))
                .filter(round -> theirs.get(round) != 0)
                .mapToObj(round -> ours.get(round) / theirs.get(round))
                .sorted()
                .toList();
        return ratios.isEmpty()
                ? ""
                : "%s (%s to %s)"
                        .formatted(number(median(ratios)), number(ratios.getFirst()), number(ratios.getLast()));
    }

    /// The smallest value that is not exceeded by this part of them; not a number when there are none.
    static double quantile(List<Double> values, double quantile) {
        var sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get(Math.max(0, (int) Math.ceil(quantile * sorted.size()) - 1));
    }

    static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        var half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    private static String number(double value) {
        var pattern = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : value >= 0.1 || value == 0 ? "%.2f" : "%.5f";
        return String.format(Locale.ROOT, pattern, value);
    }
}
