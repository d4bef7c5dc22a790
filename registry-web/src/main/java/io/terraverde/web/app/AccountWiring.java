package io.terraverde.web.app;

import io.terraverde.auth.Authenticator;
import io.terraverde.auth.GeneratedTokens;
import io.terraverde.auth.GeneratedTokensFormat;
import io.terraverde.auth.HtpasswdDocument;
import io.terraverde.auth.HtpasswdFormat;
import io.terraverde.auth.JsonWebTokens;
import io.terraverde.auth.JwtAlgorithm;
import io.terraverde.auth.JwtSignSettings;
import io.terraverde.auth.JwtVerifySettings;
import io.terraverde.auth.LegacyCipher;
import io.terraverde.auth.LegacyTokens;
import io.terraverde.auth.LoginTokens;
import io.terraverde.auth.PasswordAlgorithm;
import io.terraverde.auth.PasswordHashes;
import io.terraverde.auth.Registration;
import io.terraverde.auth.Remembering;
import io.terraverde.auth.Secret;
import io.terraverde.auth.TokenDuration;
import io.terraverde.auth.TokenMode;
import io.terraverde.auth.TokenTexts;
import io.terraverde.auth.Users;
import io.terraverde.auth.WebLogins;
import io.terraverde.catalog.HostedNames;
import io.terraverde.document.DocumentFormat;
import io.terraverde.document.LeasedDocument;
import io.terraverde.document.StorageLayout;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.storage.fs.FsBlobStore;
import io.terraverde.web.config.HtpasswdSettings;
import io.terraverde.web.config.SecuritySettings;
import io.terraverde.web.config.Settings;
import io.terraverde.web.config.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Builds what knows users, tokens and logins.
final class AccountWiring {
    private static final Logger log = LoggerFactory.getLogger(AccountWiring.class);
    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final int MAX_REMEMBERED = 10_000;
    private static final Duration MAX_HASHING_WAIT = Duration.ofSeconds(10);
    private static final WebLogins.Limits WEB_LOGINS = new WebLogins.Limits(Duration.ofMinutes(5), 1000);

    /// So many logins with a browser may a client begin in about the time that one lives: a tenth of all that there may
    /// be, so that nobody can keep all others from logging in.
    static final int MAX_BEGUN = WEB_LOGINS.maxLogins() / 10;

    static final Duration BEGUN_WINDOW = WEB_LOGINS.lifetime().plusMinutes(1);

    private record Place(BlobStore store, BlobKey key) {}

    /// Keeps a document in memory under the registry's lease.
    interface Leasing {
        <T> LeasedDocument<T> leased(BlobStore in, DocumentFormat<T> format, BlobKey key);
    }

    private final BlobStore usersStore;
    private final Users users;
    private final GeneratedTokens tokens;
    private final TokenTexts texts;
    private final WebLogins webLogins;

    AccountWiring(Settings settings, BlobStore store, HostedNames names, Leasing leasing) {
        SecuritySettings security = settings.security();
        Secret secret = secret(security, names);
        JwtSignSettings webSign = signSettings(security.webSign());
        texts = new TokenTexts(
                TokenMode.of(security.apiSign().map(AccountWiring::signSettings)),
                new LegacyTokens(
                        LegacyCipher.parse(security.legacyAlgorithm()),
                        security.legacyKey()
                                .map(key -> Secret.fromEnvironment("VERDACCIO_LEGACY_ENCRYPTION_KEY", key.value()))
                                .orElse(secret),
                        SystemSources.secureRandom()),
                new JsonWebTokens(secret, verifySettings(security.verify()), SystemSources.clock()),
                security.apiSign().map(AccountWiring::signSettings).orElse(webSign),
                webSign);
        Optional<HtpasswdSettings> htpasswd = settings.users();
        Place place = usersPlace(settings, store);
        usersStore = place.store;
        LeasedDocument<HtpasswdDocument> document = leasing.leased(usersStore, new HtpasswdFormat(), place.key);
        users = new Users(
                document,
                hashes(settings),
                new Remembering(
                        REMEMBERED,
                        MAX_REMEMBERED,
                        MAX_HASHING_WAIT,
                        SystemSources.nanoTicker(),
                        SystemSources.secureRandom()),
                htpasswd.map(AccountWiring::registration).orElseGet(Registration.Closed::new),
                SystemSources.clock());
        takeIn(settings, users);
        tokens = new GeneratedTokens(
                leasing.leased(store, new GeneratedTokensFormat(), StorageLayout.tokens()),
                users,
                texts,
                SystemSources.clock(),
                SystemSources.secureRandom());
        webLogins = new WebLogins(
                store,
                StorageLayout::webLogin,
                StorageLayout.webLogins(),
                WEB_LOGINS,
                SystemSources.pauses(),
                SystemSources.clock(),
                SystemSources.secureRandom());
    }

