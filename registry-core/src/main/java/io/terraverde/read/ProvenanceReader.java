package io.terraverde.read;

import io.terraverde.catalog.Tarballs;
import io.terraverde.core.RegistryException;
import io.terraverde.document.StorageLayout;
import io.terraverde.name.PackageName;
import io.terraverde.packument.ProvenanceBundle;
import io.terraverde.packument.RawJson;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// The provenance of published versions, as npm's `GET /-/npm/v1/attestations/{name}@{version}` gives it.
public final class ProvenanceReader {
    private final PackumentReader packuments;
    private final Tarballs tarballs;

    /// Over the packuments that name the bundles.
    public ProvenanceReader(PackumentReader packuments, Tarballs tarballs) {
        this.packuments = packuments;
        this.tarballs = tarballs;
    }

    /// The JSON answer, for example
    /// `{"attestations":[{"predicateType":"https://slsa.dev/provenance/v1","bundle":{…}}]}`.
    ///
    /// @throws RegistryException.NotFound when the version was published without provenance
    public byte[] attestations(PackageName name, String version) {
        Supplier<RegistryException> absent =
                () -> new RegistryException.NotFound("no attestations for " + name + "@" + version);
        String file = packuments
                .find(name)
                .provenanceFile(version)
                .filter(StorageLayout::isFile)
                .orElseThrow(absent);
        return switch (tarballs.read(name, file, ReadIf.always())) {
            case BlobRead.Found found -> answer(found);
            case BlobRead.Absent(), BlobRead.NotChanged() -> throw absent.get();
        };
    }

    private static byte[] answer(BlobRead.Found found) {
        try (found) {
            String bundle = new String(found.body().readAllBytes(), StandardCharsets.UTF_8);
            String type = RawJson.ofText(ProvenanceBundle.predicateType(bundle)).toString();
            return ("{\"attestations\":[{\"predicateType\":" + type + ",\"bundle\":" + bundle + "}]}")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Kind.UNAVAILABLE,
                    "cannot read \"" + found.meta().key() + "\"",
                    e);
        }
    }
}
