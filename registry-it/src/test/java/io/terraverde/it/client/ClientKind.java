package io.terraverde.it.client;

import io.terraverde.it.registry.Registry;
import java.net.URI;
import java.util.Locale;

/// The pinned clients.
public enum ClientKind {
    /// npm 6.
    NPM_6,
    /// npm 8.
    NPM_8,
    /// npm 11.
    NPM_11,
    /// pnpm 10.
    PNPM_10,
    /// Yarn classic.
    YARN_1,
    /// Yarn Berry 3.
    BERRY_3,
    /// Yarn Berry 4.
    BERRY_4;

    /// Such a client in a new home.
    public Client on(Registry registry) {
        return at(registry.uri());
    }

    /// Such a client for the registry at an address, in a new home.
    public Client at(URI registry) {
        return switch (this) {
            case NPM_6 -> Npm.version(6, registry);
            case NPM_8 -> Npm.version(8, registry);
            case NPM_11 -> Npm.eleven(registry);
            case PNPM_10 -> new Pnpm(registry);
            case YARN_1 -> new Yarn(registry);
            case BERRY_3 -> Berry.three(registry);
            case BERRY_4 -> Berry.four(registry);
        };
    }

    /// A word for names of packages and users, for example `npm-11`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
