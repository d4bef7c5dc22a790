package io.terraverde.publish;

import io.terraverde.catalog.HostedNames;
import io.terraverde.catalog.Packuments;
import io.terraverde.catalog.Tarballs;
import io.terraverde.core.RegistryException;
import io.terraverde.document.StorageLayout;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.packument.PackumentBuilder;
import io.terraverde.packument.PackumentRenderer;
import io.terraverde.packument.VersionManifest;
import io.terraverde.storage.StorageException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes of packages after their publication: deprecations, tags, owners, stars, unpublishing. Each is one commit.
public final class PackageEditor {
    private static final Logger log = LoggerFactory.getLogger(PackageEditor.class);

    private final Packuments packuments;
    private final Tarballs tarballs;
    private final HostedNames names;
    private final InstantSource clock;

    /// Over the catalog of one registry.
    public PackageEditor(Packuments packuments, Tarballs tarballs, HostedNames names, InstantSource clock) {
        this.packuments = packuments;
        this.tarballs = tarballs;
        this.names = names;
        this.clock = clock;
    }

    /// Applies an edit. Repeating one that is done already succeeds and changes nothing, whatever revision it
    /// names: balancers and clients repeat a request whose answer was lost.
    ///
    /// @param expectedRev the `_rev` the client read, when it names one: an edit of an older state is refused
    /// @param caller whose star is meant
    /// @throws RegistryException.NotFound when there is no such package
    /// @throws RegistryException.Conflict when the package has changed since the client read it
    public void edit(PackageName name, Optional<String> expectedRev, PackageEdit edit, String caller) {
        Instant now = clock.instant();
        Set<String> gone = new LinkedHashSet<>();
        packuments.update(name, present -> {
            gone.clear();
            Packument packument = existing(present);
            Packument next = apply(name, packument, edit, caller, now, gone);
            if (!isSame(next, packument)) {
                expectedRev.ifPresent(rev -> requireRev(packument, rev));
            }
            return next;
        });
        deleteFiles(name, gone);
        log.info("package edited package={} by={} unpublishedFiles={}", name, caller, gone.size());
    }

    /// Unpublishes a whole package. What lies in its folder goes too, also what no version names.
    ///
    /// @param rev the `_rev` the client read: npm also unpublishes the package when it wants to unpublish the only
    ///     version that it saw
    /// @throws RegistryException.NotFound when there is no such package
    /// @throws RegistryException.Conflict when the package has changed since the client read it
    public void unpublish(PackageName name, String rev) {
        Instant now = clock.instant();
        Set<String> inFolder = new LinkedHashSet<>();
        tarballs.list(name).forEach(file -> inFolder.add(Tarballs.fileName(file)));
        Set<String> gone = new LinkedHashSet<>();
        packuments.update(name, present -> {
            gone.clear();
            gone.addAll(inFolder);
            Packument packument = existing(present);
            requireRev(packument, rev);
            gone.addAll(packument.attachments().keySet());
            packument.versions().values().forEach(manifest -> gone.add(manifest.tarballFile()));
            PackumentBuilder next = packument.change().unpublish(now);
            inFolder.forEach(next::retire);
            return next.build();
        });
        if (deleteFiles(name, gone)) {
            removeFromList(name);
        }
        log.info("package unpublished package={} files={}", name, gone.size());
    }

    /// The last step of `npm unpublish`: removes the tarball of a version that is unpublished already. A repetition is
    /// not an error.
    ///
    /// @throws RegistryException.NotFound when the package never had such a file
    /// @throws RegistryException.Conflict when a version still needs the file
    public void unpublishFile(PackageName name, String file) {
        packuments.update(name, present -> {
            Packument packument = existing(present);
            requireUnneeded(name, packument, file);
            if (packument.retired().contains(file)) {
                return packument;
            }
            if (!packument.attachments().containsKey(file)) {
                throw new RegistryException.NotFound("no such file available");
            }
            return packument.change().retire(file).build();
        });
        deleteFiles(name, Set.of(file));
        log.info("file removed package={} file={}", name, file);
    }

    /// Points dist-tags at versions, and takes away those whose version is empty. All or none.
    ///
    /// @param tags tag to version, or to nothing
    /// @throws RegistryException.NotFound when there is no such package or version
    public void distTags(PackageName name, Map<String, Optional<String>> tags) {
        packuments.update(name, present -> {
            Packument packument = existing(present);
            Map<String, String> next = new LinkedHashMap<>(packument.distTags());
            tags.forEach((tag, version) -> {
                if (version.isEmpty()) {
                    next.remove(tag);
                } else if (packument.versions().containsKey(version.get())) {
                    next.put(tag, version.get());
                } else {
                    throw new RegistryException.NotFound("this version doesn't exist");
                }
            });
            return unlessSame(packument, packument.change().distTags(next).build());
        });
        log.info("dist-tags changed package={} tags={}", name, tags.keySet());
    }

