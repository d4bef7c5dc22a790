package io.terraverde.read;

import io.terraverde.catalog.Packuments;
import io.terraverde.core.RegistryException;
import io.terraverde.document.Document;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.packument.PackumentForm;
import io.terraverde.packument.PackumentRenderer;

/// Packuments as far as they exist for clients: a tombstone is nothing.
public final class PackumentReader {
    private final Packuments packuments;

    /// Over the catalog of one registry.
    public PackumentReader(Packuments packuments) {
        this.packuments = packuments;
    }

    /// A packument that exists for clients.
    ///
    /// @throws RegistryException.NotFound when there is no such package
    public Document<Packument> find(PackageName name) {
        return packuments
                .find(name)
                .filter(document -> document.value().unpublished().isEmpty())
                .orElseThrow(() -> new RegistryException.NotFound("no such package available"));
    }

    /// One version's manifest as JSON.
    ///
    /// @param versionOrTag an exact version, one with a leading `v`, or a dist-tag
    /// @param base the public URL of the registry, with a slash at its end
    /// @throws RegistryException.NotFound when there is no such package or version
    public byte[] version(PackageName name, String versionOrTag, PackumentForm form, String base) {
        Packument packument = find(name).value();
        String version = packument
                .find(versionOrTag)
                .orElseThrow(() -> new RegistryException.NotFound("this version doesn't exist: " + versionOrTag));
        return PackumentRenderer.renderVersion(name, packument, version, form, base);
    }
}
