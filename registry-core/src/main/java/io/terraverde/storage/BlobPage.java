package io.terraverde.storage;

import java.util.List;

/// A page of a listing, in byte order of keys.
///
/// @param more whether keys may follow after the last of this page
public record BlobPage(List<BlobMeta> entries, boolean more) {
    /// Copies the entries.
    public BlobPage {
        entries = List.copyOf(entries);
    }
}
