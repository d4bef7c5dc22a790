package io.terraverde.web.npm;

import io.terraverde.name.PackageName;
import java.util.Optional;
import java.util.function.Supplier;

/// Where the bytes of tarballs can be fetched, if not here.
@FunctionalInterface
public interface TarballAddress {
    /// The address of a stored file; empty when the registry itself answers this method.
    ///
    /// @param file finds out the name of the file
    Optional<String> of(String method, PackageName name, Supplier<String> file);

    /// Addresses of one form, for any method.
    ///
    /// @param template with `${packageName}` and `${filename}`
    static TarballAddress ofTemplate(String template) {
        return (method, name, file) ->
                Optional.of(template.replace("${packageName}", name.text()).replace("${filename}", file.get()));
    }

    /// No addresses: the registry answers.
    static TarballAddress none() {
        return (method, name, file) -> Optional.empty();
    }
}
