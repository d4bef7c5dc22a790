package io.terraverde.web.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A bucket: Verdaccio's section `store.aws-s3-storage:`, and ours, `terraverde.s3:`.
///
/// @param bucket its name
/// @param keyPrefix what all keys begin with: empty, or a text that ends in `/` and does not begin with one
/// @param connection how the store is reached
/// @param tarballAcl the canned ACL that tarballs are written with, as `private`
/// @param encryption what the store is asked to do to objects that are written
/// @param singleWriter whether a store without working conditions is accepted, because only one process writes to it
/// @param tarballs how clients get tarballs
public record S3Settings(
        String bucket,
        String keyPrefix,
        Connection connection,
        String tarballAcl,
        Encryption encryption,
        boolean singleWriter,
        TarballDelivery tarballs) {

    /// What was decided, for the start of the log, as `bucket=npm prefix=team/ region=eu-central-1 tarballs=stream`.
    String summary() {
        return "bucket=" + bucket
                + (keyPrefix.isEmpty() ? "" : " prefix=" + keyPrefix)
                + connection
                        .endpoint()
                        .map(url -> " endpoint=" + Secret.hiddenIn(url))
                        .orElse("")
                + connection.region().map(name -> " region=" + name).orElse("")
                + (singleWriter ? " singleWriter=true" : "")
                + " tarballs="
                + switch (tarballs) {
                    case TarballDelivery.Stream() -> "stream";
                    case TarballDelivery.Redirect _ -> "redirect";
                };
    }

    /// How the store is reached.
    ///
    /// @param region its name; empty for what the environment of AWS says
    /// @param endpoint the address of the store, without a slash at the end; empty for AWS
    /// @param forcePathStyle whether the bucket stands in the path of addresses instead of in front of the host
    /// @param credentials empty for AWS's usual chain: variables, profile, role of the machine
    /// @param proxy what requests go through, without a path
    /// @param ca a PEM file with the only certificates that are trusted; empty for those of the JVM
    /// @param timeout the longest wait for the beginning of an answer
    /// @param maxConnections how many at once
    /// @param checksums when bodies carry a checksum of the SDK's own
    public record Connection(
            Optional<String> region,
            Optional<URI> endpoint,
            boolean forcePathStyle,
            Optional<Credentials> credentials,
            Optional<URI> proxy,
            Optional<Path> ca,
            Duration timeout,
            int maxConnections,
            Checksums checksums) {}

    /// What requests are signed with. All of it is kept out of sight, because these texts are easily mistaken for each
    /// other when they are copied.
    ///
    /// @param accessKeyId who signs
    /// @param secretAccessKey what is signed with
    /// @param sessionToken of credentials that end by themselves
    public record Credentials(Secret accessKeyId, Secret secretAccessKey, Optional<Secret> sessionToken) {}

    /// When bodies carry a checksum of the SDK's own.
    public enum Checksums {
        /// Wherever the operation allows it.
        WHEN_SUPPORTED,
        /// Only where the operation demands it, for stores that refuse others.
        WHEN_REQUIRED
    }

    /// What the store is asked to do to objects that are written.
    public sealed interface Encryption {
        /// Nothing: the bucket's own setting holds.
        record None() implements Encryption {}

        /// `AES256`, with keys of the store.
        record Aes256() implements Encryption {}

        /// `aws:kms`
        ///
        /// @param key the id or ARN of the key; empty for the one that the account has for S3
        record Kms(Optional<String> key) implements Encryption {}
    }

    /// How clients get tarballs.
    public sealed interface TarballDelivery {
        /// Through the registry.
        record Stream() implements TarballDelivery {}

        /// From the bucket, by an address that the registry has signed.
        ///
        /// @param lifetime how long the address can be used
        /// @param endpoint where clients reach the store; empty when they reach it where the registry does
        record Redirect(Duration lifetime, Optional<URI> endpoint) implements TarballDelivery {}
    }
}
