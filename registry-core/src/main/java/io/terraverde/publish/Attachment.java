package io.terraverde.publish;

import io.terraverde.tarball.SpooledTarball;
import java.util.OptionalLong;

/// One member of `_attachments`.
public sealed interface Attachment {
    /// Its key as the client wrote it: `base-1.0.0.tgz` or, from npm for a scoped package, `@acme/base-1.0.0.tgz`.
    String key();

    /// What the client says its length is.
    OptionalLong declaredLength();

    /// The last segment of the key, which is a file name.
    default String fileName() {
        return key().substring(key().lastIndexOf('/') + 1);
    }

    /// A tarball; the document that holds it closes it.
    record Tarball(String key, OptionalLong declaredLength, SpooledTarball spooled) implements Attachment {}

    /// A provenance bundle of Sigstore. npm writes its JSON text, not base64, into `data`.
    ///
    /// @param contentType the bundle's media type; empty when the client gave none
    /// @param text the bundle, exactly as written
    record Provenance(String key, OptionalLong declaredLength, String contentType, String text) implements Attachment {}
}
