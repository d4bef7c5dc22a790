package io.terraverde.it.client;

import io.terraverde.it.registry.Registry;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Outcome;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/// Yarn 1.
public final class Yarn extends Client {
    /// Yarn 1 for this registry.
    public Yarn(Registry registry) {
        this(registry.uri());
    }

    Yarn(URI registry) {
        super("yarn-1/bin/yarn.js", registry);
    }

    @Override
    public Yarn withToken(String token) {
        Folders.write(
                home().resolve(".npmrc"),
                "registry=" + registry() + "/\nalways-auth=true\n" + nerfDart() + ":_authToken=" + token + "\n");
        return this;
    }

    @Override
    public Outcome publish(Path source) {
        return run(source, "publish", "--new-version", version(source), "--no-git-tag-version", "--non-interactive");
    }

    @Override
    public Outcome install(Path project) {
        return run(project, "install", "--non-interactive");
    }

    @Override
    public Outcome installFrozen(Path project) {
        return run(project, "install", "--frozen-lockfile", "--non-interactive");
    }

    /// Yarn 1 asks for a password only on a terminal.
    @Override
    public Outcome login(String user, String password) {
        throw new UnsupportedOperationException("Yarn 1 logs in on a terminal only");
    }

    @Override
    public Outcome whoami() {
        throw new UnsupportedOperationException("Yarn 1 has no whoami");
    }

    /// As root, Yarn 1 would read the machine's settings in place of those in `HOME`; it does not when it believes that
    /// fakeroot runs it (`src/util/root-user.js`, 1.22.22).
    @Override
    Map<String, String> environment() {
        Map<String, String> environment = super.environment();
        environment.put("FAKEROOTKEY", "0");
        environment.put("PREFIX", home().resolve("none").toString());
        return environment;
    }

    private static String version(Path source) {
        return Project.at(source).manifest().path("version").asString();
    }
}
