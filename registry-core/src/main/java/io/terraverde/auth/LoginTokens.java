package io.terraverde.auth;

import io.terraverde.core.RegistryException;
import io.terraverde.core.RegistryException.Unauthenticated;
import io.terraverde.storage.StorageException;
import java.util.Optional;

/// Logging in and out: from a name and a password to a token, and back.
public final class LoginTokens {
    private final Users users;
    private final GeneratedTokens generated;
    private final TokenTexts texts;

    /// Logins of these users, with tokens of this form.
    public LoginTokens(Users users, GeneratedTokens generated, TokenTexts texts) {
        this.users = users;
        this.generated = generated;
        this.texts = texts;
    }

    /// Creates a user and logs it in.
    ///
    /// @return its token
    /// @throws RegistryException as {@link Users#register}
    public String register(String user, String password) {
        users.register(user, password);
        return texts.ofLogin(user, password);
    }

    /// Logs a user in for the API.
    ///
    /// @return its token
    /// @throws Unauthenticated when there is no such user, or the password is wrong
    public String logIn(String user, String password) {
        verify(user, password);
        return texts.ofLogin(user, password);
    }

    /// Logs a user in for the web interface.
    ///
    /// @return a JSON web token, in both modes
    /// @throws Unauthenticated when there is no such user, or the password is wrong
    public String logInToWeb(String user, String password) {
        verify(user, password);
        return texts.ofWebLogin(user);
    }

    /// Logs out: a generated token is revoked. Others have nothing that could be taken back; any text is fine.
    ///
    /// @throws StorageException when the revocation cannot be stored
    public void logOut(String token) {
        Optional<TokenTexts.KeyOfUser> key = texts.keyIn(token);
        key.ifPresent(k -> generated.revoke(k.user(), k.key()));
    }

    private void verify(String user, String password) {
        if (!users.verify(user, password)) {
            throw new Unauthenticated("bad username/password, access denied");
        }
    }
}
