package io.terraverde.web.npm;

import io.terraverde.name.PackageName;

/// Where the bytes of tarballs can be fetched, if not here.
@FunctionalInterface
public interface TarballAddress {
    /// The address of a stored file.
    String of(PackageName name, String file);

    /// Addresses of one form.
    ///
    /// @param template with `${packageName}` and `${filename}`
    static TarballAddress ofTemplate(String template) {
        return (name, file) -> template.replace("${packageName}", name.text()).replace("${filename}", file);
    }
}
