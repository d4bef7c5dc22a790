package io.terraverde.auth;

import io.terraverde.auth.Authenticated.Kind;
import io.terraverde.core.Caller;
import io.terraverde.core.RegistryException.Forbidden;
import io.terraverde.core.RegistryException.Unauthenticated;
import io.terraverde.core.RegistryException.Unavailable;
import io.terraverde.storage.StorageException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Finds out who makes a request.
///
/// A wrong credential is no failure: the request goes on as anonymous, and a permission check may refuse it. The
/// exceptions are those of Verdaccio: a JSON web token whose time has not come, and a generated token that is revoked,
/// expired, or used for what it was not made for. That the storage fails is no wrong credential either: nobody loses
/// rights silently, and nobody keeps revoked ones.
public final class Authenticator {
    private final Users users;
    private final GeneratedTokens generated;
    private final TokenTexts texts;

    /// Checks tokens of this form, of these users.
    public Authenticator(Users users, GeneratedTokens generated, TokenTexts texts) {
        this.users = users;
        this.generated = generated;
        this.texts = texts;
    }

    /// Who makes this request. Headers of any shape get an answer.
    ///
    /// @throws Unauthenticated when a JSON web token is right, but its time has not come
    /// @throws Forbidden when a generated token may not be used for this
    /// @throws Unavailable when the storage does not answer, or too many passwords are being checked
    public Authenticated authenticate(AuthenticationRequest request) {
        Optional<AuthorizationHeader> header = AuthorizationHeader.parse(request.authorization());
        if (header.isEmpty()) {
            return Authenticated.anonymous();
        }
        try {
            return authenticate(header.get(), request);
        } catch (StorageException e) {
            throw new Unavailable(
                    Unavailable.Reason.BUSY,
                    "cannot check the credential: the storage does not answer",
                    Duration.ofSeconds(1),
                    e);
        }
    }

    private Authenticated authenticate(AuthorizationHeader header, AuthenticationRequest request) {
        if (header.is("Basic")) {
            return byPassword(basic(header.token()), Kind.BASIC, request);
        }
        if (!header.is("Bearer")) {
            return Authenticated.anonymous();
        }
        if (JsonWebTokens.looksLike(header.token())) {
            return takesJsonWebTokens(request) ? bySignature(header.token(), request) : Authenticated.anonymous();
        }
        return switch (texts.mode()) {
            case LEGACY -> byPassword(texts.legacy().read(header.token()), Kind.LEGACY_TOKEN, request);
            case JSON_WEB_TOKEN -> Authenticated.anonymous();
        };
    }

    /// In legacy mode they come from the web login, and so are good for the web interface and for what it downloads.
    private boolean takesJsonWebTokens(AuthenticationRequest request) {
        return switch (texts.mode()) {
            case LEGACY -> request.surface() == Surface.WEB || request.purpose() == Purpose.READ;
            case JSON_WEB_TOKEN -> true;
        };
    }

    private static Optional<PasswordCredential> basic(String token) {
        try {
            return PasswordCredential.parse(new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Authenticated byPassword(Optional<PasswordCredential> given, Kind kind, AuthenticationRequest request) {
        if (given.isEmpty() || !users.verify(given.get().user(), given.get().password())) {
            return Authenticated.anonymous();
        }
        PasswordCredential credential = given.get();
        Optional<String> key = Optional.ofNullable(credential.tokenKey());
        key.ifPresent(k -> generated.check(credential.user(), k, request.address(), request.purpose()));
        return new Authenticated(Caller.user(credential.user(), List.of()), key, kind);
    }

    private Authenticated bySignature(String token, AuthenticationRequest request) {
        return switch (texts.jsonWeb().check(token)) {
            case JwtCheck.Refused() -> Authenticated.anonymous();
            case JwtCheck.NotActive() -> throw new Unauthenticated("jwt not active");
            case JwtCheck.Valid(JwtUser user) -> {
                Optional<String> key = Optional.ofNullable(user.tokenKey());
                key.ifPresent(k -> generated.check(user.name(), k, request.address(), request.purpose()));
                yield new Authenticated(user.caller(), key, Kind.JSON_WEB_TOKEN);
            }
        };
    }
}
