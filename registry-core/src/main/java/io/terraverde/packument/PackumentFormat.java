package io.terraverde.packument;

import io.terraverde.document.CommitId;
import io.terraverde.document.DocumentFormat;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Packuments as Verdaccio 6 stores them: `package.json` in a package's folder. What Verdaccio does not know it
/// leaves alone, and what we do not know we do, so both can read what the other wrote. Missing or mistyped
/// sections are empty.
public final class PackumentFormat implements DocumentFormat<Packument> {
    /// How many versions, times and tags another registry may send of a package: many times what the busiest
    /// have.
    static final int MAX_FOREIGN_MEMBERS = 100_000;

    /// How large it may send one version.
    static final int MAX_FOREIGN_MANIFEST_BYTES = 4 << 20;

    private static final Set<String> FOREIGN = Set.of("name", "versions", "time", "dist-tags", "readme");

    @Override
    public Packument read(byte[] bytes) {
        PackumentBuilder next = new PackumentBuilder();
        object(bytes).members().forEach((key, value) -> readMember(next, key, value));
        return next.build();
    }

    /// Reads what another registry has of a package: name, versions, times, tags and readme. All else is its
    /// own business, and takes no memory.
    ///
    /// @throws IllegalArgumentException when it is no packument, or so made that it would take many times the
    ///     memory of its bytes
    public static Packument readForeign(byte[] bytes) {
        PackumentBuilder next = new PackumentBuilder();
        object(bytes).members(FOREIGN).forEach((key, value) -> readForeignMember(next, key, value));
        return next.build();
    }

    private static void readForeignMember(PackumentBuilder next, String key, RawJson value) {
        switch (key) {
            case "versions" ->
                value.membersUpTo(MAX_FOREIGN_MEMBERS).forEach((version, manifest) -> {
                    if (manifest.sizeBytes() > MAX_FOREIGN_MANIFEST_BYTES) {
                        throw new IllegalArgumentException(
                                "a version of more than " + MAX_FOREIGN_MANIFEST_BYTES + " bytes");
                    }
                    readVersion(next, version, manifest);
                });
            case "time" -> readTexts(value.membersUpTo(MAX_FOREIGN_MEMBERS), next.time);
            case "dist-tags" -> readTexts(value.membersUpTo(MAX_FOREIGN_MEMBERS), next.distTags);
            default -> readMember(next, key, value);
        }
    }

    private static RawJson object(byte[] bytes) {
        RawJson json = RawJson.parse(bytes);
        if (!json.isObject()) {
            throw new IllegalArgumentException("a packument is a JSON object");
        }
        return json;
    }

    private static void readMember(PackumentBuilder next, String key, RawJson value) {
        switch (key) {
            case "name" -> next.name = value.asText().orElse("");
            case "_id" -> {
                // Always the name.
            }
            case "versions" -> value.members().forEach((version, manifest) -> readVersion(next, version, manifest));
            case "time" -> readTexts(value.members(), next.time);
            case "users" ->
                value.members().forEach((user, star) -> {
                    if (star.toString().equals("true")) {
                        next.stars.add(user);
                    }
                });
            case "dist-tags" ->
                value.members().forEach((tag, version) -> tagged(version).ifPresent(v -> next.distTags.put(tag, v)));
            case "_distfiles" -> next.distfiles.putAll(value.members());
            case "_attachments" -> next.attachments.putAll(value.members());
            case "_rev" -> value.asText().filter(rev -> !rev.isEmpty()).ifPresent(rev -> next.rev = rev);
            case "readme" -> next.readme = value.asText().orElse("");
            case "maintainers" -> next.maintainers = readMaintainers(value.tree());
            case "_retired" -> texts(value.tree()).forEach(next.retired::add);
            case "_unpublished" -> next.unpublished = value.asText().orElse(null);
            case "_commits" -> next.commits = readCommits(value.tree());
            default -> next.others.put(key, value);
        }
    }

