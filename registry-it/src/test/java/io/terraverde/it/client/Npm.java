package io.terraverde.it.client;

import io.terraverde.it.registry.Registry;
import io.terraverde.it.shell.Dialogue;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Outcome;
import java.net.URI;
import java.nio.file.Path;

/// npm; pnpm 10 uses its configuration and its logins.
public class Npm extends Client {
    private final boolean asksForEmail;

    Npm(String file, boolean asksForEmail, URI registry) {
        super(file, registry);
        this.asksForEmail = asksForEmail;
    }

    /// npm 11.
    public static Npm eleven(Registry registry) {
        return eleven(registry.uri());
    }

    /// npm 11 for the registry at an address, for example that of a load balancer.
    public static Npm eleven(URI registry) {
        return version(11, registry);
    }

    /// npm of a pinned major version: 6, 8 or 11.
    public static Npm version(int major, Registry registry) {
        return version(major, registry.uri());
    }

    static Npm version(int major, URI registry) {
        return new Npm("npm-" + major + "/bin/npm-cli.js", major < 11, registry);
    }

    @Override
    public Npm withToken(String token) {
        Folders.write(home().resolve(".npmrc"), nerfDart() + ":_authToken=" + token + "\n");
        return this;
    }

    @Override
    public Outcome publish(Path source) {
        return run(source, "publish");
    }

    @Override
    public Outcome install(Path project) {
        return run(project, "install");
    }

    @Override
    public Outcome installFrozen(Path project) {
        return run(project, "ci");
    }

    /// npm 11 asks for an address only when the user is new, and this user is not.
    @Override
    public Outcome login(String user, String password) {
        Dialogue dialogue = Dialogue.start().answer("username:", user).answer("password:", password);
        return converse(asksForEmail ? dialogue.answer("email", user + "@example.test") : dialogue, loginCommand());
    }

    @Override
    public Outcome whoami() {
        return run("whoami");
    }

    String[] loginCommand() {
        return new String[] {"login", "--auth-type=legacy"};
    }
}
