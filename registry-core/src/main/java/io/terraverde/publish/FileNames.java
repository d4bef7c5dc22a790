package io.terraverde.publish;

import io.terraverde.document.CommitId;
import io.terraverde.name.PackageName;
import io.terraverde.packument.ProvenanceBundle;
import io.terraverde.storage.BlobKey;

/// Names for the files of a version when the canonical ones are not free: `base-1.0.0-9f86d081884c7d65.tgz`.
final class FileNames {
    private static final CommitId SOME_ID = new CommitId("0123456789abcdef");

    private FileNames() {}

    /// The canonical name with an id before its ending.
    static String withId(String canonical, CommitId id) {
        int ending = canonical.lastIndexOf('.');
        return canonical.substring(0, ending) + "-" + id + canonical.substring(ending);
    }

    /// Whether every name that a file of the version may get can be stored. Names and versions are ASCII.
    static boolean canBeStored(PackageName name, String version) {
        String longest = withId(ProvenanceBundle.canonicalFile(name, version), SOME_ID);
        return longest.length() <= BlobKey.MAX_SEGMENT_BYTES;
    }
}
