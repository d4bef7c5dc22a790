/// Who makes a request, and how it proves it: users in an htpasswd document, passwords, tokens of every kind, web
/// logins.
///
/// Read {@link io.terraverde.auth.Authenticator} first: it turns a request's `Authorization` header into a caller. Then
/// {@link io.terraverde.auth.Users} (the htpasswd document), {@link io.terraverde.auth.TokenTexts} (how a token is
/// written), {@link io.terraverde.auth.GeneratedTokens} (the tokens of `npm token create`), and
/// {@link io.terraverde.auth.LoginTokens} and {@link io.terraverde.auth.WebLogins} (logging in and out).
@NullMarked
package io.terraverde.auth;

import org.jspecify.annotations.NullMarked;
