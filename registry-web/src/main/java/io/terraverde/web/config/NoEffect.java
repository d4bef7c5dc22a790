package io.terraverde.web.config;

/// Why settings that Verdaccio knows change nothing here.
final class NoEffect {
    static final String NO_WEB_INTERFACE = "there is no web interface";
    static final String NO_PLUGINS = "plugins are not loaded";
    static final String OWN_SEARCH = "only hosted packages are searched";
    static final String AUDIT = "npm audit is answered here, without advisories";
    static final String UNREAD = "Verdaccio does not read it either";
    static final String UNSUPPORTED = "not supported";

    private NoEffect() {}
}
