package io.terraverde.auth;

import io.terraverde.core.RegistryException.Forbidden;
import io.terraverde.core.RegistryException.Unauthenticated;
import io.terraverde.core.RegistryException.Unavailable;
import io.terraverde.document.Document;
import io.terraverde.document.LeasedDocument;
import io.terraverde.storage.StorageException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The tokens of `npm token create`: made, listed, revoked, and looked up for every request that comes with one.
///
/// The text of a token says who made it and its key; what it may do stands in the document, so that taking it out of
/// there revokes it, on every instance before the revocation is answered.
///
/// Every method throws {@link StorageException} when the document has to be read or written and cannot.
public final class GeneratedTokens {
    /// How many a user may have at a time.
    public static final int MAX_PER_USER = 1000;

    private static final int KEY_BYTES = 16;
    private static final int MASK_CHARS = 5;

    private final LeasedDocument<GeneratedTokensDocument> file;
    private final Users users;
    private final TokenTexts texts;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param random for keys; cryptographically strong and safe for concurrent use
    public GeneratedTokens(
            LeasedDocument<GeneratedTokensDocument> file,
            Users users,
            TokenTexts texts,
            InstantSource clock,
            RandomGenerator random) {
        this.file = file;
        this.users = users;
        this.texts = texts;
        this.clock = clock;
        this.random = random;
    }

    /// A new token, whose text is known here for the only time.
    ///
    /// @param text what the user sends as `Bearer`
    public record Created(String text, GeneratedToken token) {}

    /// Makes a token. Expired ones of the user are forgotten on this occasion.
    ///
    /// @throws Unauthenticated when the password is wrong
    /// @throws Forbidden when the user has too many
    /// @throws Unavailable when too many passwords are being checked
    public Created create(String user, String password, NewToken wanted) {
        if (!users.verify(user, password)) {
            throw new Unauthenticated("bad username/password, access denied");
        }
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        String key = HexFormat.of().formatHex(bytes);
        String text = texts.ofKey(user, password, key);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var token = new GeneratedToken(
                user, mask(text), key, wanted.cidr(), wanted.readonly(), now, wanted.name(), wanted.expires());
        file.update(present -> added(present.orElseGet(GeneratedTokensDocument::empty), token, now));
        return new Created(text, token);
    }

    /// The tokens of a user, oldest first, also expired ones.
    public List<GeneratedToken> list(String user) {
        return present().tokens(user);
    }

    /// Revokes a token. Every request with it is refused, on every instance, before this returns.
    ///
    /// @return whether there was one
    public boolean revoke(String user, String key) {
        if (file.fresh().isEmpty()) {
            return false;
        }
        boolean[] found = new boolean[1];
        file.update(document -> {
            GeneratedTokensDocument before = document.orElseGet(GeneratedTokensDocument::empty);
            GeneratedTokensDocument after = before.without(user, List.of(key));
            found[0] = before.token(user, key).isPresent();
            return after;
        });
        return found[0];
    }

    /// Whether a request may be made with this token.
    ///
    /// @param address of the client; empty when it is not known
    /// @throws Forbidden when not: revoked, expired, from elsewhere, or made for reading only
    void check(String user, String key, Optional<String> address, Purpose purpose) {
        Instant now = clock.instant();
        boolean permitted = present()
                .token(user, key)
                .filter(token -> token.permits(address, purpose, now))
                .isPresent();
        if (!permitted) {
            throw new Forbidden("unauthorized access");
        }
    }

    private static GeneratedTokensDocument added(GeneratedTokensDocument present, GeneratedToken token, Instant now) {
        List<String> expired = present.tokens(token.user()).stream()
                .filter(old -> old.isExpired(now))
                .map(GeneratedToken::key)
                .toList();
        GeneratedTokensDocument kept = present.without(token.user(), expired);
        if (kept.tokens(token.user()).size() >= MAX_PER_USER) {
            throw new Forbidden("user \"" + token.user() + "\" has " + MAX_PER_USER + " tokens, revoke some first");
        }
        return kept.with(token);
    }

    private GeneratedTokensDocument present() {
        return file.get().map(Document::value).orElseGet(GeneratedTokensDocument::empty);
    }

    private static String mask(String text) {
        return text.substring(0, MASK_CHARS) + "..." + text.substring(text.length() - MASK_CHARS);
    }
}
