package io.terraverde.it.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.client.Client;
import io.terraverde.it.client.ClientKind;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Outcome;
import io.terraverde.it.shell.Skips;
import io.terraverde.it.upstream.Passage;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A project of more than 500 packages, from the registry that this machine's npm is set to: clients write the
/// lock files that they write without us, and what was installed once needs nobody outside any more.
class RealProjectIT {
    private static final Path SOURCE = Folders.module().resolve("src/test/resources/real-project/package.json");
    private static final int MANY = 500;
    private static final List<ClientKind> KINDS = List.of(ClientKind.NPM_11, ClientKind.PNPM_10, ClientKind.YARN_1);

    private final PublicRegistry outside = PublicRegistry.ofThisMachine();

    /// All that the registry asks outside goes through the passage, which is shut half-way.
    @Test
    void installsAsWithoutUsAndThenWithoutTheUpstream() {
        try (Passage passage = Passage.proxy();
                Registry registry = Registry.start(setup(passage))) {
            Map<ClientKind, LockFile> direct = new EnumMap<>(ClientKind.class);
            KINDS.forEach(kind -> direct.put(kind, lockFileWithout(kind)));
            assertThat(Objects.requireNonNull(direct.get(ClientKind.NPM_11)).packages())
                    .hasSizeGreaterThan(MANY);
            Map<ClientKind, LockFile> through = new EnumMap<>(ClientKind.class);
            direct.forEach((kind, lock) -> {
                LockFile ours = installed(kind, registry);
                through.put(kind, ours);
                assertSameButForTheWorld(kind + " through the registry", kind, lock, ours);
            });

            passage.shut();
            direct.forEach((kind, lock) ->
                    assertSameButForTheWorld(kind + " without the upstream", kind, lock, installed(kind, registry)));
            String npmLock =
                    Objects.requireNonNull(through.get(ClientKind.NPM_11)).text();
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

    /// The world goes on while this runs: where a lock file is another than the direct one of before, a second
    /// direct one must differ from that in the same packages.
    private void assertSameButForTheWorld(String which, ClientKind kind, LockFile before, LockFile ours) {
        Set<String> differing = ours.differingFrom(before);
        if (!differing.isEmpty()) {
            assertThat(lockFileWithout(kind).differingFrom(before))
                    .as(which + ": what others have published meanwhile")
                    .containsAll(differing);
        }
    }

    /// The lock file that a client writes when it asks outside itself.
    private LockFile lockFileWithout(ClientKind kind) {
        Path project = aCopy();
        Folders.write(
                project.resolve(".npmrc"),
                outside.ca().map(file -> "cafile=" + file + "\n").orElse(""));
        Client client = kind.at(outside.uri());
        Outcome install = client.run(
                project,
                switch (kind) {
                    case NPM_11 -> new String[] {"install", "--package-lock-only"};
                    case PNPM_10 -> new String[] {"install", "--lockfile-only"};
                    default -> new String[] {"install", "--ignore-scripts", "--non-interactive"};
                });
        Skips.unless(install.exit() == 0, kind + " cannot install from npm's registry: " + install);
        return locked(kind, client, project);
    }

    /// Installs everything with a client that knows nothing, and gives the lock file that it wrote.
    private static LockFile installed(ClientKind kind, Registry registry) {
        Path project = aCopy();
        Client client = kind.on(registry);
        client.run(project, "install", "--ignore-scripts").succeeded();
        return locked(kind, client, project);
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

    /// What a client has written; the client and the project go.
    private static LockFile locked(ClientKind kind, Client client, Path project) {
        LockFile lock = LockFile.of(kind, project, client.registry());
        Folders.delete(project);
        Folders.delete(client.home());
        return lock;
    }

    private static Path aCopy() {
        Path folder = Folders.fresh("real-project");
        Folders.write(folder.resolve("package.json"), Folders.read(SOURCE));
        return folder;
    }
}
