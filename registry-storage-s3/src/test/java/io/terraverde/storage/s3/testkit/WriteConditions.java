package io.terraverde.storage.s3.testkit;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The conditions of one write, as this server understands them.
record WriteConditions(Optional<String> ifMatch, Optional<String> ifNoneMatch, Set<S3Quirk> quirks) {
    static WriteConditions none() {
        return new WriteConditions(Optional.empty(), Optional.empty(), Set.of());
    }

    /// @param ignoring the quirk that makes this kind of write unconditional
    static WriteConditions of(HttpRequest request, Set<S3Quirk> quirks, S3Quirk ignoring) {
        Optional<String> ifMatch = request.header("if-match");
        Optional<String> ifNoneMatch = request.header("if-none-match");
        if (quirks.contains(S3Quirk.REFUSES_CONDITIONS) && (ifMatch.isPresent() || ifNoneMatch.isPresent())) {
            throw new S3Refusal(501, "NotImplemented", "A header of the request is not implemented.");
        }
        boolean ignored = quirks.contains(ignoring) || quirks.contains(S3Quirk.IGNORES_CONDITIONS);
        return ignored ? none() : new WriteConditions(ifMatch, ifNoneMatch, quirks);
    }

    /// @param current the object under the key, if there is one
    /// @throws S3Refusal when the write must not happen
    void check(String key, @Nullable S3Object current) {
        if (ifNoneMatch.isPresent() && current != null && names(ifNoneMatch.get(), current)) {
            throw S3Refusal.preconditionFailed("If-None-Match");
        }
        if (ifMatch.isEmpty() || quirks.contains(S3Quirk.IGNORES_IF_MATCH)) {
            return;
        }
        if (current == null) {
            checkMissing(key);
        } else if (!matches(ifMatch.get(), current)) {
            throw S3Refusal.preconditionFailed("If-Match");
        }
    }

    private void checkMissing(String key) {
        if (quirks.contains(S3Quirk.IGNORES_IF_MATCH_ON_MISSING_KEY)) {
            return;
        }
        throw quirks.contains(S3Quirk.ANSWERS_412_FOR_MISSING_KEY)
                ? S3Refusal.preconditionFailed("If-Match")
                : S3Refusal.noSuchKey(key);
    }

    private boolean matches(String condition, S3Object current) {
        return quirks.contains(S3Quirk.WANTS_IF_MATCH_UNQUOTED)
                ? condition.equals("*") || condition.equals(unquoted(current.etag()))
                : names(condition, current);
    }

    /// Whether a list of ETags, quoted or not, or an asterisk, means this object.
    static boolean names(String condition, S3Object object) {
        for (String each : condition.split(",", -1)) {
            if (each.strip().equals("*") || unquoted(each.strip()).equals(unquoted(object.etag()))) {
                return true;
            }
        }
        return false;
    }

    static String unquoted(String etag) {
        return etag.length() >= 2 && etag.startsWith("\"") && etag.endsWith("\"")
                ? etag.substring(1, etag.length() - 1)
                : etag;
    }
}
