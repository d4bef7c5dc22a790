package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.client.Berry;
import io.terraverde.it.client.Npm;
import io.terraverde.it.client.Pnpm;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Folders;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Publishing all packages of one repository at once.
class WorkspacesIT {
    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.standard();

    @Test
    void npmPublishesAllWorkspaces() {
        Path root = workspaces("npm", "1.0.0");
        Npm npm = Npm.eleven(registry.running()).withToken(registry.tokenOf("alice"));

        npm.run(root, "publish", "--workspaces").succeeded();

        bothArePublished("npm");
    }

    @Test
    void pnpmPublishesAllWorkspaces() {
        Path root = workspaces("pnpm", "workspace:*");
        Folders.write(root.resolve("pnpm-workspace.yaml"), "packages:\n  - packages/*\n");
        var pnpm = new Pnpm(registry.running()).withToken(registry.tokenOf("alice"));
        pnpm.install(root).succeeded();

        pnpm.run(root, "-r", "publish", "--no-git-checks").succeeded();

        bothArePublished("pnpm");
    }

    @Test
    void berryPublishesAllWorkspacesAndAgainWithoutHarm() {
        Path root = workspaces("berry", "workspace:*");
        Berry berry = Berry.four(registry.running()).withToken(registry.tokenOf("alice"));
        berry.install(root).succeeded();

        for (int round = 0; round < 2; round++) {
            berry.run(root, "workspaces", "foreach", "-A", "--no-private", "npm", "publish", "--tolerate-republish")
                    .succeeded();
        }

        bothArePublished("berry");
    }

    /// A root with two packages, of which the first needs the second.
    private static Path workspaces(String word, String range) {
        Path root = Folders.fresh("workspaces");
        Folders.write(
                root.resolve("package.json"),
                "{\"name\": \"root\", \"private\": true, \"workspaces\": [\"packages/*\"]}\n");
        aPackage("@acme/" + word + "-second").writtenTo(root.resolve("packages/second"));
        aPackage("@acme/" + word + "-first")
                .dependingOn("@acme/" + word + "-second", range)
                .writtenTo(root.resolve("packages/first"));
        return root;
    }

    private static void bothArePublished(String word) {
        var first = registry.as("alice").served("@acme/" + word + "-first");
        var second = registry.as("alice").served("@acme/" + word + "-second");
        assertThat(first.version("1.0.0")
                        .path("dependencies")
                        .path("@acme/" + word + "-second")
                        .asString())
                .isEqualTo("1.0.0");
        first.tarball("1.0.0");
        second.tarball("1.0.0");
    }
}
