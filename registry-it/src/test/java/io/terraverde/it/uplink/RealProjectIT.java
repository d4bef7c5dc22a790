package io.terraverde.it.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.client.Client;
import io.terraverde.it.client.ClientKind;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.upstream.Passage;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// A project of more than 500 packages, from the registry that this machine's npm is set to: clients write the lock
/// files that they write without us, and what was installed once needs nobody outside any more.
class RealProjectIT {
    private static final Path SOURCE = Folders.module().resolve("src/test/resources/real-project/package.json");
    private static final List<ClientKind> KINDS = List.of(ClientKind.NPM_11, ClientKind.PNPM_10, ClientKind.YARN_1);

    /// What a client writes when it asks outside itself, hosts left out.
    private record Locked(ClientKind kind, String lock) {}

    private final PublicRegistry outside = PublicRegistry.ofThisMachine();

    /// All that the registry asks outside goes through the passage, which is shut half-way.
    @Test
    void installsAsWithoutUsAndThenWithoutTheUpstream() {
        try (Passage passage = Passage.proxy();
                Registry registry = Registry.start(setup(passage))) {
            List<Locked> direct = KINDS.stream()
                    .map(kind -> new Locked(kind, lockFileWithout(kind)))
                    .toList();
            String npmLock = direct.getFirst().lock;
            assertThat(packagesIn(npmLock)).isGreaterThan(500);
            direct.forEach(one -> assertThat(installed(one.kind, registry))
                    .as(one.kind + " through the registry")
                    .isEqualTo(one.lock));

            passage.shut();
            direct.forEach(one -> assertThat(installed(one.kind, registry))
                    .as(one.kind + " without the upstream")
                    .isEqualTo(one.lock));
            registry.stop();
            registry.startAgain();
            installsFromTheLockFile(registry, npmLock);
            try (Registry another =
                    Registry.start(setup(passage).with("storage: ./storage", "storage: " + registry.storage()))) {
                installsFromTheLockFile(another, npmLock);
            }
            registry.kill();
            Folders.delete(registry.storage());
        }
    }

    private RegistrySetup setup(Passage passage) {
        UplinkSetup setup = UplinkSetup.before(outside.uri())
                .with("timeout", "30s")
                .with("maxage", "1s")
                .with("https_proxy", passage.uri().toString())
                .cache("staleWhileRevalidate", "1h");
        return outside.ca()
                .map(file -> setup.with("ca", file.toString()))
                .orElse(setup)
                .registry();
    }

    /// The lock file that a client writes when it asks outside itself.
    private String lockFileWithout(ClientKind kind) {
        Path project = aCopy();
        Folders.write(
                project.resolve(".npmrc"),
                outside.ca().map(file -> "cafile=" + file + "\n").orElse(""));
        return locked(
                kind,
                outside.uri(),
                project,
                switch (kind) {
                    case NPM_11 -> new String[] {"install", "--package-lock-only"};
                    case PNPM_10 -> new String[] {"install", "--lockfile-only"};
                    default -> new String[] {"install", "--ignore-scripts", "--non-interactive"};
                });
    }

    /// Installs everything with a client that knows nothing, and gives the lock file that it wrote.
    private static String installed(ClientKind kind, Registry registry) {
        return locked(kind, registry.uri(), aCopy(), "install", "--ignore-scripts");
    }

    private static void installsFromTheLockFile(Registry registry, String lock) {
        Path project = aCopy();
        Folders.write(
                project.resolve("package-lock.json"),
                lock.replace("REGISTRY", registry.uri().toString()));
        Client npm = ClientKind.NPM_11.on(registry);

        npm.run(project, "ci", "--ignore-scripts").succeeded();

        assertThat(project.resolve("node_modules/webpack/package.json")).exists();
        Folders.delete(project);
        Folders.delete(npm.home());
    }

    private static String locked(ClientKind kind, URI registry, Path project, String... command) {
        Client client = kind.at(registry);
        client.run(project, command).succeeded();
        String lock = Folders.read(project.resolve(
                switch (kind) {
                    case NPM_11 -> "package-lock.json";
                    case PNPM_10 -> "pnpm-lock.yaml";
                    default -> "yarn.lock";
                }));
        Folders.delete(project);
        Folders.delete(client.home());
        // Yarn 1 names the public registry by another host.
        return lock.replace(registry.toString(), "REGISTRY").replaceAll("(resolved \")https?://[^/]+", "$1REGISTRY");
    }

    private static Path aCopy() {
        Path folder = Folders.fresh("real-project");
        Folders.write(folder.resolve("package.json"), Folders.read(SOURCE));
        return folder;
    }

    private static int packagesIn(String packageLock) {
        return JsonMapper.shared().readTree(packageLock).path("packages").size();
    }
}