    private static Packument apply(
            PackageName name, Packument packument, PackageEdit edit, String caller, Instant now, Set<String> gone) {
        PackumentBuilder next = packument.change();
        boolean changed = unpublishVersions(name, packument, edit, next, gone);
        changed |= deprecate(packument, edit, next);
        changed |= own(packument, edit, next);
        if (changed) {
            next.modified(now);
        }
        changed |= star(packument, edit, next, caller);
        edit.distTags().ifPresent(next::distTags);
        return changed ? next.build() : unlessSame(packument, next.build());
    }

    /// Identity, not equality: an edit that has nothing to do gives back what it was given.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Packument next, Packument packument) {
        return next == packument;
    }

    /// Building a packument mends its tags, so only what was built tells whether they differ.
    private static Packument unlessSame(Packument packument, Packument next) {
        return next.distTags().equals(packument.distTags()) ? packument : next;
    }

    /// The canonical name is retired too where the bytes lie under another: clients know no other one, and may ask to
    /// remove it.
    private static boolean unpublishVersions(
            PackageName name, Packument packument, PackageEdit edit, PackumentBuilder next, Set<String> gone) {
        if (edit.kept().isEmpty()) {
            return false;
        }
        Set<String> kept = edit.kept().get();
        Set<String> needed = new HashSet<>();
        Set<String> files = new LinkedHashSet<>();
        packument.versions().forEach((version, manifest) -> {
            if (kept.contains(version)) {
                needed.add(manifest.tarballFile());
                return;
            }
            next.withoutVersion(version);
            files.add(manifest.tarballFile());
            files.add(PackumentRenderer.canonicalFile(name, version));
            packument.provenanceFile(version).ifPresent(files::add);
        });
        boolean changed = !kept.containsAll(packument.versions().keySet());
        files.removeAll(needed);
        files.remove("");
        files.forEach(next::retire);
        gone.addAll(files);
        return changed;
    }

    private static boolean deprecate(Packument packument, PackageEdit edit, PackumentBuilder next) {
        boolean changed = false;
        for (Map.Entry<String, String> deprecation : edit.deprecations().entrySet()) {
            String version = deprecation.getKey();
            String message = deprecation.getValue();
            @Nullable VersionManifest manifest = packument.versions().get(version);
            boolean kept =
                    edit.kept().map(versions -> versions.contains(version)).orElse(true);
            if (manifest != null && kept && !manifest.deprecated().orElse("").equals(message)) {
                next.manifest(version, manifest.withDeprecated(message));
                changed = true;
            }
        }
        return changed;
    }

    private static boolean own(Packument packument, PackageEdit edit, PackumentBuilder next) {
        boolean changed = edit.maintainers()
                .filter(owners -> !owners.equals(packument.maintainers()))
                .isPresent();
        edit.maintainers().ifPresent(next::maintainers);
        return changed;
    }

    private static boolean star(Packument packument, PackageEdit edit, PackumentBuilder next, String caller) {
        boolean before = packument.stars().contains(caller);
        boolean after = edit.starred().orElse(before);
        if (after) {
            next.star(caller);
        } else {
            next.withoutStar(caller);
        }
        return after != before;
    }

    private static Packument existing(Optional<Packument> present) {
        return present.filter(packument -> packument.unpublished().isEmpty())
                .orElseThrow(() -> new RegistryException.NotFound("no such package available"));
    }

    private static void requireRev(Packument packument, String rev) {
        if (!packument.rev().equals(rev)) {
            throw new RegistryException.Conflict("revision " + rev + " is not the present one (" + packument.rev()
                    + "): the package has changed; read it again and repeat");
        }
    }

    private static void requireUnneeded(PackageName name, Packument packument, String file) {
        for (Map.Entry<String, VersionManifest> version : packument.versions().entrySet()) {
            if (version.getValue().tarballFile().equals(file)
                    || PackumentRenderer.canonicalFile(name, version.getKey()).equals(file)) {
                throw new RegistryException.Conflict("cannot remove \"" + file + "\": version " + version.getKey()
                        + " needs it; unpublish that version first");
            }
        }
    }

    private void removeFromList(PackageName name) {
        try {
            names.removeUnless(name, () -> exists(name));
        } catch (StorageException e) {
            log.warn("unpublished package stays in the list package={}", name, e);
        }
    }

    private boolean exists(PackageName name) {
        return packuments
                .fresh(name)
                .filter(document -> document.value().unpublished().isEmpty())
                .isPresent();
    }

    /// The names are retired by a commit, so a failure leaves nothing but unused bytes, which the sweeper takes away.
    ///
    /// @return whether all files are gone
    private boolean deleteFiles(PackageName name, Set<String> files) {
        boolean all = true;
        for (String file : files) {
            if (!StorageLayout.isFile(file)) {
                continue;
            }
            try {
                tarballs.delete(name, file);
            } catch (StorageException e) {
                log.warn("retired file not deleted package={} file={}", name, file, e);
                all = false;
            }
        }
        return all;
    }
}