    @Override
    public byte[] write(Packument packument) {
        JsonBytes out = new JsonBytes(expectedBytes(packument)).open('{');
        out.name("name").text(packument.name()).name("versions").open('{');
        packument.versions().forEach((version, manifest) -> out.name(version).raw(manifest.json()));
        out.close('}').name("time").texts(packument.time());
        out.name("users").open('{');
        packument.stars().forEach(user -> out.name(user).bare("true"));
        out.close('}').name("dist-tags").texts(packument.distTags());
        @Nullable RawJson uplinks = packument.others().get("_uplinks");
        out.name("_uplinks").raw(uplinks == null ? RawJson.EMPTY_OBJECT : uplinks);
        members(out, "_distfiles", packument.distfiles());
        members(out, "_attachments", packument.attachments());
        out.name("_rev").text(packument.rev()).name("_id").text(packument.name());
        out.name("readme").text(packument.readme());
        writeOurs(out, packument);
        packument.others().forEach((key, value) -> {
            if (!key.equals("_uplinks")) {
                out.name(key).raw(value);
            }
        });
        return out.close('}').toBytes();
    }

    private static void writeOurs(JsonBytes out, Packument packument) {
        if (!packument.maintainers().isEmpty()) {
            out.name("maintainers").raw(maintainers(packument.maintainers()));
        }
        if (!packument.retired().isEmpty()) {
            out.name("_retired").open('[');
            packument.retired().forEach(file -> out.separate().text(file));
            out.close(']');
        }
        packument.unpublished().ifPresent(when -> out.name("_unpublished").text(when));
        if (!packument.commits().isEmpty()) {
            out.name("_commits").open('[');
            packument.commits().forEach(id -> out.separate().text(id.value()));
            out.close(']');
        }
    }

    @Override
    public List<CommitId> commits(Packument packument) {
        return packument.commits();
    }

    @Override
    public Packument withCommits(Packument packument, List<CommitId> commits) {
        return packument.change().commits(commits).build();
    }

    static RawJson maintainers(List<Maintainer> maintainers) {
        JsonBytes out = new JsonBytes(64 * maintainers.size()).open('[');
        for (Maintainer maintainer : maintainers) {
            out.separate().open('{').name("name").text(maintainer.name());
            out.name("email").text(maintainer.email()).close('}');
        }
        return RawJson.parse(out.close(']').toBytes());
    }

    private static void members(JsonBytes out, String name, Map<String, RawJson> members) {
        out.name(name).open('{');
        members.forEach((key, value) -> out.name(key).raw(value));
        out.close('}');
    }

    private static void readVersion(PackumentBuilder next, String version, RawJson manifest) {
        if (manifest.isObject()) {
            next.versions.put(version, VersionManifest.of(manifest));
        }
    }

    private static void readTexts(Map<String, RawJson> members, Map<String, String> into) {
        members.forEach((key, text) -> text.asText().ifPresent(t -> into.put(key, t)));
    }

    /// A tag names a version; old Verdaccios stored a list, of which the highest counts.
    private static Optional<String> tagged(RawJson version) {
        return version.asText().or(() -> DistTagRules.highest(texts(version.tree())));
    }

    private static List<Maintainer> readMaintainers(JsonNode list) {
        List<Maintainer> maintainers = new ArrayList<>();
        for (JsonNode one : list) {
            String name = one.path("name").asString("");
            if (!name.isEmpty()) {
                maintainers.add(new Maintainer(name, one.path("email").asString("")));
            }
        }
        return maintainers;
    }

    private static List<CommitId> readCommits(JsonNode list) {
        List<CommitId> commits = new ArrayList<>();
        for (String id : texts(list)) {
            commits.add(new CommitId(id));
        }
        return commits;
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new LinkedHashSet<>();
        for (JsonNode one : list) {
            if (one.isString()) {
                texts.add(one.stringValue());
            }
        }
        return texts;
    }

    private static int expectedBytes(Packument packument) {
        long bytes = 1024L + packument.readme().length();
        for (VersionManifest manifest : packument.versions().values()) {
            bytes += manifest.json().sizeBytes() + 256L;
        }
        return (int) Math.min(bytes, 1L << 30);
    }
}
