package io.terraverde.uplink;

import io.terraverde.core.RegistryException;
import io.terraverde.document.Document;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.packument.PackumentBuilder;
import io.terraverde.packument.TarballUrls;
import io.terraverde.packument.VersionManifest;
import io.terraverde.tarball.DeclaredIntegrity;
import io.terraverde.uplink.Uplink.TarballDelivery;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A package as clients see it. Cheap until its packument is wanted. Not safe for use by several threads.
public final class AvailablePackage {
    private final PackageName name;
    private final Optional<Document<Packument>> hosted;
    private final List<Offer.Found> offers;
    private final Optional<UpstreamException> failure;
    private @Nullable List<Packument> offered;
    private @Nullable Packument merged;

    /// A version that comes from an uplink.
    ///
    /// @param version as the uplink calls it
    public record Foreign(Uplink uplink, String version, VersionManifest manifest) {
        /// What its tarball must be. Registries that are very old give no more than a SHA-1 in hexadecimal
        /// digits.
        DeclaredIntegrity declared() {
            return DeclaredIntegrity.ofDist(manifest.integrity(), manifest.shasum());
        }

        private boolean isTheSameElsewhere(Foreign other) {
            return !uplink.equals(other.uplink)
                    && !declared().isNothing()
                    && declared().equals(other.declared());
        }
    }

    /// @param failure of an uplink that may have more of it
    AvailablePackage(
            PackageName name,
            Optional<Document<Packument>> hosted,
            List<Offer.Found> offers,
            Optional<UpstreamException> failure) {
        this.name = name;
        this.hosted = hosted;
        this.offers = List.copyOf(offers);
        this.failure = failure;
    }

    /// Asked before anybody says that something is missing here: a version that was not found may be one of an
    /// uplink that has failed.
    ///
    /// @throws RegistryException.Unavailable when an uplink has failed; of several failures the one that
    ///     repeating helps most
    public void requireComplete() {
        failure.ifPresent(one -> {
            throw UpstreamFailures.refusal(one);
        });
    }

    /// What is hosted of it.
    public Optional<Document<Packument>> hosted() {
        return hosted;
    }

    /// Changes whenever the packument may have changed.
    public String revision() {
        String here = hosted.map(document -> document.meta().revision().value()).orElse("-");
        if (offers.isEmpty()) {
            return here;
        }
        StringBuilder text = new StringBuilder(here);
        offers.forEach(offer ->
                text.append(' ').append(offer.uplink().cacheName()).append(':').append(offer.digest()));
        return text.toString();
    }

    /// About the size of its JSON.
    public long sizeBytes() {
        long foreign = offers.stream().mapToLong(Offer.Found::sizeBytes).sum();
        return foreign + hosted.map(document -> document.meta().sizeBytes()).orElse(0L);
    }

    /// The hosted versions, and those of uplinks that are not hosted; of several uplinks the first counts.
    /// Loaded at the first call.
    public Packument packument() {
        Packument known = merged;
        if (known == null) {
            known = offers.isEmpty() && hosted.isPresent() ? hosted.get().value() : merge();
            merged = known;
        }
        return known;
    }

    /// When it was last changed, by what it says itself.
    public Instant modified() {
        if (offers.isEmpty() && hosted.isPresent()) {
            return hosted.get().meta().modified();
        }
        try {
            return Instant.parse(packument().time().getOrDefault("modified", ""));
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /// Where its packument says that tarballs are.
    ///
    /// @param base the public URL of the registry, with a slash at its end
    public TarballUrls tarballUrls(String base) {
        boolean someKeepTheirs =
                offers.stream().anyMatch(offer -> offer.uplink().tarballs() == TarballDelivery.ORIGINAL);
        if (!someKeepTheirs) {
            return TarballUrls.below(base);
        }
        Set<String> asStored = new HashSet<>(packument().versions().keySet());
        asStored.removeAll(hostedVersions());
        asStored.removeIf(version -> foreign(version)
                .filter(from -> from.uplink().tarballs() == TarballDelivery.ORIGINAL)
                .isEmpty());
        return new TarballUrls(base, asStored);
    }

    /// Who has a version, among the uplinks.
    public Optional<Foreign> foreign(String version) {
        for (int i = 0; i < offers.size(); i++) {
            @Nullable VersionManifest manifest = offered().get(i).versions().get(version);
            if (manifest != null) {
                return Optional.of(new Foreign(offers.get(i).uplink(), version, manifest));
            }
        }
        return Optional.empty();
    }

    /// From whom the tarball of a version can be had: from the uplink whose version it is, and then from others
    /// that declare the same digest for it.
    public List<Foreign> sources(Foreign version) {
        List<Foreign> sources = new ArrayList<>(List.of(version));
        for (int i = 0; i < offers.size(); i++) {
            @Nullable VersionManifest manifest = offered().get(i).versions().get(version.version());
            if (manifest != null) {
                Foreign other = new Foreign(offers.get(i).uplink(), version.version(), manifest);
                if (other.isTheSameElsewhere(version)) {
                    sources.add(other);
                }
            }
        }
        return sources;
    }

    /// Who has the version whose tarball an uplink keeps under this name.
    public Optional<Foreign> foreignByFile(String file) {
        for (Packument packument : offered()) {
            for (var entry : packument.versions().entrySet()) {
                if (entry.getValue().tarballFile().equals(file)) {
                    return foreign(entry.getKey());
                }
            }
        }
        return Optional.empty();
    }

    private Set<String> hostedVersions() {
        Set<String> versions = new HashSet<>();
        hosted.map(Document::value).ifPresent(packument -> {
            versions.addAll(packument.versions().keySet());
            versions.removeAll(packument.copiedVersions());
        });
        return versions;
    }

    /// Of what Verdaccio copied, the uplinks' own word counts: they may have deprecated it since, or moved a
    /// tag back. A tag that they do not have may have been set here.
    private Packument merge() {
        Packument here = hosted.map(Document::value).orElseGet(() -> Packument.empty(name));
        PackumentBuilder next = here.change();
        Set<String> copied = here.copiedVersions();
        copied.forEach(version -> foreign(version).ifPresent(theirs -> next.manifest(version, theirs.manifest())));
        here.distTags().forEach((tag, version) -> {
            if (copied.contains(version)
                    && offered().stream().anyMatch(theirs -> theirs.distTags().containsKey(tag))) {
                next.withoutDistTag(tag);
            }
        });
        offered().forEach(next::adopt);
        return next.build();
    }

    private List<Packument> offered() {
        List<Packument> known = offered;
        if (known == null) {
            known = offers.stream().map(offer -> offer.packument().get()).toList();
            offered = known;
        }
        return known;
    }
}
