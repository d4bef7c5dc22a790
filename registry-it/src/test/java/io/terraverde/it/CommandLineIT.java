package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.registry.Registry;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Outcome;
import io.terraverde.it.shell.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the jar says and how it ends.
@Tag("fix")
class CommandLineIT {
    private static final String JAR = System.getProperty(
            "registry.jar",
            Folders.module().resolve("../registry-web/target/terraverde.jar").toString());

    private final Path folder = Folders.fresh("command-line");
    private final Path config = folder.resolve("config.yaml");

    @Test
    void goodConfigurationPassesTheCheck() {
        Folders.write(config, RegistrySetup.standard().config());

        run("check", "-c", config.toString()).succeeded();
    }

    @Test
    void checkNamesEveryProblem() {
        Folders.write(config, """
                storage: ./storage
                max_body_size: plenty
                userRateLimit:
                  windowMs: soon
                packages:
                  '**':
                    access: $all
                """);

        Outcome check = run("check", "-c", config.toString());

        assertThat(check.exit()).isEqualTo(2);
        assertThat(check.all()).contains("max_body_size", "windowMs");
    }

    @Test
    void serverDoesNotStartOnAWrongConfiguration() {
        Folders.write(config, "storage: [\n");

        Outcome serve = run("serve", "-c", config.toString(), "-l", "127.0.0.1:0");

        assertThat(serve.exit()).isEqualTo(2);
        assertThat(serve.all()).contains("config.yaml");
    }

    @Test
    void terminatedServerEndsInOrderAndComesBackWithEverything() {
        try (Registry registry = Registry.start(RegistrySetup.standard())) {
            var alice = registry.http().as(registry.http().login("alice", "secret"));
            alice.publish(aPackage("@acme/kept")).is(201);

            assertThat(registry.stop()).isZero();

            registry.startAgain();
            alice.served("@acme/kept").tarball("1.0.0");
        }
    }

    /// From this run the JVM's class cache is made; without it starts only take longer, and nobody notices.
    @Test
    void rehearsalEndsWell() {
        run("rehearse").succeeded();
    }

    private Outcome run(String... arguments) {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR));
        command.addAll(List.of(arguments));
        return Shell.run(folder, Map.of("PATH", "/usr/bin:/bin", "HOME", folder.toString()), command);
    }
}
