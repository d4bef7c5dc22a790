package io.terraverde.bench;

import java.util.Locale;

/// The encodings that are asked for.
enum Encoding {
    GZIP,
    IDENTITY;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
