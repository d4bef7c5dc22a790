package io.terraverde.it.uplink;

import io.terraverde.it.client.ClientKind;
import io.terraverde.it.shell.Folders;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// What a client writes of a project that it has installed.
///
/// @param text with `REGISTRY` for the address of the registry
/// @param packages what it says of each package, one entry for each place or version
record LockFile(String text, Set<Entry> packages) {
    /// The name in `'@babel/core@7.1.2(x@1)':` and in `"@babel/core@^7.1.0", "@babel/core@^7.1.2":`.
    private static final Pattern NAME = Pattern.compile("^['\"]?(@?[^@'\":]+)");

    /// @param name of the package; other sections count as one
    /// @param content all that is said of it
    record Entry(String name, String content) {}

    /// The lock file in a project of a client of this registry.
    static LockFile of(ClientKind kind, Path project, URI registry) {
        String text = Folders.read(project.resolve(
                        switch (kind) {
                            case NPM_11 -> "package-lock.json";
                            case PNPM_10 -> "pnpm-lock.yaml";
                            default -> "yarn.lock";
                        }))
                .replace(registry.toString(), "REGISTRY")
                // Yarn 1 names the public registry by another host.
                .replaceAll("(resolved \")https?://[^/]+", "$1REGISTRY");
        return new LockFile(text, kind == ClientKind.NPM_11 ? ofNpm(text) : inBlocks(text));
    }

    /// The packages of which one of the two says something else than the other; an empty name for what is about none.
    Set<String> differingFrom(LockFile other) {
        Set<String> names = new TreeSet<>();
        missingIn(packages, other.packages).forEach(entry -> names.add(entry.name));
        missingIn(other.packages, packages).forEach(entry -> names.add(entry.name));
        if (names.isEmpty() && !text.equals(other.text)) {
            names.add("");
        }
        return names;
    }

    private static Set<Entry> missingIn(Set<Entry> some, Set<Entry> others) {
        Set<Entry> missing = new HashSet<>(some);
        missing.removeAll(others);
        return missing;
    }

    private static Set<Entry> ofNpm(String text) {
        Set<Entry> entries = new LinkedHashSet<>();
        JsonMapper.shared()
                .readTree(text)
                .path("packages")
                .properties()
                .forEach(place -> entries.add(new Entry(
                        place.getKey().replaceFirst(".*node_modules/", ""), place.getKey() + " " + place.getValue())));
        return entries;
    }

    /// pnpm and Yarn separate them by empty lines.
    private static Set<Entry> inBlocks(String text) {
        Set<Entry> entries = new LinkedHashSet<>();
        for (String block : text.split("\n\n+", -1)) {
            Matcher name = NAME.matcher(block.strip());
            if (name.find()) {
                entries.add(new Entry(name.group(1), block.strip()));
            }
        }
        return entries;
    }
}
