package io.terraverde.tarball;

/// The digests of a tarball's bytes, as `dist` of a version states them.
///
/// Both are over the compressed bytes. They are public, so they are compared as ordinary text, not in constant time.
///
/// @param shasum SHA-1 in 40 lower-case hexadecimal digits
/// @param sri SHA-512 as a subresource integrity text: `sha512-` and 88 characters of base64
public record Integrity(String shasum, String sri) {
    /// The digests of an array.
    public static Integrity of(byte[] bytes) {
        var digest = new IntegrityDigest();
        digest.update(bytes, 0, bytes.length);
        return digest.finish();
    }

    /// Whether a declared SHA-1 is this one; the case of its digits does not matter.
    public boolean hasShasum(String declared) {
        return shasum.equalsIgnoreCase(declared);
    }
}
