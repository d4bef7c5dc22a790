package io.terraverde.it.upstream;

import io.terraverde.it.content.Digests;
import io.terraverde.it.content.PackageSource;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A package of an upstream, which can be changed while it is served.
public final class UpstreamPackage {
    private static final Instant FIRST_DAY = Instant.parse("2020-01-01T00:00:00Z");

    private final String name;
    private final URI upstream;
    private final ObjectNode packument = JsonMapper.shared().createObjectNode();
    private final Map<String, byte[]> tarballs = new ConcurrentHashMap<>();
    private int changes;
    private byte @Nullable [] rendered;

    UpstreamPackage(String name, URI upstream) {
        this.name = name;
        this.upstream = upstream;
        packument.put("_id", name).put("name", name);
        packument.putObject("dist-tags");
        packument.putObject("versions");
        packument.putObject("time").put("created", FIRST_DAY.toString());
    }

    /// Adds a version, or replaces one, and makes it the latest.
    synchronized UpstreamPackage publish(PackageSource source, byte[] tarball) {
        ObjectNode version = source.manifest();
        version.put("_id", source.id());
        version.putObject("dist")
                .put("integrity", Digests.integrity(tarball))
                .put("shasum", Digests.shasum(tarball))
                .put("tarball", tarballOf(source.version()).toString());
        ((ObjectNode) packument.path("versions")).set(source.version(), version);
        ((ObjectNode) packument.path("time")).put(source.version(), FIRST_DAY.toString());
        tarballs.put(pathOf(source.version()), tarball);
        return tag("latest", source.version());
    }

    /// Moves a dist-tag.
    public synchronized UpstreamPackage tag(String tag, String version) {
        ((ObjectNode) packument.path("dist-tags")).put(tag, version);
        return changed();
    }

    /// Deprecates a version.
    public synchronized UpstreamPackage deprecate(String version, String message) {
        ((ObjectNode) packument.path("versions").path(version)).put("deprecated", message);
        return changed();
    }

    /// Takes a version back, with its tarball.
    public synchronized UpstreamPackage unpublish(String version) {
        ((ObjectNode) packument.path("versions")).remove(version);
        ((ObjectNode) packument.path("time")).remove(version);
        tarballs.remove(pathOf(version));
        return changed();
    }

    /// The path of its packument, for example `/@acme/base`.
    public String path() {
        return "/" + name;
    }

    /// The path of a tarball, for example `/@acme/base/-/base-1.0.0.tgz`.
    public String pathOf(String version) {
        return "/" + name + "/-/" + name.substring(name.indexOf('/') + 1) + "-" + version + ".tgz";
    }

    /// The address of a tarball, as the packument says it.
    public URI tarballOf(String version) {
        return URI.create(upstream + pathOf(version));
    }

    /// The tarball at a path.
    Optional<byte[]> tarball(String path) {
        return Optional.ofNullable(tarballs.get(path));
    }

    synchronized byte[] packument() {
        if (rendered == null) {
            rendered = JsonMapper.shared().writeValueAsBytes(packument);
        }
        return rendered;
    }

    private UpstreamPackage changed() {
        changes++;
        ((ObjectNode) packument.path("time"))
                .put("modified", FIRST_DAY.plusSeconds(changes).toString());
        rendered = null;
        return this;
    }
}
