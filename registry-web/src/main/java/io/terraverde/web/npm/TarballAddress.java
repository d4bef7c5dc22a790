package io.terraverde.web.npm;

import io.terraverde.name.PackageName;
import java.util.Optional;

/// Where the bytes of tarballs can be fetched, if not here.
@FunctionalInterface
public interface TarballAddress {
    /// The address of a stored file; empty when the registry itself answers this method.
    ///
    /// @param file its name in the package's folder
    Optional<String> of(String method, PackageName name, String file);

    /// Addresses of one form, for any method.
    ///
    /// @param template with `${packageName}` and `${filename}`
    static TarballAddress ofTemplate(String template) {
        return (method, name, file) ->
                Optional.of(template.replace("${packageName}", name.text()).replace("${filename}", file));
    }

    /// No addresses: the registry answers.
    static TarballAddress none() {
        return (method, name, file) -> Optional.empty();
    }
}
