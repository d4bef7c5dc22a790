package io.terraverde.it.client;

import io.terraverde.it.registry.Registry;
import io.terraverde.it.shell.Dialogue;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Outcome;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Yarn Berry, 3 or 4.
public final class Berry extends Client {
    private final boolean hasAgeGate;

    private Berry(String file, boolean hasAgeGate, URI registry) {
        super(file, registry);
        this.hasAgeGate = hasAgeGate;
    }

    /// Berry 3.
    public static Berry three(Registry registry) {
        return three(registry.uri());
    }

    static Berry three(URI registry) {
        return new Berry("yarn-3/bin/yarn.js", false, registry);
    }

    /// Berry 4.
    public static Berry four(Registry registry) {
        return four(registry.uri());
    }

    static Berry four(URI registry) {
        return new Berry("@yarnpkg/cli-dist/bin/yarn.js", true, registry);
    }

    @Override
    public Berry withToken(String token) {
        Folders.write(
                home().resolve(".yarnrc.yml"),
                "npmRegistries:\n  \"" + registry() + "\":\n    npmAuthToken: \"" + token + "\"\n");
        return this;
    }

    @Override
    public Outcome publish(Path source) {
        run(source, "install").succeeded();
        return run(source, "npm", "publish");
    }

    @Override
    public Outcome install(Path project) {
        return run(project, "install");
    }

    @Override
    public Outcome installFrozen(Path project) {
        return run(project, "install", "--immutable");
    }

    @Override
    public Outcome login(String user, String password) {
        beAProject(home());
        return converse(Dialogue.start().answer("username", user).answer("password", password), "npm", "login");
    }

    @Override
    public Outcome whoami() {
        return run("npm", "whoami");
    }

    @Override
    public Outcome run(Path folder, String... arguments) {
        beAProject(folder);
        return super.run(folder, arguments);
    }

    /// Berry 4 does not take what was published within the last day, unless its gate is opened.
    @Override
    Map<String, String> environment() {
        Map<String, String> environment = super.environment();
        environment.put("YARN_NPM_REGISTRY_SERVER", registry().toString());
        environment.put("YARN_NPM_ALWAYS_AUTH", "true");
        environment.put("YARN_UNSAFE_HTTP_WHITELIST", "127.0.0.1");
        environment.put("YARN_NODE_LINKER", "node-modules");
        environment.put("YARN_ENABLE_TELEMETRY", "0");
        environment.put("YARN_ENABLE_IMMUTABLE_INSTALLS", "false");
        environment.put("YARN_IGNORE_PATH", "1");
        if (hasAgeGate) {
            environment.put("YARN_NPM_MINIMAL_AGE_GATE", "0");
        }
        return environment;
    }

    /// A folder is a project of its own, not part of one above it, when it has a lock file.
    private static void beAProject(Path folder) {
        if (!Files.exists(folder.resolve("yarn.lock"))) {
            Folders.write(folder.resolve("yarn.lock"), "");
        }
        if (!Files.exists(folder.resolve("package.json"))) {
            Folders.write(folder.resolve("package.json"), "{\"name\": \"home\"}");
        }
    }
}
