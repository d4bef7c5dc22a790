package io.terraverde.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.terraverde.catalog.Packuments;
import io.terraverde.document.Document;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.packument.PackumentForm;
import io.terraverde.packument.PackumentRenderer;
import io.terraverde.packument.RawJson;
import io.terraverde.packument.TarballUrls;
import io.terraverde.storage.Revision;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Renders the latest versions of many packages as Verdaccio's list of packages has them: the manifest, with
/// `time` (when the version was published), `users` (who starred the package) and an `author` that is always an
/// object: `{"name", "email", "url", "avatar"}`. Each is rendered once per revision, for all callers and bases.
final class LatestManifests {
    private static final String NOBODY = "Anonymous";

    /// The outline of a person. Addresses of people are not handed to a service that has their pictures.
    private static final String AVATAR = "data:image/svg+xml;utf8,"
            + "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='gray'>"
            + "<circle cx='12' cy='8' r='4'/><path d='M4 20a8 6 0 0 1 16 0z'/></svg>";

    private static final byte[] OPEN = {'['};
    private static final byte[] COMMA = {','};
    private static final byte[] CLOSE = {']'};

    /// @param pieces empty when the package has no latest version any more
    private record Rendered(Revision revision, List<byte[]> pieces) {}

    private final Packuments packuments;

    /// Rendered in place of the base of links. Nobody outside knows it, so no manifest contains it.
    private final byte[] mark;

    /// Given up when memory is short.
    private final Cache<PackageName, Rendered> rendered =
            Caffeine.newBuilder().softValues().executor(Runnable::run).build();

    private final OneAtATime rendering = new OneAtATime();

    /// @param random cryptographically strong
    LatestManifests(Packuments packuments, RandomGenerator random) {
        this.packuments = packuments;
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        this.mark = HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII);
    }

    /// All of them, by name. A package that has no latest version any more is left out.
    ///
    /// @param revisions at which the packages are
    /// @param base the public URL of the registry, with a slash at its end
    LatestList list(Map<PackageName, Revision> revisions, String base) {
        List<byte[]> pieces = new ArrayList<>(5 * revisions.size() + 2);
        pieces.add(OPEN);
        for (Map.Entry<PackageName, Revision> entry :
                revisions.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
            List<byte[]> manifest = pieces(entry.getKey(), entry.getValue());
            if (!manifest.isEmpty() && pieces.size() > 1) {
                pieces.add(COMMA);
            }
            pieces.addAll(manifest);
        }
        pieces.add(CLOSE);
        String quoted = RawJson.ofText(base).toString();
        return new LatestList(pieces, quoted.substring(1, quoted.length() - 1));
    }

    private List<byte[]> pieces(PackageName name, Revision revision) {
        return known(name, revision)
                .orElseGet(() -> rendering.work(() -> known(name, revision).orElseGet(() -> render(name))));
    }

    private Optional<List<byte[]>> known(PackageName name, Revision revision) {
        return Optional.ofNullable(rendered.getIfPresent(name))
                .filter(known -> known.revision.equals(revision))
                .map(Rendered::pieces);
    }

    private List<byte[]> render(PackageName name) {
        Optional<Document<Packument>> found = packuments.find(name);
        List<byte[]> pieces = found.flatMap(document -> manifest(name, document.value()))
                .map(this::withGaps)
                .orElse(List.of());
        found.ifPresent(
                document -> rendered.put(name, new Rendered(document.meta().revision(), pieces)));
        return pieces;
    }

    private Optional<byte[]> manifest(PackageName name, Packument packument) {
        String latest = packument.distTags().getOrDefault("latest", "");
        if (!packument.versions().containsKey(latest)) {
            return Optional.empty();
        }
        TarballUrls urls = TarballUrls.below(new String(mark, StandardCharsets.US_ASCII));
        byte[] json = PackumentRenderer.renderVersion(name, packument, latest, PackumentForm.FULL, urls);
        ObjectNode manifest = (ObjectNode) RawJson.parse(json).tree();
        manifest.put("time", packument.time().getOrDefault(latest, ""));
        ObjectNode users = manifest.putObject("users");
        packument.stars().forEach(user -> users.put(user, true));
        complete(manifest, manifest.path("author"));
        return Optional.of(RawJson.of(manifest).toBytes());
    }

    private List<byte[]> withGaps(byte[] json) {
        List<byte[]> pieces = new ArrayList<>(3);
        int from = 0;
        int at = 0;
        while (at <= json.length - mark.length) {
            if (Arrays.equals(json, at, at + mark.length, mark, 0, mark.length)) {
                pieces.add(Arrays.copyOfRange(json, from, at));
                pieces.add(LatestList.GAP);
                at += mark.length;
                from = at;
            } else {
                at++;
            }
        }
        pieces.add(Arrays.copyOfRange(json, from, json.length));
        return List.copyOf(pieces);
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
