package io.terraverde.it.client;

import io.terraverde.it.registry.Registry;
import io.terraverde.it.shell.Outcome;
import java.net.URI;
import java.nio.file.Path;

/// pnpm 10, which hands publish and the management commands to npm 11.
public final class Pnpm extends Npm {
    /// pnpm for this registry.
    public Pnpm(Registry registry) {
        this(registry.uri());
    }

    Pnpm(URI registry) {
        super("pnpm-10/bin/pnpm.cjs", false, registry);
    }

    @Override
    public Outcome publish(Path source) {
        return run(source, "publish", "--no-git-checks");
    }

    @Override
    public Outcome installFrozen(Path project) {
        return run(project, "install", "--frozen-lockfile");
    }
}
