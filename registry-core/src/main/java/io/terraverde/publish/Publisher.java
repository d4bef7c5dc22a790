package io.terraverde.publish;

import io.terraverde.catalog.HostedNames;
import io.terraverde.catalog.Packuments;
import io.terraverde.catalog.Tarballs;
import io.terraverde.core.Caller;
import io.terraverde.core.RegistryException;
import io.terraverde.document.CommitId;
import io.terraverde.document.Document;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Maintainer;
import io.terraverde.packument.Packument;
import io.terraverde.packument.PackumentBuilder;
import io.terraverde.packument.PackumentRenderer;
import io.terraverde.packument.ProvenanceBundle;
import io.terraverde.packument.VersionManifest;
import io.terraverde.storage.BlobBody;
import io.terraverde.storage.OutcomeUnknownException;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.StorageException;
import io.terraverde.tarball.TarballFacts;
import io.terraverde.tarball.TarballInspector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Publishes versions.
public final class Publisher {
    /*
     * Everything is validated before anything is written. Then the bytes go to the store under a name that nobody uses:
     * the canonical one, or, when that is taken or retired, one with a random id. Then one commit names them in the
     * packument. So two publishers of one version never share bytes, one of them loses at the commit, and a publisher
     * that dies leaves nothing but bytes nobody names, which the sweeper takes away.
     */
    private static final Logger log = LoggerFactory.getLogger(Publisher.class);
    private static final int NAME_ATTEMPTS = 4;

    private final Packuments packuments;
    private final Tarballs tarballs;
    private final HostedNames names;
    private final UplinkCheck uplinks;
    private final TarballInspector inspector;
    private final PublishValidation validation = new PublishValidation();
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param uplinks asked whether they have a version already
    /// @param random must be safe for concurrent use
    public Publisher(
            Packuments packuments,
            Tarballs tarballs,
            HostedNames names,
            UplinkCheck uplinks,
            TarballInspector inspector,
            InstantSource clock,
            RandomGenerator random) {
        this.packuments = packuments;
        this.tarballs = tarballs;
        this.names = names;
        this.uplinks = uplinks;
        this.inspector = inspector;
        this.clock = clock;
        this.random = random;
    }

    /// Publishes the version in a document. Repeating a publish whose bytes are stored already succeeds and changes
    /// nothing, because npm repeats a PUT whose answer was lost.
    ///
    /// @param base the public base URL, for the stored `dist.tarball`
    /// @return the version
    /// @throws RegistryException.Conflict when the version exists with other bytes, here or at an uplink
    /// @throws RegistryException.Unavailable when an uplink might have it and does not answer
    /// @throws RegistryException when the document may not become a version
    /// @throws IOException when the spooled tarball cannot be read
    public String publish(PackageName name, Caller caller, WrittenDocument document, String base) throws IOException {
        TarballFacts facts = inspect(document.onlyTarball());
        Optional<Packument> present = packuments.fresh(name).map(Document::value);
        Set<String> stored = present.map(p -> p.versions().keySet()).orElse(Set.of());
        NewVersion version = validation.validate(name, document, facts, stored);
        String number = version.version().text();
        if (!stored.contains(number)) {
            uplinks.requireNew(name, number);
            names.addAhead(name);
            commitUnderFreeName(name, caller, version, base, present.orElseGet(() -> Packument.empty(name)));
            keepListed(name);
        } else {
            packuments.update(name, now -> repeated(now, version).orElseThrow(Publisher::alreadyPresent));
        }
        log.info(
                "version published package={} version={} by={}",
                name,
                number,
                caller.user().orElse("-"));
        return number;
    }

    private TarballFacts inspect(Attachment.Tarball tarball) throws IOException {
        try (InputStream bytes = tarball.spooled().body().open()) {
            return inspector.inspect(bytes);
        }
    }

    private void commitUnderFreeName(
            PackageName name, Caller caller, NewVersion version, String base, Packument present) throws IOException {
        Packument known = present;
        for (int attempt = 1; attempt <= NAME_ATTEMPTS; attempt++) {
            StoredFiles files = store(name, version, known);
            Instant now = clock.instant();
            try {
                packuments.update(name, latest -> commit(name, caller, version, base, files, latest, now));
                return;
            } catch (RetiredMeanwhile e) {
                known = packuments.fresh(name).map(Document::value).orElse(known);
            }
        }
        throw new StorageException(
                StorageException.Kind.UNAVAILABLE, "cannot find a free file name for \"" + name + "\"", null);
    }

    /// Whoever unpublished the package before the commit may have taken it out of the list.
    private void keepListed(PackageName name) {
        try {
            names.add(name);
        } catch (StorageException e) {
            log.warn("published package may be missing in the list package={}", name, e);
        }
    }

