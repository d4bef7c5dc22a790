package io.terraverde.packument;

import io.terraverde.name.PackageName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the JSON that clients see out of what is stored.
///
/// Differences from the stored manifests: `dist.tarball` is the canonical URL below the base URL of the request, where
/// {@link TarballUrls} does not leave the stored one;
/// readmes of versions are left away; `_hasShrinkwrap` is always there, because npm 6 downloads the tarball to find out
/// (npm-registry-fetch's pacote 9, `lib/finalize-manifest.js`); an empty `deprecated` is left away, because Yarn 1 and
/// pnpm take it for a deprecation. `time` has an instant for every version: Yarn 4 and pnpm 11 refuse or refetch
/// without.
public final class PackumentRenderer {
    /// The members of an abbreviated version: what the public npm registry gives, and what clients read besides.
    private static final Set<String> ABBREVIATED = Set.of(
            "name",
            "version",
            "description",
            "deprecated",
            "bin",
            "dist",
            "engines",
            "cpu",
            "os",
            "libc",
            "funding",
            "directories",
            "dependencies",
            "devDependencies",
            "peerDependencies",
            "peerDependenciesMeta",
            "optionalDependencies",
            "bundleDependencies",
            "bundledDependencies",
            "acceptDependencies",
            "_npmUser",
            "_hasShrinkwrap",
            "hasInstallScript");

    /// What a full packument repeats from its latest version.
    private static final List<String> FROM_LATEST =
            List.of("description", "readmeFilename", "homepage", "keywords", "repository", "author", "bugs", "license");

    private static final List<String> INSTALL_SCRIPTS = List.of("preinstall", "install", "postinstall");

    private PackumentRenderer() {}

    /// A whole packument.
    public static byte[] render(PackageName name, Packument packument, PackumentForm form, TarballUrls urls) {
        JsonBytes out = new JsonBytes(expectedBytes(packument, form)).open('{');
        switch (form) {
            case FULL -> full(out, name, packument, urls);
            case ABBREVIATED -> abbreviated(out, name, packument, urls);
        }
        return out.close('}').toBytes();
    }

    /// One version of a packument.
    public static byte[] renderVersion(
            PackageName name, Packument packument, String version, PackumentForm form, TarballUrls urls) {
        JsonBytes out = new JsonBytes(4096);
        if (!packument.versions().containsKey(version)) {
            throw new IllegalArgumentException("no version \"" + version + "\"");
        }
        version(out, name, packument, version, form, urls);
        return out.toBytes();
    }

    /// The name under which a version's tarball is known outside: `{base}-{version}.tgz`.
    public static String canonicalFile(PackageName name, String version) {
        return name.base() + "-" + version + ".tgz";
    }

    /// Where a version's attestations are, below the base URL: `-/npm/v1/attestations/@acme%2fbase@1.0.0`.
    public static String attestationsPath(PackageName name, String version) {
        return "-/npm/v1/attestations/" + name.text().replace("/", "%2f") + "@" + version;
    }

    private static void full(JsonBytes out, PackageName name, Packument packument, TarballUrls urls) {
        out.name("_id").text(name.text()).name("_rev").text(packument.rev());
        out.name("name").text(name.text());
        @Nullable VersionManifest latest = packument.versions().get(packument.distTags().getOrDefault("latest", ""));
        Map<String, RawJson> ofLatest = latest == null ? Map.of() : latest.members();
        for (String member : FROM_LATEST) {
            @Nullable RawJson value = ofLatest.get(member);
            if (value != null) {
                out.name(member).raw(value);
            }
        }
        out.name("dist-tags").texts(packument.distTags());
        versions(out, name, packument, PackumentForm.FULL, urls);
        out.name("time").texts(completeTime(packument));
        maintainers(packument, ofLatest)
                .ifPresent(list -> out.name("maintainers").raw(list));
        out.name("users").open('{');
        packument.stars().forEach(user -> out.name(user).bare("true"));
        out.close('}').name("readme").text(packument.readme());
        out.name("_attachments").bare("{}");
    }

