package io.terraverde.publish;

import io.terraverde.core.RegistryException;
import io.terraverde.name.DistTag;
import io.terraverde.name.PackageName;
import io.terraverde.name.Version;
import io.terraverde.packument.PackumentRenderer;
import io.terraverde.tarball.TarballFacts;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Decides whether a written document may become a version of a package. Pure: it reads nothing and writes nothing.
///
/// All complaints are made at once, in one message; the first one decides the status. The texts are Verdaccio's where
/// it has one. That the version is already stored is no complaint: whether that is a conflict or the repetition of a
/// request whose answer got lost is for the commit to decide.
public final class PublishValidation {
    /// Checks a publish.
    ///
    /// @param name the package that the path of the request names
    /// @param facts what {@link WrittenDocument#onlyTarball} of the document holds
    /// @param storedVersions the versions the package has; the document may repeat them, as npm 6 to 9 do when they
    ///     publish again after a conflict
    /// @throws RegistryException when it may not become a version
    public NewVersion validate(
            PackageName name, WrittenDocument document, TarballFacts facts, Set<String> storedVersions) {
        Attachment.Tarball tarball = document.onlyTarball();
        Optional<Attachment.Provenance> provenance = document.onlyProvenance();
        Map.Entry<String, ObjectNode> published = publishedVersion(name, document, tarball, storedVersions);
        String key = published.getKey();
        ObjectNode manifest = published.getValue();

        var complaints = new Complaints();
        if (!document.name().map(PublishValidation::unescaped).equals(Optional.of(name.text()))) {
            complaints.unprocessable("bad incoming package data");
        }
        Optional<Version> version = checkVersion(name, key, complaints);
        var check = new VersionCheck(name, key, manifest, complaints);
        check.manifest(version, facts);
        check.tarball(tarball);
        provenance.ifPresent(check::provenance);
        checkAccess(name, document, complaints);
        checkTags(document.distTags(), key, storedVersions, complaints);
        complaints.throwIfAny();

        Version checked = version.orElseThrow();
        var stored = StoredManifest.of(
                name, checked, manifest, facts, tarball.spooled().integrity());
        Optional<String> readme =
                document.readme().or(() -> manifest.path("readme").stringValueOpt());
        return new NewVersion(checked, stored, tarball.spooled(), provenance, document.distTags(), readme);
    }

    /// The one version of the document that the tarball is for: by the tarball's name, or because all others are
    /// stored.
    private static Map.Entry<String, ObjectNode> publishedVersion(
            PackageName name, WrittenDocument document, Attachment.Tarball tarball, Set<String> storedVersions) {
        var written = document.versions().entrySet();
        var unstored = written.stream()
                .filter(version -> !storedVersions.contains(version.getKey()))
                .toList();
        var named = written.stream()
                .filter(version -> tarball.fileName().equals(PackumentRenderer.canonicalFile(name, version.getKey())))
                .findFirst();
        if (named.isPresent()) {
            Map.Entry<String, ObjectNode> version = named.get();
            if (unstored.stream().allMatch(version::equals)) {
                return version;
            }
        } else if (unstored.size() == 1) {
            return unstored.getFirst();
        } else if (written.size() == 1) {
            return written.iterator().next();
        }
        throw RegistryException.Invalid.malformed("unsupported registry call");
    }

    private static Optional<Version> checkVersion(PackageName name, String key, Complaints complaints) {
        Optional<Version> version = Version.tryParse(key);
        if (version.isEmpty()) {
            complaints.malformed(
                    "invalid version " + VersionCheck.quoted(key) + ": use semantic versioning, for example 1.2.3");
        } else if (version.get().hasBuild()) {
            complaints.malformed("invalid version " + VersionCheck.quoted(key)
                    + ": a published version carries no build metadata (\"+...\")");
        } else if (!PackageName.isPart(key)) {
            complaints.malformed("invalid version " + VersionCheck.quoted(key));
        } else if (!FileNames.canBeStored(name, key)) {
            complaints.malformed("invalid version " + VersionCheck.quoted(key)
                    + ": with the name of the package it is too long for the name of a file");
        }
        return version;
    }

    private static void checkAccess(PackageName name, WrittenDocument document, Complaints complaints) {
        boolean restricted = document.access().filter("restricted"::equals).isPresent();
        if (restricted && name.scope().isEmpty()) {
            complaints.malformed("cannot restrict access to \"" + name.text() + "\": it has no scope");
        }
    }

    private static void checkTags(
            Map<String, String> tags, String published, Set<String> storedVersions, Complaints complaints) {
        tags.forEach((tag, version) -> {
            if (DistTag.tryParse(tag).filter(valid -> !valid.isRange()).isEmpty()) {
                complaints.malformed("invalid tag " + VersionCheck.quoted(tag));
            }
            if (!version.equals(published) && !storedVersions.contains(version)) {
                complaints.notFound("this version doesn't exist");
            }
        });
    }

    static String unescaped(String name) {
        return name.replace("%2f", "/").replace("%2F", "/").replace("%40", "@");
    }
}
