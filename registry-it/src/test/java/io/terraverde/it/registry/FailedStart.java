package io.terraverde.it.registry;

import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Outcome;
import io.terraverde.it.shell.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A start that is meant to fail.
public final class FailedStart {
    private FailedStart() {}

    /// Starts a registry and waits until its process ends by itself.
    ///
    /// @throws AssertionError when it does not within two minutes
    public static Outcome of(RegistrySetup setup) {
        Path config = setup.folder().resolve("config.yaml");
        Folders.write(config, setup.config());
        Map<String, String> environment =
                Map.of("PATH", "/usr/bin:/bin", "HOME", setup.folder().toString());
        List<String> command = RegistryCommand.of(setup, config, "127.0.0.1:0");
        return Shell.run(setup.folder(), environment, command);
    }
}