    private static void abbreviated(JsonBytes out, PackageName name, Packument packument, TarballUrls urls) {
        out.name("name").text(name.text());
        out.name("dist-tags").texts(packument.distTags());
        versions(out, name, packument, PackumentForm.ABBREVIATED, urls);
        Map<String, String> time = completeTime(packument);
        out.name("modified").text(time.getOrDefault("modified", ""));
        out.name("time").texts(time);
        // Yarn 1 reads this form before it writes owners back; without these it would drop all others.
        out.name("_rev").text(packument.rev());
        maintainers(packument, Map.of())
                .ifPresent(list -> out.name("maintainers").raw(list));
    }

    private static void versions(
            JsonBytes out, PackageName name, Packument packument, PackumentForm form, TarballUrls urls) {
        out.name("versions").open('{');
        packument.versions().keySet().forEach(version -> {
            out.name(version);
            version(out, name, packument, version, form, urls);
        });
        out.close('}');
    }

    private static void version(
            JsonBytes out,
            PackageName name,
            Packument packument,
            String version,
            PackumentForm form,
            TarballUrls urls) {
        @Nullable VersionManifest manifest = packument.versions().get(version);
        Map<String, RawJson> members = manifest == null ? Map.of() : manifest.members();
        out.open('{');
        members.forEach((key, value) -> {
            if (!isShown(key, value, form)) {
                return;
            }
            out.name(key);
            if (key.equals("dist") && value.isObject()) {
                dist(out, name, packument, version, value, urls);
            } else {
                out.raw(value);
            }
        });
        if (!members.containsKey("_hasShrinkwrap")) {
            out.name("_hasShrinkwrap").bare("false");
        }
        if (!members.containsKey("hasInstallScript") && hasInstallScript(members)) {
            out.name("hasInstallScript").bare("true");
        }
        out.close('}');
    }

    private static boolean isShown(String key, RawJson value, PackumentForm form) {
        return switch (key) {
            case "readme" -> false;
            case "deprecated" -> value.asText().map(text -> !text.isEmpty()).orElse(false);
            case "hasInstallScript" -> value.toString().equals("true");
            default -> form == PackumentForm.FULL || ABBREVIATED.contains(key);
        };
    }

    private static void dist(
            JsonBytes out, PackageName name, Packument packument, String version, RawJson dist, TarballUrls urls) {
        boolean ours = packument.provenanceFile(version).isPresent();
        out.open('{');
        dist.members().forEach((key, value) -> {
            if (key.equals("attestations") && ours && value.isObject()) {
                out.name(key).open('{').name("url").text(urls.base() + attestationsPath(name, version));
                value.members().forEach((member, about) -> {
                    if (!member.equals("url")) {
                        out.name(member).raw(about);
                    }
                });
                out.close('}');
            } else if (!key.equals("tarball")) {
                out.name(key).raw(value);
            }
        });
        @Nullable RawJson stored = dist.members().get("tarball");
        if (stored != null && urls.isAsStored(version)) {
            out.name("tarball").raw(stored);
        } else {
            out.name("tarball").text(urls.base() + name.text() + "/-/" + canonicalFile(name, version));
        }
        out.close('}');
    }

    private static boolean hasInstallScript(Map<String, RawJson> members) {
        @Nullable RawJson scripts = members.get("scripts");
        return scripts != null && scripts.members().keySet().stream().anyMatch(INSTALL_SCRIPTS::contains);
    }

    private static Optional<RawJson> maintainers(Packument packument, Map<String, RawJson> ofLatest) {
        return packument.maintainers().isEmpty()
                ? Optional.ofNullable(ofLatest.get("maintainers"))
                : Optional.of(PackumentFormat.maintainers(packument.maintainers()));
    }

    /// Documents of Verdaccio may lack the instant of a version; the package's own is the nearest truth.
    private static Map<String, String> completeTime(Packument packument) {
        Map<String, String> complete = new LinkedHashMap<>(packument.time());
        String known = complete.getOrDefault("created", complete.getOrDefault("modified", "1970-01-01T00:00:00.000Z"));
        complete.putIfAbsent("modified", known);
        packument.versions().keySet().forEach(version -> complete.putIfAbsent(version, known));
        return complete;
    }

    private static int expectedBytes(Packument packument, PackumentForm form) {
        long perVersion = form == PackumentForm.FULL ? 200 : 100;
        long bytes = 2048L + packument.readme().length();
        for (VersionManifest manifest : packument.versions().values()) {
            bytes += manifest.json().sizeBytes() + perVersion;
        }
        return (int) Math.min(bytes, 1L << 30);
    }
}
