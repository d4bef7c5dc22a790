package io.terraverde.it.content;

import io.terraverde.it.shell.Folders;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The source of a package: `aPackage("@acme/app").withVersion("1.0.0").dependingOn("@acme/base", "^1.0.0")`.
/// Its module is the list of what was loaded: itself and, before it, what it depends on, each as
/// `name@version`.
///
/// @param more further fields of `package.json`
public record PackageSource(String name, String version, Map<String, String> dependencies, Map<String, String> more) {
    /// Copies the maps, in order.
    public PackageSource {
        dependencies = new LinkedHashMap<>(dependencies);
        more = new LinkedHashMap<>(more);
    }

    /// A package of version 1.0.0 that depends on nothing.
    public static PackageSource aPackage(String name) {
        return new PackageSource(name, "1.0.0", Map.of(), Map.of("description", name + " of the tests"));
    }

    /// The same in another version.
    public PackageSource withVersion(String other) {
        return new PackageSource(name, other, dependencies, more);
    }

    /// The same with one more dependency.
    public PackageSource dependingOn(String other, String range) {
        var all = new LinkedHashMap<>(dependencies);
        all.put(other, range);
        return new PackageSource(name, version, all, more);
    }

    /// The same with a field of `package.json`.
    public PackageSource with(String field, String value) {
        var all = new LinkedHashMap<>(more);
        all.put(field, value);
        return new PackageSource(name, version, dependencies, all);
    }

    /// Name and version, for example `@acme/app@1.0.0`.
    public String id() {
        return name + "@" + version;
    }

    /// `package.json`.
    public ObjectNode manifest() {
        ObjectNode manifest = JsonMapper.shared().createObjectNode();
        manifest.put("name", name).put("version", version).put("license", "MIT").put("main", "index.js");
        more.forEach(manifest::put);
        ObjectNode ranges = manifest.putObject("dependencies");
        dependencies.forEach(ranges::put);
        return manifest;
    }

    /// `README.md`.
    public String readme() {
        return "# " + name + "\n\nVersion " + version + ", naïve façade → ✓\n";
    }

    /// Writes the source into a folder of its own.
    public Path written() {
        return writtenTo(Folders.fresh("source"));
    }

    /// Writes the source into this folder.
    public Path writtenTo(Path folder) {
        Folders.write(folder.resolve("package.json"), manifest().toPrettyString() + "\n");
        Folders.write(folder.resolve("index.js"), module());
        Folders.write(folder.resolve("README.md"), readme());
        return folder;
    }

    /// The tarball that a client would pack.
    public byte[] tarball() {
        return Tarball.empty()
                .with("package/package.json", manifest().toPrettyString() + "\n")
                .with("package/index.js", module())
                .with("package/README.md", readme())
                .toBytes();
    }

    private String module() {
        var loaded = new StringBuilder("module.exports = [");
        dependencies
                .keySet()
                .forEach(each -> loaded.append("...require('").append(each).append("'), "));
        return loaded.append("'").append(id()).append("'];\n").toString();
    }
}
