package io.terraverde.web.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A header of alternatives with weights, as `Accept` and `Accept-Encoding` (RFC 9110, section 12.4.2): a
/// missing weight is 1, one that cannot be read is 0.
///
/// @param entries in the order of the header
record QualityList(List<Entry> entries) {
    private static final int MAX_ENTRIES = 64;

    QualityList {
        entries = List.copyOf(entries);
    }

    static QualityList parse(String header) {
        List<Entry> entries = new ArrayList<>();
        for (String part : header.split(",", MAX_ENTRIES)) {
            int semicolon = part.indexOf(';');
            String value = (semicolon < 0 ? part : part.substring(0, semicolon)).strip();
            if (!value.isEmpty()) {
                double quality = semicolon < 0 ? 1 : quality(part.substring(semicolon + 1));
                entries.add(new Entry(value.toLowerCase(Locale.ROOT), quality));
            }
        }
        return new QualityList(entries);
    }

    /// The weight of a media type: its own, else that of the nearest wildcard; 0 when the header names neither.
    double ofMediaType(String type) {
        String range = type.substring(0, type.indexOf('/')) + "/*";
        return Stream.of(type, range, "*/*")
                .flatMap(value ->
                        entries.stream()
                                .filter(entry -> entry.value().equals(value))
                                .map(Entry::quality)
                                .findFirst()
                                .stream())
                .findFirst()
                .orElse(0.0);
    }

    private static double quality(String parameters) {
        for (String parameter : parameters.split(";", -1)) {
            String text = parameter.strip();
            if (text.regionMatches(true, 0, "q=", 0, 2)) {
                return parseQuality(text.substring(2).strip());
            }
        }
        return 1;
    }

    private static double parseQuality(String text) {
        boolean weight = !text.isEmpty() && text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        if (!weight) {
            return 0;
        }
        try {
            return Math.min(1, Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /// One alternative.
    ///
    /// @param value in lower case, without parameters
    /// @param quality from 0 (refused) to 1
    record Entry(String value, double quality) {}
}
