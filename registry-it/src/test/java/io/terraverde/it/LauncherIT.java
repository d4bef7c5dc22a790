package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.client.Npm;
import io.terraverde.it.client.Project;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Dialogue;
import io.terraverde.it.shell.Folders;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `./terraverde` in an empty folder, as a newcomer starts it.
@Tag("fix")
class LauncherIT {
    private static final String LAUNCHER = System.getProperty(
            "registry.launcher", Folders.module().resolve("../terraverde").toString());

    /// What the machine's npm is set to, and so the uplink; it knows no package.
    @RegisterExtension
    static final SharedRegistry upstream = SharedRegistry.standard();

    @Test
    void firstPublishAndInstallNeedNoConfiguration() {
        Path folder = Folders.fresh("empty");
        Folders.write(folder.resolve(".npmrc"), "registry=" + upstream.running().uri() + "/\n");
        RegistrySetup setup = RegistrySetup.standard()
                .in(folder)
                .withItsOwnConfig()
                .startedBy(Path.of(LAUNCHER).normalize() + " -l {address}");

        try (Registry registry = Registry.start(setup)) {
            Npm npm = Npm.eleven(registry);
            npm.converse(
                            Dialogue.start()
                                    .answer("username:", "newcomer")
                                    .answer("password:", "secret")
                                    .answer("email", "newcomer@example.test"),
                            "adduser",
                            "--auth-type=legacy")
                    .succeeded();
            npm.publish(aPackage("@newcomer/hello").written()).succeeded();
            Project project = Project.using("@newcomer/hello", "1.0.0");
            npm.install(project.folder()).succeeded();

            assertThat(project.loads("@newcomer/hello")).containsExactly("@newcomer/hello@1.0.0");
            assertThat(folder.resolve("storage/@newcomer/hello/package.json")).exists();
            assertThat(registry.stop()).isZero();
        }
    }
}
