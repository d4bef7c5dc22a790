package io.terraverde.it.client;

import io.terraverde.it.shell.Dialogue;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Outcome;
import io.terraverde.it.shell.Shell;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A package manager with a home of its own: no configuration, cache or login but what a test gives it.
public abstract class Client {
    private final String file;
    private final URI registry;
    private final Path home = Folders.fresh("home");

    Client(String file, URI registry) {
        this.file = file;
        this.registry = registry;
    }

    /// Gives it a token, as a login would.
    public abstract Client withToken(String token);

    /// Publishes what lies in a folder.
    public abstract Outcome publish(Path source);

    /// Installs a project and writes its lock file.
    public abstract Outcome install(Path project);

    /// Installs a project exactly as its lock file says.
    public abstract Outcome installFrozen(Path project);

    /// Logs in by answering its questions.
    public abstract Outcome login(String user, String password);

    /// Says who is logged in.
    public abstract Outcome whoami();

    /// Runs one of its commands in a folder.
    public Outcome run(Path folder, String... arguments) {
        return Shell.run(folder, environment(), command(arguments));
    }

    /// Runs one of its commands in its home.
    public Outcome run(String... arguments) {
        return run(home, arguments);
    }

    /// Runs one of its commands and answers what it asks.
    public Outcome converse(Dialogue dialogue, String... arguments) {
        return Shell.converse(home, environment(), command(arguments), dialogue);
    }

    /// Its home folder.
    public Path home() {
        return home;
    }

    /// Where it asks.
    public URI registry() {
        return registry;
    }

    /// The registry as configuration keys name it, for example `//127.0.0.1:4873/`.
    String nerfDart() {
        return "//" + registry.getAuthority() + "/";
    }

    /// An environment of nothing but this. `CI` must not be in it: it changes what installs do.
    Map<String, String> environment() {
        String none = home.resolve("none").toString();
        var environment = new LinkedHashMap<String, String>();
        environment.put("PATH", Clients.binaries() + ":/usr/bin:/bin");
        environment.put("HOME", home.toString());
        environment.put("npm_config_globalconfig", none);
        environment.put("npm_config_update_notifier", "false");
        environment.put("npm_config_fund", "false");
        environment.put("npm_config_audit", "false");
        environment.put("npm_config_browser", "false");
        environment.put("npm_config_registry", registry + "/");
        return environment;
    }

    private List<String> command(String... arguments) {
        var command = new ArrayList<>(Clients.command(file));
        Stream.of(arguments).forEach(command::add);
        return command;
    }
}
