package io.terraverde.it.client;

import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A project that installs packages.
///
/// @param folder where its `package.json` lies
public record Project(Path folder) {
    /// A new project that depends on one package.
    public static Project using(String name, String range) {
        Path folder = Folders.fresh("project");
        ObjectNode manifest = JsonMapper.shared().createObjectNode();
        manifest.put("name", "consumer").put("version", "1.0.0").put("private", true);
        manifest.putObject("dependencies").put(name, range);
        Folders.write(folder.resolve("package.json"), manifest.toPrettyString() + "\n");
        return new Project(folder);
    }

    /// The project in this folder.
    public static Project at(Path folder) {
        return new Project(folder);
    }

    /// Its `package.json`.
    public JsonNode manifest() {
        return JsonMapper.shared().readTree(folder.resolve("package.json"));
    }

    /// What loading a package of [io.terraverde.it.content.PackageSource] loads, for example `[@acme/base@1.0.0,
    /// @acme/app@1.0.0]`.
    public List<String> loads(String name) {
        String script = "console.log(require('" + name + "').join(' '))";
        String printed = Shell.run(
                        folder,
                        Map.of("PATH", "/usr/bin:/bin"),
                        List.of(Clients.node().toString(), "-e", script))
                .succeeded()
                .out();
        return List.of(printed.strip().split(" "));
    }

    /// Deletes what was installed.
    public void forgetModules() {
        Folders.delete(folder.resolve("node_modules"));
    }

    /// The text of a file in it, for example of `package-lock.json`.
    public String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + " of " + folder, e);
        }
    }
}
