package io.terraverde.storage.s3;

import io.terraverde.storage.BlobKey;
import java.util.Optional;

/// Keys of ours in a bucket: all start with one prefix, beside which others may keep what they like.
///
/// @param prefix empty, or text that ends with `/`
record S3Keys(String prefix) {
    String of(BlobKey key) {
        return prefix + key.value();
    }

    String of(String keyPrefix) {
        return prefix + keyPrefix;
    }

    /// The key of an object; empty for what cannot be ours, for example the `folder/` that consoles make.
    Optional<BlobKey> parse(String objectKey) {
        try {
            return Optional.of(BlobKey.of(objectKey.substring(prefix.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
