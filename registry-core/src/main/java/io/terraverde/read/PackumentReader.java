package io.terraverde.read;

import io.terraverde.core.RegistryException;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.packument.PackumentForm;
import io.terraverde.packument.PackumentRenderer;
import io.terraverde.uplink.AvailablePackage;
import io.terraverde.uplink.AvailablePackages;

/// Packuments as far as they exist for clients: hosted here, or of uplinks.
public final class PackumentReader {
    private final AvailablePackages packages;

    /// Over the packages of one registry.
    public PackumentReader(AvailablePackages packages) {
        this.packages = packages;
    }

    /// A packument that exists for clients.
    ///
    /// @throws RegistryException.NotFound when there is no such package
    /// @throws RegistryException.Unavailable when an uplink might have it and does not answer
    public Packument find(PackageName name) {
        return packages.find(name).packument();
    }

    /// One version's manifest as JSON.
    ///
    /// @param versionOrTag an exact version, one with a leading `v`, or a dist-tag
    /// @param base the public URL of the registry, with a slash at its end
    /// @throws RegistryException.NotFound when there is no such package or version
    /// @throws RegistryException.Unavailable when an uplink might have it and does not answer
    public byte[] version(PackageName name, String versionOrTag, PackumentForm form, String base) {
        AvailablePackage known = packages.find(name);
        AvailablePackage found = known.packument().find(versionOrTag).isPresent() ? known : packages.findAnew(name);
        String version = found.packument().find(versionOrTag).orElseThrow(() -> {
            found.requireComplete();
            return new RegistryException.NotFound("this version doesn't exist: " + versionOrTag);
        });
        return PackumentRenderer.renderVersion(name, found.packument(), version, form, found.tarballUrls(base));
    }

    AvailablePackages packages() {
        return packages;
    }
}
