package io.terraverde.it.registry;

import io.terraverde.it.shell.Folders;
import java.nio.file.Path;
import java.util.List;

/// What a registry is started with.
///
/// @param folder where its `config.yaml`, `storage/`, `htpasswd` and log lie
/// @param config the text of `config.yaml`; empty leaves the file as it lies there
/// @param command what starts the server, see [RegistryCommand]
/// @param jvm options of its JVM, for example `-Xmx256m`; a server that is no JVM is not told of them
public record RegistrySetup(Path folder, String config, String command, List<String> jvm) {
    private static final String STANDARD = """
            storage: ./storage
            auth:
              htpasswd:
                file: ./htpasswd
                rounds: 4
            packages:
              '@acme/*':
                access: $authenticated
                publish: $authenticated
                unpublish: $authenticated
              '**':
                access: $all
                publish: $authenticated
                unpublish: $authenticated
            max_body_size: 20mb
            userRateLimit:
              windowMs: 900000
              max: 1000000
            log:
              type: stdout
              format: json
              level: warn
            """;

    /// Copies the options.
    public RegistrySetup {
        jvm = List.copyOf(jvm);
    }

    /// A private scope `@acme`, everything else readable by all, no uplink, in a new folder.
    public static RegistrySetup standard() {
        return new RegistrySetup(Folders.fresh("registry"), STANDARD, RegistryCommand.UNDER_TEST, List.of());
    }

    /// The same in a folder that is there, over what lies in it.
    public RegistrySetup in(Path other) {
        return new RegistrySetup(other, config, command, jvm);
    }

    /// The same with the `config.yaml` that lies in the folder.
    public RegistrySetup withItsOwnConfig() {
        return new RegistrySetup(folder, "", command, jvm);
    }

    /// The same with one text of the configuration replaced by another.
    public RegistrySetup with(String text, String replacement) {
        if (!config.contains(text)) {
            throw new IllegalArgumentException("the configuration has no \"" + text + "\"");
        }
        return new RegistrySetup(folder, config.replace(text, replacement), command, jvm);
    }

    /// The same for another server, for example [Verdaccio#command()].
    public RegistrySetup startedBy(String other) {
        return new RegistrySetup(folder, config, other, jvm);
    }

    /// The same with options for its JVM.
    public RegistrySetup withJvm(String... options) {
        return new RegistrySetup(folder, config, command, List.of(options));
    }
}
