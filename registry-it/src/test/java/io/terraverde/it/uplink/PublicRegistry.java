package io.terraverde.it.uplink;

import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Outcome;
import io.terraverde.it.shell.Shell;
import io.terraverde.it.shell.Skips;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The registry that this machine's npm is set to.
///
/// @param uri without a slash at the end
/// @param ca the file of the certificates that it is trusted by, when npm has one
record PublicRegistry(URI uri, Optional<Path> ca) {
    /// The registry, which must answer, over https and without a proxy; else the test is skipped.
    static PublicRegistry ofThisMachine() {
        String address = setting("registry").orElse("");
        Skips.unless(address.startsWith("https://"), "npm's registry is not reached over https: " + address);
        Skips.unless(setting("https-proxy").isEmpty(), "npm's registry is behind a proxy");
        Skips.unless(npm("view", "react@18.3.1", "version").exit() == 0, "npm's registry does not answer");
        return new PublicRegistry(
                URI.create(address.replaceAll("/+$", "")), setting("cafile").map(Path::of));
    }

    private static Optional<String> setting(String name) {
        return Stream.of(npm("config", "get", name).succeeded().out().strip())
                .filter(value -> !value.isEmpty() && !value.equals("null") && !value.equals("undefined"))
                .findFirst();
    }

    /// The machine's own npm, with the environment that it has.
    private static Outcome npm(String... arguments) {
        return Shell.run(
                Folders.fresh("npm"),
                System.getenv(),
                Stream.concat(Stream.of(Shell.find("npm").toString()), Stream.of(arguments))
                        .toList());
    }
}
