package io.terraverde.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What somebody looks for: words, and npm's qualifiers, for example `left pad author:alice not:deprecated`.
/// Every part must match; case does not matter. An empty query matches everything.
public final class SearchQuery {
    /// How well nothing matches.
    static final double NO_MATCH = 0;

    private static final Set<String> QUALIFIERS = Set.of("author", "maintainer", "keywords", "scope", "is", "not");
    private static final Set<String> IGNORED = Set.of("boost-exact");

    private final List<String> words = new ArrayList<>();
    private final List<Qualifier> qualifiers = new ArrayList<>();

    private record Qualifier(String key, String value) {
        boolean holds(PackageSummary summary) {
            return switch (key) {
                case "author" -> isBy(summary.author(), value);
                case "maintainer" ->
                    summary.maintainers().stream()
                            .anyMatch(one -> lower(one.name()).contains(value));
                case "keywords" ->
                    List.of(value.split(",", -1)).stream()
                            .anyMatch(word -> summary.keywords().stream().anyMatch(k -> lower(k).equals(word)));
                case "scope" ->
                    summary.name()
                            .scope()
                            .map(scope -> lower(scope).equals(value.replace("@", "")))
                            .orElse(false);
                case "is" -> is(summary, value);
                case "not" -> !is(summary, value);
                default -> throw new IllegalStateException("no qualifier \"" + key + "\"");
            };
        }

        /// A text, or an object of texts.
        private static boolean isBy(JsonNode author, String value) {
            if (author.isString()) {
                return lower(author.stringValue()).contains(value);
            }
            for (JsonNode member : author) {
                if (member.isString() && lower(member.stringValue()).contains(value)) {
                    return true;
                }
            }
            return false;
        }

        private static boolean is(PackageSummary summary, String value) {
            return switch (value) {
                case "deprecated" -> summary.deprecated();
                case "unstable" -> summary.version().startsWith("0.");
                default -> false;
            };
        }
    }

    private SearchQuery() {}

    /// Reads a query; every text is one.
    public static SearchQuery parse(String text) {
        SearchQuery query = new SearchQuery();
        for (String word : lower(text).split("\\s+", -1)) {
            int colon = word.indexOf(':');
            String key = colon < 0 ? "" : word.substring(0, colon);
            if (QUALIFIERS.contains(key)) {
                query.qualifiers.add(new Qualifier(key, word.substring(colon + 1)));
            } else if (!word.isEmpty() && !IGNORED.contains(key)) {
                query.words.add(word);
            }
        }
        return query;
    }

    /// How well a package matches, from 0 (not at all) to 1 (its name is what was asked for).
    double score(PackageSummary summary) {
        if (!qualifiers.stream().allMatch(qualifier -> qualifier.holds(summary))) {
            return NO_MATCH;
        }
        double sum = 0;
        for (String word : words) {
            double score = score(word, summary);
            if (score == NO_MATCH) {
                return NO_MATCH;
            }
            sum += score;
        }
        return words.isEmpty() ? 1 : sum / words.size();
    }

    private static double score(String word, PackageSummary summary) {
        String name = lower(summary.name().text());
        String base = lower(summary.name().base());
        if (name.equals(word)) {
            return 1;
        }
        if (base.equals(word)) {
            return 0.95;
        }
        if (base.startsWith(word) || name.startsWith(word)) {
            return 0.8;
        }
        if (name.contains(word)) {
            return 0.6;
        }
        if (summary.keywords().stream().anyMatch(keyword -> lower(keyword).equals(word))) {
            return 0.5;
        }
        return lower(summary.haystack()).contains(word) ? 0.3 : NO_MATCH;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
