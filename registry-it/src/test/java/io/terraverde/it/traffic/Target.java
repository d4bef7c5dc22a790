package io.terraverde.it.traffic;

/// Something that can be read.
sealed interface Target {
    /// A package: its packument in two forms, and its dist-tags.
    record Packument(String name) implements Target {}

    /// The bytes of a version.
    record Tarball(String name, String version) implements Target {
        /// The path of its URL.
        String path() {
            return "/" + name + "/-/" + name.substring(name.indexOf('/') + 1) + "-" + version + ".tgz";
        }
    }

    /// A token that was generated.
    ///
    /// @param key its name, by which it is revoked
    /// @param text what is sent as a credential
    record Token(String key, String text) implements Target {}
}
