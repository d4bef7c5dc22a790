package io.terraverde.bench;

import java.util.Locale;

/// The programs that are measured.
enum ServerKind {
    TERRAVERDE,
    NGINX,
    VERDACCIO;

    static ServerKind named(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isRegistry() {
        return this != NGINX;
    }
}