    Users users() {
        return users;
    }

    GeneratedTokens tokens() {
        return tokens;
    }

    LoginTokens logins() {
        return new LoginTokens(users, tokens, texts);
    }

    WebLogins webLogins() {
        return webLogins;
    }

    Authenticator authenticator() {
        return new Authenticator(users, tokens, texts);
    }

    void close() {
        usersStore.close();
    }

    /// Where the users are: in the bucket, if there is one, and otherwise in the htpasswd file, whose folder is
    /// a store of its own, unless it is the storage: a process opens a folder once.
    private static Place usersPlace(Settings settings, BlobStore store) {
        if (settings.users().isEmpty()) {
            return new Place(new InMemoryBlobStore(SystemSources.clock()), StorageLayout.users());
        }
        Path file = settings.users().get().file();
        return switch (settings.store()) {
            case StoreSettings.S3 _ -> new Place(store, StorageLayout.users());
            case StoreSettings.Files(Path storage) -> {
                Path folder = folder(file);
                yield new Place(
                        folder.equals(storage.toAbsolutePath())
                                ? store
                                : FsBlobStore.open(folder, SystemSources.clock()),
                        BlobKey.of(String.valueOf(file.getFileName())));
            }
        };
    }

    /// A local htpasswd file beside a bucket: its users move in.
    private static void takeIn(Settings settings, Users users) {
        Optional<Path> file = settings.users().map(HtpasswdSettings::file).filter(Files::isRegularFile);
        if (settings.store() instanceof StoreSettings.S3 && file.isPresent()) {
            try {
                int count = users.takeIn(Files.readAllBytes(file.get()));
                log.info("users taken into the bucket file={} new={}", file.get(), count);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the users in \"" + file.get() + "\"", e);
            }
        }
    }

    private static Secret secret(SecuritySettings security, HostedNames names) {
        String stored =
                names.secret(() -> Secret.generate(SystemSources.secureRandom()).value());
        if (stored.length() != Secret.LENGTH && security.migrateSecret()) {
            stored = names.replaceSecret(
                    stored, Secret.generate(SystemSources.secureRandom()).value());
        }
        return new Secret(stored);
    }

    private static PasswordHashes hashes(Settings settings) {
        PasswordAlgorithm algorithm = settings.users()
                .map(users -> PasswordAlgorithm.valueOf(users.algorithm().name()))
                .orElse(PasswordAlgorithm.BCRYPT);
        int rounds = settings.users().map(HtpasswdSettings::rounds).orElse(10);
        return new PasswordHashes(
                algorithm, rounds, settings.own().hashingPermits(), MAX_HASHING_WAIT, SystemSources.secureRandom());
    }

    private static Registration registration(HtpasswdSettings settings) {
        if (settings.maxUsers() == 0) {
            return new Registration.Closed();
        }
        return settings.maxUsers() == HtpasswdSettings.UNLIMITED
                ? new Registration.Open()
                : new Registration.UpTo((int) Math.min(Integer.MAX_VALUE, settings.maxUsers()));
    }

    private static JwtSignSettings signSettings(SecuritySettings.JwtSign sign) {
        return new JwtSignSettings(
                JwtAlgorithm.valueOf(sign.algorithm()),
                sign.expiresIn().map(TokenDuration::new),
                new TokenDuration(sign.notBefore()),
                sign.issuer(),
                sign.audience(),
                sign.subject(),
                sign.jwtId());
    }

    private static JwtVerifySettings verifySettings(SecuritySettings.JwtVerify verify) {
        return new JwtVerifySettings(
                verify.algorithms().stream().map(JwtAlgorithm::valueOf).collect(Collectors.toUnmodifiableSet()),
                verify.issuers(),
                verify.audiences(),
                verify.subject(),
                verify.jwtId(),
                verify.clockTolerance(),
                verify.maxAge().map(TokenDuration::new));
    }

    private static Path folder(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("not a file: " + file);
        }
        return parent;
    }
}
