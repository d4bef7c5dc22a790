package io.terraverde.bench;

/// Which login tokens a registry gives out.
enum Tokens {
    /// Verdaccio's default: encrypted name and password, so that every request proves the password again.
    DEFAULT("default tokens", ""),
    /// Signed tokens, which need no password check.
    JWT("JWT", """
            security:
              api:
                legacy: false
                jwt:
                  sign:
                    expiresIn: 1d
            """);

    private final String label;
    private final String configuration;

    Tokens(String label, String configuration) {
        this.label = label;
        this.configuration = configuration;
    }

    String label() {
        return label;
    }

    /// The part of `config.yaml` that selects these tokens.
    String configuration() {
        return configuration;
    }
}
