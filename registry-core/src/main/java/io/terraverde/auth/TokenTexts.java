package io.terraverde.auth;

import java.util.Optional;

/// How the tokens of this registry are written and read, by its mode: legacy tokens or JSON web tokens.
///
/// @param api how JSON web tokens of the API are made; not used in legacy mode
/// @param web how those of the web login are made, in both modes
public record TokenTexts(
        TokenMode mode, LegacyTokens legacy, JsonWebTokens jsonWeb, JwtSignSettings api, JwtSignSettings web) {

    /// The token a user gets for logging in.
    ///
    /// @param password verified; a legacy token holds it
    String ofLogin(String user, String password) {
        return switch (mode) {
            case LEGACY -> legacy.write(PasswordCredential.of(user, password));
            case JSON_WEB_TOKEN -> jsonWeb.sign(JwtUser.of(user, null), api);
        };
    }

    /// The text of a generated token.
    ///
    /// @param password verified; a legacy token holds it
    String ofKey(String user, String password, String key) {
        return switch (mode) {
            case LEGACY -> legacy.write(new PasswordCredential(user, password, key));
            case JSON_WEB_TOKEN -> jsonWeb.sign(JwtUser.of(user, key), api);
        };
    }

    /// The token of the web interface.
    String ofWebLogin(String user) {
        return jsonWeb.sign(JwtUser.of(user, null), web);
    }

    /// Which generated token a text is; empty when it is none, or not ours.
    Optional<KeyOfUser> keyIn(String token) {
        if (JsonWebTokens.looksLike(token)) {
            return jsonWeb.check(token) instanceof JwtCheck.Valid(JwtUser user) && user.tokenKey() != null
                    ? Optional.of(new KeyOfUser(user.name(), user.tokenKey()))
                    : Optional.empty();
        }
        return legacy.read(token)
                .flatMap(credential ->
                        Optional.ofNullable(credential.tokenKey()).map(key -> new KeyOfUser(credential.user(), key)));
    }

    /// Names a generated token.
    record KeyOfUser(String user, String key) {}
}
