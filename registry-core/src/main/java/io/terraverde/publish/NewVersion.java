package io.terraverde.publish;

import io.terraverde.name.Version;
import io.terraverde.tarball.SpooledTarball;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A version that may be stored: everything about it was checked, but not that it is new.
///
/// @param manifest as it is to be stored; `dist.tarball` is still the client's, if it sent one
/// @param tarball belongs to the document it came from, which closes it
/// @param tags the dist-tags to set, to this version or to stored ones
/// @param readme the readme of the package, taken out of the manifest
public record NewVersion(
        Version version,
        ObjectNode manifest,
        SpooledTarball tarball,
        Optional<Attachment.Provenance> provenance,
        Map<String, String> tags,
        Optional<String> readme) {
    /// Copies the tags and keeps their order.
    public NewVersion {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }
}
