package io.terraverde.storage.s3;

import io.terraverde.storage.BlobKey;

/// The kinds of objects, as far as they are treated differently. The port knows none; the registry's keys show
/// them.
final class ObjectKinds {
    private static final String OWN = ".terraverde/";
    private static final String CACHE = ".terraverde/cache/";

    private ObjectKinds() {}

    static boolean isTarball(BlobKey key) {
        return key.value().endsWith(".tgz");
    }

    /// Whether an object is read by the registry itself, whole and at once: packuments, users, tokens, the list
    /// of names. All others may go out at the pace of a client; in the cache, where files have the names that
    /// other servers gave them, anything may.
    static boolean isDocument(BlobKey key) {
        String text = key.value();
        return !text.startsWith(CACHE) && (text.endsWith(".json") || text.endsWith("htpasswd"));
    }

    /// Whether an object is large enough for parts now and then, and has a key such as the registry makes: a
    /// tarball `[{folders}/]left-pad/left-pad-1.0.0.tgz`, a packument, or what lies below `.terraverde/`.
    static boolean mayGoInParts(BlobKey key) {
        String text = key.value();
        if (text.startsWith(OWN) || text.endsWith("/package.json")) {
            return true;
        }
        int file = text.lastIndexOf('/') + 1;
        int folder = text.lastIndexOf('/', Math.max(0, file - 2)) + 1;
        return isTarball(key) && file > 0 && text.substring(file).startsWith(text.substring(folder, file - 1) + "-");
    }
}
