package io.terraverde.publish;

import io.terraverde.catalog.HostedNames;
import io.terraverde.catalog.Packuments;
import io.terraverde.catalog.Tarballs;
import io.terraverde.document.Document;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.packument.PackumentBuilder;
import io.terraverde.packument.VersionManifest;
import io.terraverde.storage.BlobMeta;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes away what publishers that died or lost left behind: files that no packument names. First a commit retires
/// their names, so that no publisher can come to use them any more, then the bytes go.
public final class LeftoverSweeper {
    private static final Logger log = LoggerFactory.getLogger(LeftoverSweeper.class);

    private final Packuments packuments;
    private final Tarballs tarballs;
    private final HostedNames names;
    private final Duration grace;
    private final InstantSource clock;

    /// @param grace how old a file must be; longer than any publish can take between its tarball and its commit
    public LeftoverSweeper(
            Packuments packuments, Tarballs tarballs, HostedNames names, Duration grace, InstantSource clock) {
        this.packuments = packuments;
        this.tarballs = tarballs;
        this.names = names;
        this.grace = grace;
        this.clock = clock;
    }

    /// Looks through all hosted packages once, and returns how many files went. A package that fails is skipped, and
    /// logged.
    public int sweep() {
        int swept = 0;
        for (PackageName name : names.all()) {
            try {
                swept += sweep(name);
            } catch (RuntimeException e) {
                log.warn("leftovers not swept package={}", name, e);
            }
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        return swept;
    }

    private int sweep(PackageName name) {
        Instant now = clock.instant();
        Set<String> old = new LinkedHashSet<>();
        for (BlobMeta file : tarballs.list(name)) {
            if (file.modified().isBefore(now.minus(grace))) {
                old.add(Tarballs.fileName(file));
            }
        }
        Optional<Packument> known = packuments.find(name).map(Document::value);
        if (known.map(packument -> unnamed(packument, old)).orElse(old).isEmpty()) {
            return 0;
        }
        Packument after = packuments
                .update(name, present -> retire(present.orElseGet(() -> tombstone(name, now)), old))
                .value();
        Set<String> leftovers = unnamed(after, old);
        leftovers.retainAll(after.retired());
        leftovers.forEach(file -> tarballs.delete(name, file));
        log.info("leftovers swept package={} files={}", name, leftovers.size());
        return leftovers.size();
    }

    private static Packument retire(Packument packument, Set<String> files) {
        Set<String> unnamed = unnamed(packument, files);
        if (packument.retired().containsAll(unnamed)) {
            return packument;
        }
        PackumentBuilder next = packument.change();
        unnamed.forEach(next::retire);
        return next.build();
    }

    /// What keeps the retired names of a package whose first publish never came to its commit.
    private static Packument tombstone(PackageName name, Instant now) {
        return Packument.empty(name).change().unpublish(now).build();
    }

    private static Set<String> unnamed(Packument packument, Set<String> files) {
        Set<String> named = new HashSet<>(packument.attachments().keySet());
        named.addAll(packument.distfiles().keySet());
        packument.versions().values().stream().map(VersionManifest::tarballFile).forEach(named::add);
        Set<String> unnamed = new LinkedHashSet<>(files);
        unnamed.removeAll(named);
        return unnamed;
    }
}
