package io.terraverde.storage.s3;

import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;

/// How to reach a bucket, and how to treat it.
///
/// @param bucket its name
/// @param keyPrefix what all keys start with: empty, or text that ends with `/`
/// @param tarballAcl the canned ACL of tarballs; `private` sends none, because buckets without ACLs refuse any
/// @param checksums whether requests carry checksums that not every store takes
/// @param writers whether the store has to enforce conditions
/// @param timeout how long a small request may take, and how long a large one may stand still
/// @param connections how many connections are open at most for reading; a quarter as many for writing
public record S3Options(
        Endpoint endpoint,
        String bucket,
        String keyPrefix,
        String tarballAcl,
        Encryption encryption,
        Checksums checksums,
        Writers writers,
        Duration timeout,
        int connections) {

    /// Where the store is, and who we are there.
    ///
    /// @param uri empty for AWS
    /// @param region empty for what the environment says
    /// @param credentials empty for the SDK's chain: environment, profile, container, instance
    /// @param proxy an HTTP proxy to go through, with user information if it wants some; empty for none,
    ///     whatever the environment says
    /// @param ca a PEM file with the only certificates to trust
    /// @param usualTrust those to trust if there is no `ca`; empty for the platform's
    public record Endpoint(
            Optional<URI> uri,
            Optional<String> region,
            AddressStyle style,
            Optional<Credentials> credentials,
            Optional<URI> proxy,
            Optional<Path> ca,
            Optional<KeyStore> usualTrust) {}

    /// A key pair.
    ///
    /// @param sessionToken of temporary credentials
    public record Credentials(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {
        /// Without the secrets.
        @Override
        public String toString() {
            return "Credentials[" + accessKeyId + "]";
        }
    }

    /// Where the name of the bucket stands in the address.
    public enum AddressStyle {
        /// `http://bucket.store/key`
        VIRTUAL_HOST,
        /// `http://store/bucket/key`
        PATH
    }

    /// Whether requests carry the checksums that newer stores know.
    public enum Checksums {
        /// CRC32 with every write, checked with every read that brings one.
        WHEN_SUPPORTED,
        /// Only where the operation demands one, for stores that refuse what they do not know.
        WHEN_REQUIRED
    }

    /// Who writes to the bucket.
    public enum Writers {
        /// Any number of instances; the store must enforce conditions on writes.
        MANY,
        /// This process alone: conditions are checked here, and nothing keeps a second process from breaking
        /// them.
        ONE
    }

    /// How the store is asked to encrypt.
    public sealed interface Encryption {
        /// As the bucket says.
        record OfBucket() implements Encryption {}

        /// With keys of the store (`AES256`).
        record StoreKeys() implements Encryption {}

        /// With a key of the key management service (`aws:kms`).
        ///
        /// @param keyId empty for the account's default key
        record Kms(Optional<String> keyId) implements Encryption {}
    }
}
