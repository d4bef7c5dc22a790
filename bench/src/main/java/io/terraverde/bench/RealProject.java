package io.terraverde.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// A project of several hundred packages that npm installs.
///
/// @param manifest its `package.json`
/// @param lock its lock file, without the addresses of tarballs
record RealProject(Npm npm, String manifest, String lock) {
    private static final Pattern PACKAGE = Pattern.compile("\"(?:[^\"]*/)?node_modules/((?:@[^/\"]+/)?[^/\"]+)\": \\{");

    /// Reads the manifest and has a registry decide which packages that means.
    static RealProject read(Path manifest, Npm npm, URI registry) throws IOException {
        var text = Files.readString(manifest);
        return new RealProject(npm, text, npm.lock(registry, text));
    }

    /// How many packages are installed.
    long size() {
        return PACKAGE.matcher(lock).results().count();
    }

    /// Their names, in the order of the lock file.
    List<String> names() {
        return PACKAGE.matcher(lock)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    /// `npm ci` into an empty folder with an empty cache.
    Duration ci(URI registry) throws IOException {
        return npm.ci(registry, manifest, lock);
    }

    /// `npm install --package-lock-only` without a lock file and with an empty cache.
    Duration resolve(URI registry) throws IOException {
        return npm.resolve(registry, manifest);
    }
}
