package io.terraverde.auth;

import io.terraverde.document.CommitLimits;
import io.terraverde.document.DocumentFormat;
import io.terraverde.document.DocumentStore;
import io.terraverde.document.Lease;
import io.terraverde.document.LeasedDocument;
import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.ReadIf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/// The parts of one instance over a store, as a test wants them.
final class Registry {
    static final BlobKey HTPASSWD = BlobKey.of("htpasswd");
    static final BlobKey TOKENS = BlobKey.of(".token-db.json");
    static final Secret SECRET = new Secret("0123456789abcdef0123456789abcdef");
    static final String SECRET_HASH = "$2a$10$abcdefghijklmnopqrstuuqflPDzB6gcMhKa1rZqKiun2YGL5sa2u";

    final BlobStore store;
    final TestTime time;
    final RandomGenerator random = new Random(7);
    Registration registration = new Registration.Open();
    TokenMode mode = TokenMode.LEGACY;
    Duration lease = Duration.ZERO;
    PasswordAlgorithm algorithm = PasswordAlgorithm.SHA1;

    Registry(BlobStore store, TestTime time) {
        this.store = store;
        this.time = time;
    }

    PasswordHashes hashes() {
        return new PasswordHashes(algorithm, 4, 2, Duration.ofSeconds(10), random);
    }

    Users users() {
        var remembering = new Remembering(Duration.ofSeconds(15), 1000, Duration.ofSeconds(10), time, random);
        return new Users(leased(new HtpasswdFormat(), HTPASSWD), hashes(), remembering, registration, time);
    }

    TokenTexts texts() {
        return new TokenTexts(
                mode,
                new LegacyTokens(LegacyCipher.AES_256_CTR, SECRET, random),
                new JsonWebTokens(SECRET, JwtVerifySettings.defaults(), time),
                JwtSignSettings.expiringIn(TokenDuration.parse("29d")),
                JwtSignSettings.expiringIn(TokenDuration.parse("1h")));
    }

    GeneratedTokens generated(Users users) {
        return new GeneratedTokens(leased(new GeneratedTokensFormat(), TOKENS), users, texts(), time, random);
    }

    void put(BlobKey key, String text) {
        store.put(key, BlobBody.of(text.getBytes(StandardCharsets.UTF_8)), PutIf.always());
    }

    Optional<String> text(BlobKey key) {
        if (!(store.read(key, ReadIf.always()) instanceof BlobRead.Found found)) {
            return Optional.empty();
        }
        try (found) {
            return Optional.of(new String(found.body().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> LeasedDocument<T> leased(DocumentFormat<T> format, BlobKey key) {
        var documents = new DocumentStore<>(store, format, CommitLimits.defaults(), time, time, random);
        return new LeasedDocument<>(documents, key, new Lease(lease, time), time);
    }
}
