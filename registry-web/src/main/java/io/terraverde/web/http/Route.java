package io.terraverde.web.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One line of the table: method, pattern, endpoint.
///
/// @param pattern for example `/-/user/org.couchdb.user:{user}/-rev/{revision}`: each segment is literal, or a
///     parameter, which may have a literal in front; `{name...}` at the end takes one segment or more
/// @param unbounded whether it is answered also when the bound on concurrent requests is reached
record Route(String method, String pattern, List<Part> parts, Endpoint endpoint, boolean unbounded) {
    Route {
        parts = List.copyOf(parts);
    }

    static Route of(String method, String pattern, Endpoint endpoint, boolean unbounded) {
        List<Part> parts = new ArrayList<>();
        for (String segment : Arrays.asList(pattern.substring(1).split("/", -1))) {
            parts.add(Part.parse(segment));
        }
        return new Route(method, pattern, parts, endpoint, unbounded);
    }

    /// The raw values of the parameters, in the pattern's order; empty when the path is another.
    Optional<List<String>> match(List<String> segments) {
        boolean open = parts.getLast().takesRest();
        if (open ? segments.size() < parts.size() : segments.size() != parts.size()) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            String segment =
                    part.takesRest() ? String.join("/", segments.subList(i, segments.size())) : segments.get(i);
            if (!part.accepts(segment)) {
                return Optional.empty();
            }
            if (part.name() != null) {
                values.add(segment.substring(part.literal().length()));
            }
        }
        return Optional.of(values);
    }

    /// The position of a parameter among the values.
    int indexOf(String name) {
        int index = 0;
        for (Part part : parts) {
            if (name.equals(part.name())) {
                return index;
            }
            index += part.name() == null ? 0 : 1;
        }
        throw new IllegalArgumentException("route " + pattern + " has no parameter " + name);
    }

    /// One segment of a pattern.
    ///
    /// @param literal what the segment is, or starts with when there is a parameter; compared without regard to
    ///     case
    record Part(String literal, @Nullable String name, boolean takesRest) {
        static Part parse(String text) {
            int open = text.indexOf('{');
            if (open < 0) {
                return new Part(text, null, false);
            }
            String name = text.substring(open + 1, text.length() - 1);
            boolean rest = name.endsWith("...");
            return new Part(
                    text.substring(0, open).toLowerCase(Locale.ROOT),
                    rest ? name.substring(0, name.length() - 3) : name,
                    rest);
        }

        boolean accepts(String segment) {
            if (name == null) {
                return literal.equalsIgnoreCase(segment);
            }
            return segment.length() > literal.length() && segment.regionMatches(true, 0, literal, 0, literal.length());
        }
    }
}
