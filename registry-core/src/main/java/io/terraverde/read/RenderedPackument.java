package io.terraverde.read;

import java.time.Instant;

/// A packument ready to be sent: made once per revision, form, base URL and encoding.
///
/// The array is shared by all who send it and must not be changed.
public final class RenderedPackument {
    private final byte[] bytes;
    private final String etag;
    private final Instant modified;
    private final ContentEncoding encoding;

    RenderedPackument(byte[] bytes, String etag, Instant modified, ContentEncoding encoding) {
        this.bytes = bytes;
        this.etag = etag;
        this.modified = modified;
        this.encoding = encoding;
    }

    /// The body of the answer. Not a copy: not to be changed.
    public byte[] bytes() {
        return bytes;
    }

    /// A strong entity tag with its quotes, for example `"8a80554c91d9fca8acb82f023de02f11"`: by content, and different
    /// for each form and encoding.
    public String etag() {
        return etag;
    }

    /// When the packument was last written.
    public Instant modified() {
        return modified;
    }

    /// How `bytes` are encoded.
    public ContentEncoding encoding() {
        return encoding;
    }
}
