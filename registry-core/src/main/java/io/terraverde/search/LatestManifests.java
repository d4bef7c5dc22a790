package io.terraverde.search;

import io.terraverde.catalog.Packuments;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.packument.PackumentForm;
import io.terraverde.packument.PackumentRenderer;
import io.terraverde.packument.RawJson;
import io.terraverde.packument.TarballUrls;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Renders the latest versions of many packages as Verdaccio's list of packages has them: the manifest, with
/// `time` (when the version was published), `users` (who starred the package) and an `author` that is always
/// an object: `{"name", "email", "url", "avatar"}`.
final class LatestManifests {
    private static final String NOBODY = "Anonymous";

    /// The outline of a person. Addresses of people are not handed to a service that has their pictures.
    private static final String AVATAR = "data:image/svg+xml;utf8,"
            + "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='gray'>"
            + "<circle cx='12' cy='8' r='4'/><path d='M4 20a8 6 0 0 1 16 0z'/></svg>";

    private final Packuments packuments;

    LatestManifests(Packuments packuments) {
        this.packuments = packuments;
    }

    /// An array, by name. A package that has no latest version any more is left out.
    ///
    /// @param base the public URL of the registry, with a slash at its end
    byte[] render(Collection<PackageName> names, String base) {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        array.write('[');
        for (PackageName name : names.stream().sorted().toList()) {
            packuments
                    .find(name)
                    .flatMap(found -> manifest(name, found.value(), base))
                    .ifPresent(manifest -> {
                        if (array.size() > 1) {
                            array.write(',');
                        }
                        array.writeBytes(manifest.toBytes());
                    });
        }
        array.write(']');
        return array.toByteArray();
    }

    private static Optional<RawJson> manifest(PackageName name, Packument packument, String base) {
        String latest = packument.distTags().getOrDefault("latest", "");
        if (!packument.versions().containsKey(latest)) {
            return Optional.empty();
        }
        byte[] rendered =
                PackumentRenderer.renderVersion(name, packument, latest, PackumentForm.FULL, TarballUrls.below(base));
        ObjectNode manifest = (ObjectNode) RawJson.parse(rendered).tree();
        manifest.put("time", packument.time().getOrDefault(latest, ""));
        ObjectNode users = manifest.putObject("users");
        packument.stars().forEach(user -> users.put(user, true));
        complete(manifest, manifest.path("author"));
        return Optional.of(RawJson.of(manifest));
    }

    private static void complete(ObjectNode manifest, JsonNode written) {
        ObjectNode author = manifest.putObject("author");
        author.put("name", written.asString(NOBODY)).put("email", "").put("url", "");
        if (written instanceof ObjectNode known) {
            author.setAll(known);
        }
        author.put("avatar", AVATAR);
    }
}
