package io.terraverde.it.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.terraverde.it.content.Digests;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The pinned clients of `registry-it/clients`, installed below `target/` by the machine's npm when first asked
/// for, and the machine's Node.js that runs them.
public final class Clients {
    private static final Path INSTALLED = Folders.target().resolve("clients");

    private Clients() {}

    /// The command line that starts the file of a client, for example `npm-11/bin/npm-cli.js`.
    static List<String> command(String file) {
        return List.of(node().toString(), modules().resolve(file).toString());
    }

    /// A folder for `PATH` with the machine's `node` and the pinned npm 11 as `npm`, which pnpm 10 runs.
    static Path binaries() {
        modules();
        return INSTALLED.resolve("bin");
    }

    /// The machine's Node.js.
    public static Path node() {
        return Shell.find("node");
    }

    private static synchronized Path modules() {
        Path modules = INSTALLED.resolve("node_modules");
        Path stamp = INSTALLED.resolve("installed");
        try {
            Path lock = Folders.module().resolve("clients/package-lock.json");
            String wanted = Digests.integrity(Files.readAllBytes(lock));
            if (!Files.exists(stamp) || !Files.readString(stamp).equals(wanted)) {
                install();
                Files.writeString(stamp, wanted);
            }
            return modules;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot install the clients", e);
        }
    }

    /// The machine's npm runs with the environment that it has: that says how this machine reaches its npm registry.
    private static void install() throws IOException {
        Folders.delete(INSTALLED);
        Path bin = Files.createDirectories(INSTALLED.resolve("bin"));
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(Folders.module().resolve("clients").resolve(file), INSTALLED.resolve(file));
        }
        Shell.run(
                        INSTALLED,
                        System.getenv(),
                        List.of(Shell.find("npm").toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"))
                .succeeded();
        Files.createSymbolicLink(bin.resolve("node"), node().toRealPath());
        Path npm = bin.resolve("npm");
        String script =
                "#!/bin/sh\nexec node \"" + INSTALLED.resolve("node_modules/npm-11/bin/npm-cli.js") + "\" \"$@\"\n";
        Files.write(npm, script.getBytes(UTF_8));
        if (!npm.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + npm + " executable");
        }
    }
}
