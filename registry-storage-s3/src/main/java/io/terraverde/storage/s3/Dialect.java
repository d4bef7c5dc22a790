package io.terraverde.storage.s3;

/// What one store does with conditions on writes, as the probe at the start found.
///
/// @param match how it wants the revision in `If-Match`
/// @param multipart whether it enforces conditions when a multipart upload is completed
/// @param enforcement who enforces conditions
record Dialect(Match match, Multipart multipart, Enforcement enforcement) {
    /// What AWS does.
    static Dialect standard() {
        return new Dialect(Match.AS_RETURNED, Multipart.CONDITIONAL, Enforcement.STORE);
    }

    /// For a store that enforces nothing.
    static Dialect withoutConditions() {
        return new Dialect(Match.AS_RETURNED, Multipart.UNCONDITIONAL, Enforcement.PROCESS);
    }

    Dialect with(Match other) {
        return new Dialect(other, multipart, enforcement);
    }

    Dialect with(Multipart other) {
        return new Dialect(match, other, enforcement);
    }

    /// The text of an ETag for `If-Match`.
    String matching(String etag) {
        return switch (match) {
            case AS_RETURNED -> etag;
            case WITHOUT_QUOTES -> etag.replace("\"", "");
        };
    }

    enum Match {
        AS_RETURNED,
        /// Ceph before release 20 compares the header as it comes, quotes and all, with the bare ETag.
        WITHOUT_QUOTES
    }

    enum Multipart {
        CONDITIONAL,
        /// Ceph before release 20, for example: conditional writes go out in one piece there.
        UNCONDITIONAL
    }

    enum Enforcement {
        STORE,
        /// The one process that writes.
        PROCESS
    }
}
