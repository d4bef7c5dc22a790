package io.terraverde.web.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The query of a request. Of a repeated parameter the first counts, `text[]=x` and `text[0]=x` read as `text=x`,
/// and whatever cannot be decoded is taken as it stands: a query never fails a request.
public final class QueryParameters {
    private static final int MAX_PARAMETERS = 100;

    private final Map<String, String> values;

    private QueryParameters(Map<String, String> values) {
        this.values = values;
    }

    /// Reads a raw query, `a=1&b=%20`, without its question mark.
    public static QueryParameters parse(@Nullable String rawQuery) {
        if (rawQuery == null || rawQuery.isEmpty()) {
            return new QueryParameters(Map.of());
        }
        Map<String, String> values = new HashMap<>();
        int from = 0;
        for (int read = 0; read < MAX_PARAMETERS && from <= rawQuery.length(); read++) {
            int end = rawQuery.indexOf('&', from);
            end = end < 0 ? rawQuery.length() : end;
            add(values, rawQuery.substring(from, end));
            from = end + 1;
        }
        return new QueryParameters(values);
    }

    /// The first value of a parameter; empty text when it stands without `=`.
    public Optional<String> first(String name) {
        return Optional.ofNullable(values.get(name));
    }

    private static void add(Map<String, String> values, String pair) {
        if (pair.isEmpty()) {
            return;
        }
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        int bracket = name.indexOf('[');
        values.putIfAbsent(
                bracket > 0 ? name.substring(0, bracket) : name, equals < 0 ? "" : decode(pair.substring(equals + 1)));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
