package io.terraverde.packument;

import io.terraverde.document.CommitId;
import io.terraverde.name.PackageName;
import io.terraverde.name.Version;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything that is stored of one package. Immutable; changed by building the next one from {@link #change()}.
///
/// The keys of `versions` are the texts that stand in the document: Verdaccio took whatever it was sent, so they need
/// not be semantic versions.
public final class Packument {
    /*
     * As stored, in Verdaccio's order (PackumentFormat):
     *
     *   name, versions, time, users, dist-tags, _uplinks, _distfiles, _attachments, _rev, _id, readme   Verdaccio's
     *   maintainers                                  the owners, when somebody has set them
     *   _retired     [file, …]                       names of tarballs that must never be used again
     *   _unpublished ISO instant                     a tombstone: the package is gone, its retired names are not
     *   _commits     [id, …]                         the latest commit ids
     *   …                                            everything else that stood there, untouched
     */
    private final String name;
    private final Map<String, VersionManifest> versions;
    private final Map<String, String> time;
    private final Set<String> stars;
    private final Map<String, String> distTags;
    private final Map<String, RawJson> distfiles;
    private final Map<String, RawJson> attachments;
    private final String rev;
    private final String readme;
    private final List<Maintainer> maintainers;
    private final Set<String> retired;
    private final Optional<String> unpublished;
    private final List<CommitId> commits;
    private final Map<String, RawJson> others;
    private final Map<String, String> provenanceFiles;

    Packument(PackumentBuilder from) {
        name = from.name;
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(from.versions));
        time = Collections.unmodifiableMap(new LinkedHashMap<>(from.time));
        stars = Collections.unmodifiableSet(new LinkedHashSet<>(from.stars));
        distTags = Collections.unmodifiableMap(DistTagRules.normalised(from.distTags, from.versions.keySet()));
        distfiles = Collections.unmodifiableMap(new LinkedHashMap<>(from.distfiles));
        attachments = Collections.unmodifiableMap(new LinkedHashMap<>(from.attachments));
        rev = from.rev;
        readme = from.readme;
        maintainers = List.copyOf(from.maintainers);
        retired = Collections.unmodifiableSet(new LinkedHashSet<>(from.retired));
        unpublished = Optional.ofNullable(from.unpublished);
        commits = List.copyOf(from.commits);
        others = Collections.unmodifiableMap(new LinkedHashMap<>(from.others));
        provenanceFiles = ProvenanceBundle.filesIn(attachments);
    }

    /// A package of which nothing but the name is known yet.
    public static Packument empty(PackageName name) {
        return new PackumentBuilder().name(name.text()).build();
    }

    /// The next packument, to be built from this one.
    public PackumentBuilder change() {
        return new PackumentBuilder(this);
    }

    /// The name as it stands in the document.
    public String name() {
        return name;
    }

    /// The versions in the order of their coming.
    public Map<String, VersionManifest> versions() {
        return versions;
    }

    /// A version as people name it: the exact key, else the same version loosely written (`v1.0.0`), else a dist-tag.
    public Optional<String> find(String versionOrTag) {
        if (versions.containsKey(versionOrTag)) {
            return Optional.of(versionOrTag);
        }
        Optional<String> loose =
                Version.tryParseLoose(versionOrTag).map(Version::text).filter(versions::containsKey);
        return loose.isPresent()
                ? loose
                : Optional.ofNullable(distTags.get(versionOrTag)).filter(versions::containsKey);
    }

    /// `created`, `modified`, and an instant for every version, as ISO 8601 texts with milliseconds.
    public Map<String, String> time() {
        return time;
    }

    /// The users who starred the package.
    public Set<String> stars() {
        return stars;
    }

    /// Tag to version. Where there are versions there is a `latest`.
    public Map<String, String> distTags() {
        return distTags;
    }

    /// Files that Verdaccio knew from uplinks, by name.
    public Map<String, RawJson> distfiles() {
        return distfiles;
    }

    /// The versions that Verdaccio copied from uplinks into its storage, where it keeps them beside what is hosted.
    public Set<String> copiedVersions() {
        Set<String> copied = new LinkedHashSet<>();
        if (!distfiles.isEmpty()) {
            versions.forEach((version, manifest) -> {
                if (distfiles.containsKey(manifest.tarballFile())) {
                    copied.add(version);
                }
            });
        }
        return copied;
    }

    /// Files that lie beside the document, by name, each `{"shasum": "…", "version": "…"}`.
    public Map<String, RawJson> attachments() {
        return attachments;
    }

    /// The file that holds the provenance bundle of a version.
    public Optional<String> provenanceFile(String version) {
        return Optional.ofNullable(provenanceFiles.get(version));
    }

    /// The revision npm's write commands hand back, for example `7-9f86d081884c7d65`; changes with every commit.
    public String rev() {
        return rev;
    }

    /// The latest readme; may be empty.
    public String readme() {
        return readme;
    }

    /// The owners somebody has set; empty when nobody has.
    public List<Maintainer> maintainers() {
        return maintainers;
    }

    /// Names of tarballs that must never be used again, because something may still delete them.
    public Set<String> retired() {
        return retired;
    }

    /// When the whole package was unpublished; such a package does not exist for anybody outside.
    public Optional<String> unpublished() {
        return unpublished;
    }

    /// The ids of the latest commits, oldest first.
    public List<CommitId> commits() {
        return commits;
    }

    /// What else stands in the document, for example `_uplinks`.
    public Map<String, RawJson> others() {
        return others;
    }
}
