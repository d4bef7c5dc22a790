package io.terraverde.packument;

import io.terraverde.document.CommitId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The next packument in the making. Not safe for concurrent use.
public final class PackumentBuilder {
    private static final DateTimeFormatter ISO_MILLIS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String FIRST_REV = "0-0000000000000000";

    final Map<String, VersionManifest> versions = new LinkedHashMap<>();
    final Map<String, String> time = new LinkedHashMap<>();
    final Set<String> stars = new LinkedHashSet<>();
    final Map<String, String> distTags = new LinkedHashMap<>();
    final Map<String, RawJson> distfiles = new LinkedHashMap<>();
    final Map<String, RawJson> attachments = new LinkedHashMap<>();
    final Set<String> retired = new LinkedHashSet<>();
    final Map<String, RawJson> others = new LinkedHashMap<>();
    List<Maintainer> maintainers = List.of();
    List<CommitId> commits = List.of();
    String name = "";
    String rev = FIRST_REV;
    String readme = "";

    @Nullable String unpublished;

    PackumentBuilder() {}

    PackumentBuilder(Packument from) {
        name = from.name();
        versions.putAll(from.versions());
        time.putAll(from.time());
        stars.addAll(from.stars());
        distTags.putAll(from.distTags());
        distfiles.putAll(from.distfiles());
        attachments.putAll(from.attachments());
        retired.addAll(from.retired());
        others.putAll(from.others());
        maintainers = from.maintainers();
        commits = from.commits();
        rev = from.rev();
        readme = from.readme();
        unpublished = from.unpublished().orElse(null);
    }

    PackumentBuilder name(String text) {
        name = text;
        return this;
    }

    /// Adds a version, published at this time, or replaces its manifest and leaves its time alone.
    public PackumentBuilder version(String version, VersionManifest manifest, Instant published) {
        versions.put(version, manifest);
        time.putIfAbsent("created", iso(published));
        time.putIfAbsent(version, iso(published));
        return this;
    }

    /// Replaces the manifest of a version that is there.
    public PackumentBuilder manifest(String version, VersionManifest manifest) {
        versions.replace(version, manifest);
        return this;
    }

    /// Takes a version away, and its time. Tags that named it go too; a lost `latest` comes back on another version.
    public PackumentBuilder withoutVersion(String version) {
        versions.remove(version);
        time.remove(version);
        distTags.values().removeIf(version::equals);
        return this;
    }

    /// Sets `modified`.
    public PackumentBuilder modified(Instant when) {
        time.put("modified", iso(when));
        return this;
    }

    /// Points a tag at a version.
    public PackumentBuilder distTag(String tag, String version) {
        distTags.put(tag, version);
        return this;
    }

    /// Takes a tag away. `latest` comes back on the highest version.
    public PackumentBuilder withoutDistTag(String tag) {
        distTags.remove(tag);
        return this;
    }

    /// Replaces all tags.
    public PackumentBuilder distTags(Map<String, String> tags) {
        distTags.clear();
        distTags.putAll(tags);
        return this;
    }

    /// Registers a file that lies beside the document.
    public PackumentBuilder attachment(String file, String shasum, String version) {
        JsonBytes json = new JsonBytes(128)
                .open('{')
                .name("shasum")
                .text(shasum)
                .name("version")
                .text(version)
                .close('}');
        attachments.put(file, RawJson.parse(json.toBytes()));
        return this;
    }

    /// Says that a file must never be used again; from the commit of this on it may be deleted.
    public PackumentBuilder retire(String file) {
        attachments.remove(file);
        distfiles.remove(file);
        retired.add(file);
        return this;
    }

    /// A user's star.
    public PackumentBuilder star(String user) {
        stars.add(user);
        return this;
    }

    /// No star any more.
    public PackumentBuilder withoutStar(String user) {
        stars.remove(user);
        return this;
    }

    /// The latest readme.
    public PackumentBuilder readme(String text) {
        readme = text;
        return this;
    }

    /// The owners.
    public PackumentBuilder maintainers(List<Maintainer> owners) {
        maintainers = List.copyOf(owners);
        return this;
    }

    /// Turns the packument into a tombstone: everything goes but the names that must not be used again, which now
    /// include every file of the package.
    public PackumentBuilder unpublish(Instant when) {
        versions.values().forEach(manifest -> retired.add(manifest.tarballFile()));
        retired.addAll(attachments.keySet());
        retired.remove("");
        versions.clear();
        time.clear();
        stars.clear();
        distTags.clear();
        distfiles.clear();
        attachments.clear();
        others.clear();
        maintainers = List.of();
        readme = "";
        unpublished = iso(when);
        return this;
    }

    /// Takes the tombstone away: the package exists again.
    public PackumentBuilder revive() {
        unpublished = null;
        return this;
    }

    /// Adds what another registry has of the package, without touching a version that is here: the other's missing
    /// versions and times, and its tags where they are missing or would move up. A tag moves up when both
    /// versions can be compared and the other's is not lower. The readme comes along with `latest`.
    public PackumentBuilder adopt(Packument other) {
        other.versions().forEach(versions::putIfAbsent);
        other.time().forEach((key, instant) -> time.merge(key, instant, (ours, theirs) -> either(key, ours, theirs)));
        other.distTags().forEach((tag, version) -> distTags.merge(tag, version, DistTagRules::higher));
        String latest = distTags.getOrDefault("latest", "");
        boolean theirs = latest.equals(other.distTags().get("latest"));
        if (readme.isEmpty() || (theirs && !other.readme().isEmpty())) {
            readme = other.readme();
        }
        return this;
    }

    /// The marks of a commit: its id among the latest, and the next `_rev`, which ends with it.
    public PackumentBuilder commits(List<CommitId> latest) {
        commits = new ArrayList<>(latest);
        rev = nextRev(rev, latest.getLast());
        return this;
    }

    /// The packument.
    public Packument build() {
        return new Packument(this);
    }

    /// Of two times the one that holds for both registries together; those of versions are ours.
    private static String either(String key, String ours, String theirs) {
        boolean earlier = ours.compareTo(theirs) <= 0;
        return switch (key) {
            case "created" -> earlier ? ours : theirs;
            case "modified" -> earlier ? theirs : ours;
            default -> ours;
        };
    }

    private static String nextRev(String rev, CommitId id) {
        int dash = rev.indexOf('-');
        String counter = dash < 0 ? "0" : rev.substring(0, dash);
        long count = counter.matches("\\d{1,15}") ? Long.parseLong(counter) : 0;
        return (count + 1) + "-" + id;
    }

    private static String iso(Instant instant) {
        return ISO_MILLIS.format(instant);
    }
}