    private record StoredFiles(String tarball, Optional<String> provenance) {
        boolean isRetiredIn(Packument packument) {
            return packument.retired().contains(tarball)
                    || provenance.filter(packument.retired()::contains).isPresent();
        }
    }

    /// The sweeper took a file for a leftover before the commit named it.
    private static final class RetiredMeanwhile extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private StoredFiles store(PackageName name, NewVersion version, Packument known) throws IOException {
        String number = version.version().text();
        String tarball = create(
                name,
                PackumentRenderer.canonicalFile(name, number),
                version.tarball().body(),
                known);
        Optional<String> provenance = version.provenance()
                .map(bundle -> create(
                        name,
                        ProvenanceBundle.canonicalFile(name, number),
                        BlobBody.of(bundle.text().getBytes(StandardCharsets.UTF_8)),
                        known));
        return new StoredFiles(tarball, provenance);
    }

    /// Writes a file under the canonical name or, when that is not free, under one with a random id.
    private String create(PackageName name, String canonical, BlobBody body, Packument known) {
        String file = canonical;
        for (int attempt = 1; attempt <= NAME_ATTEMPTS; attempt++) {
            if (!known.retired().contains(file) && isCreated(name, file, body)) {
                return file;
            }
            file = FileNames.withId(canonical, CommitId.random(random));
        }
        throw new StorageException(
                StorageException.Kind.UNAVAILABLE, "cannot write \"" + canonical + "\" of \"" + name + "\"", null);
    }

    private boolean isCreated(PackageName name, String file, BlobBody body) {
        try {
            return switch (tarballs.create(name, file, body)) {
                case PutResult.Stored ignored -> true;
                case PutResult.Refused ignored -> false;
            };
        } catch (OutcomeUnknownException e) {
            // Perhaps it is ours, perhaps somebody else's: never use an object one did not surely write.
            log.warn("tarball written with unknown outcome package={} file={}", name, file, e);
            return false;
        }
    }

    private static Packument commit(
            PackageName name,
            Caller caller,
            NewVersion version,
            String base,
            StoredFiles files,
            Optional<Packument> latest,
            Instant now) {
        Optional<Packument> repeated = repeated(latest, version);
        if (repeated.isPresent()) {
            return repeated.get();
        }
        Packument packument = latest.orElseGet(() -> Packument.empty(name));
        if (files.isRetiredIn(packument)) {
            throw new RetiredMeanwhile();
        }
        String number = version.version().text();
        ObjectNode manifest = version.manifest().deepCopy();
        ObjectNode dist = manifest.withObject("/dist");
        dist.put("tarball", base + name + "/-/" + files.tarball());
        version.provenance().ifPresent(bundle -> {
            ObjectNode attestations = dist.putObject("attestations");
            attestations.put("url", base + PackumentRenderer.attestationsPath(name, number));
            attestations.putObject("provenance").put("predicateType", ProvenanceBundle.predicateType(bundle.text()));
        });
        // Without an email address npm shows one that is undefined.
        caller.user()
                .ifPresent(
                        user -> manifest.putObject("_npmUser").put("name", user).put("email", ""));
        PackumentBuilder next = packument
                .change()
                .revive()
                .version(number, VersionManifest.of(manifest), now)
                .modified(now)
                .attachment(files.tarball(), version.tarball().integrity().shasum(), number);
        files.provenance().ifPresent(file -> next.attachment(file, "", number));
        version.tags().forEach(next::distTag);
        version.readme().ifPresent(next::readme);
        if (packument.versions().isEmpty() && packument.maintainers().isEmpty()) {
            caller.user().ifPresent(user -> next.maintainers(List.of(new Maintainer(user, ""))));
        }
        return next.build();
    }

    /// The packument as it is, when it has the version with the same bytes.
    ///
    /// @throws RegistryException.Conflict when it has the version with other bytes
    private static Optional<Packument> repeated(Optional<Packument> latest, NewVersion version) {
        @Nullable VersionManifest stored =
                latest.map(p -> p.versions().get(version.version().text())).orElse(null);
        if (stored == null) {
            return Optional.empty();
        }
        boolean same = stored.integrity()
                .map(sri -> List.of(sri.split("\\s+", -1))
                        .contains(version.tarball().integrity().sri()))
                .orElseGet(() -> stored.shasum()
                        .map(version.tarball().integrity().shasum()::equals)
                        .orElse(false));
        if (!same) {
            throw alreadyPresent();
        }
        return latest;
    }

    private static RegistryException.Conflict alreadyPresent() {
        return new RegistryException.Conflict("this package is already present");
    }
}
