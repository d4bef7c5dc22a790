package io.terraverde.web.app;

import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.StorageException;
import io.terraverde.storage.fs.FsBlobStore;
import io.terraverde.storage.s3.S3BlobStore;
import io.terraverde.storage.s3.S3Observer;
import io.terraverde.storage.s3.S3Options;
import io.terraverde.storage.s3.SignedAddresses;
import io.terraverde.web.config.S3Settings;
import io.terraverde.web.config.S3Settings.TarballDelivery;
import io.terraverde.web.config.Secret;
import io.terraverde.web.config.StoreSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The storage backend that the settings choose, and what it does beyond the port.
///
/// @param names where the list of packages lies in it
/// @param addresses where clients may fetch an object themselves; empty where they get it from us
/// @param sweep removes what died instances left in it, outside of packages
/// @param searchAge how old a summary may be that search goes by
/// @param leftoversDelay how long after the start packages are looked through for leftovers
/// @param release lets go of what is not the store itself
record Backend(
        BlobStore store,
        BlobKey names,
        Optional<Function<BlobKey, URI>> addresses,
        Runnable sweep,
        Duration searchAge,
        Duration leftoversDelay,
        Runnable release)
        implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Backend.class);

    /// Verdaccio uses this one instead of its own where it exists.
    private static final BlobKey SINOPIA_NAMES = BlobKey.of(".sinopia-db.json");

    private static final BlobKey VERDACCIO_NAMES = BlobKey.of(".verdaccio-db.json");
    private static final BlobKey VERDACCIO_S3_NAMES = BlobKey.of("verdaccio-s3-db.json");

    /// Longer than any upload takes.
    private static final Duration UPLOAD_GRACE = Duration.ofDays(1);

    /// How long a store may take to come up that is started together with us.
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);

    private static final Duration START_PAUSE = Duration.ofSeconds(1);

    /// On files a look costs a stat.
    private static final Duration S3_SEARCH_AGE = Duration.ofMinutes(1);

    /// @param usualTrust what the store may be signed by if its settings do not say; empty for what the JVM
    ///     trusts
    /// @throws StorageException when it cannot be used
    static Backend open(StoreSettings settings, Optional<KeyStore> usualTrust, S3Observer observer) {
        return switch (settings) {
            case StoreSettings.Files(Path folder) -> files(folder);
            case StoreSettings.S3(S3Settings bucket) -> bucket(bucket, usualTrust, observer);
        };
    }

    @Override
    public void close() {
        release.run();
        store.close();
    }

    private static Backend files(Path folder) {
        BlobStore store = FsBlobStore.open(folder, SystemSources.clock());
        BlobKey names = exists(store, SINOPIA_NAMES) ? SINOPIA_NAMES : VERDACCIO_NAMES;
        return new Backend(store, names, Optional.empty(), () -> {}, Duration.ZERO, Duration.ofMinutes(1), () -> {});
    }

    private static Backend bucket(S3Settings settings, Optional<KeyStore> usualTrust, S3Observer observer) {
        S3BlobStore store = openPatiently(options(settings, usualTrust), observer);
        Optional<SignedAddresses> addresses = switch (settings.tarballs()) {
            case TarballDelivery.Stream() -> Optional.empty();
            case TarballDelivery.Redirect(Duration lifetime, Optional<URI> endpoint) ->
                Optional.of(store.signedAddresses(lifetime, endpoint));
        };
        return new Backend(
                store,
                VERDACCIO_S3_NAMES,
                addresses.map(signed -> signed::of),
                () -> sweepUploads(store),
                S3_SEARCH_AGE,
                Duration.ofMinutes(SystemSources.random().nextInt(10, 70)),
                () -> addresses.ifPresent(SignedAddresses::close));
    }

    /// A store that does not answer may be starting, too; one that refuses will not change its mind.
    private static S3BlobStore openPatiently(S3Options options, S3Observer observer) {
        var sources =
                new S3BlobStore.Sources(SystemSources.pauses()::pause, SystemSources.clock(), SystemSources.random());
        Instant deadline = SystemSources.clock().instant().plus(START_PATIENCE);
        while (true) {
            try {
                return S3BlobStore.open(options, sources, observer);
            } catch (StorageException e) {
                if (e.kind() != StorageException.Kind.UNAVAILABLE
                        || !SystemSources.clock().instant().isBefore(deadline)) {
                    throw e;
                }
                log.warn("store not reached, trying again reason={}", e.getMessage());
                pause(e);
            }
        }
    }

    private static void pause(StorageException ifInterrupted) {
        try {
            SystemSources.pauses().pause(START_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ifInterrupted;
        }
    }

    private static void sweepUploads(S3BlobStore store) {
        int count = store.abortUploadsOlderThan(UPLOAD_GRACE);
        if (count > 0) {
            log.info("uploads that nobody completed given up count={}", count);
        }
    }

    private static S3Options options(S3Settings settings, Optional<KeyStore> usualTrust) {
        S3Settings.Connection connection = settings.connection();
        return new S3Options(
                new S3Options.Endpoint(
                        connection.endpoint().map(Backend::withoutUser),
                        connection.region(),
                        connection.forcePathStyle() ? S3Options.AddressStyle.PATH : S3Options.AddressStyle.VIRTUAL_HOST,
                        connection.credentials().map(Backend::credentials),
                        connection.proxy(),
                        connection.ca(),
                        usualTrust),
                settings.bucket(),
                settings.keyPrefix(),
                settings.tarballAcl(),
                switch (settings.encryption()) {
                    case S3Settings.Encryption.None() -> new S3Options.Encryption.OfBucket();
                    case S3Settings.Encryption.Aes256() -> new S3Options.Encryption.StoreKeys();
                    case S3Settings.Encryption.Kms(Optional<String> key) -> new S3Options.Encryption.Kms(key);
                },
                switch (connection.checksums()) {
                    case WHEN_SUPPORTED -> S3Options.Checksums.WHEN_SUPPORTED;
                    case WHEN_REQUIRED -> S3Options.Checksums.WHEN_REQUIRED;
                },
                settings.singleWriter() ? S3Options.Writers.ONE : S3Options.Writers.MANY,
                connection.timeout(),
                connection.maxConnections());
    }

    /// Requests are signed; a user in the address is nobody's.
    private static URI withoutUser(URI endpoint) {
        try {
            return new URI(
                    endpoint.getScheme(), null, endpoint.getHost(), endpoint.getPort(), endpoint.getPath(), null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not an address: " + endpoint, e);
        }
    }

    private static S3Options.Credentials credentials(S3Settings.Credentials settings) {
        return new S3Options.Credentials(
                settings.accessKeyId().value(),
                settings.secretAccessKey().value(),
                settings.sessionToken().map(Secret::value));
    }

    private static boolean exists(BlobStore store, BlobKey key) {
        return switch (store.read(key, ReadIf.range(0, 0))) {
            case BlobRead.Absent(), BlobRead.NotChanged() -> false;
            case BlobRead.Found found -> {
                try (found) {
                    yield true;
                } catch (IOException e) {
                    throw new StorageException(StorageException.Kind.UNAVAILABLE, "cannot read \"" + key + "\"", e);
                }
            }
        };
    }
}
