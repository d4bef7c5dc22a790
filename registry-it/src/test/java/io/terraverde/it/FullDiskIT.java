package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.LargePackage;
import io.terraverde.it.content.PackageSource;
import io.terraverde.it.content.PublishDocument;
import io.terraverde.it.http.Answer;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Outcome;
import io.terraverde.it.shell.Shell;
import io.terraverde.it.shell.Skips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A storage that has no room, or that cannot be written.
@Tag("fix")
class FullDiskIT {
    private static final int MEGABYTE = 1 << 20;

    private final RegistrySetup setup = RegistrySetup.standard();
    private final Path storage = setup.folder().resolve("storage");

    @BeforeEach
    void mountASmallDisk() throws IOException {
        Files.createDirectories(storage);
        Skips.unless("root".equals(System.getProperty("user.name")), "a small disk can be mounted by root only");
        Outcome mounted = mount("-t", "tmpfs", "-o", "size=4m", "tmpfs", storage.toString());
        Skips.unless(mounted.exit() == 0, "a small disk cannot be mounted here: " + mounted);
    }

    @AfterEach
    void unmount() {
        while (isMounted()) {
            run("umount", "-l", storage.toString()).succeeded();
        }
    }

    @Test
    void fullDiskRefusesUntilThereIsRoom() throws IOException {
        Files.write(storage.resolve(".ballast"), new byte[2 * MEGABYTE]);
        try (Registry registry = Registry.start(setup)) {
            RegistryHttp alice = loggedIn(registry);
            alice.publish(aPackage("@acme/small")).is(201);

            Answer full = alice.put(
                    PublishDocument.path("@acme/big"), large("@acme/big").document());

            assertThat(full.status()).as(full.toString()).isIn(503, 507);
            assertThat(full.error()).isNotEmpty();
            assertIntact(registry, alice);
            alice.get("/@acme%2fbig").is(404);
            Files.delete(storage.resolve(".ballast"));
            alice.put(PublishDocument.path("@acme/big"), large("@acme/big").document())
                    .is(201);
            alice.served("@acme/big").tarball("1.0.0");
            assertIntact(registry, alice);
        }
    }

    @Test
    void diskThatIsFullToTheLastByteLosesNothing() throws IOException {
        try (Registry registry = Registry.start(setup)) {
            RegistryHttp alice = loggedIn(registry);
            alice.publish(aPackage("@acme/small")).is(201);
            fill();

            Answer publish = alice.publish(aPackage("@acme/small").withVersion("1.1.0"));
            Answer tag = alice.put("/-/package/@acme%2fsmall/dist-tags/beta", "\"1.0.0\"");

            assertThat(publish.status()).as(publish.toString()).isIn(503, 507);
            assertThat(tag.status()).as(tag.toString()).isIn(503, 507);
            assertIntact(registry, alice);
            Files.delete(storage.resolve(".ballast"));
            alice.publish(aPackage("@acme/small").withVersion("1.1.0")).is(201);
            assertIntact(registry, alice);
        }
    }

    @Test
    void readOnlyStorageIsReadAndRecovers() {
        try (Registry registry = Registry.start(setup)) {
            RegistryHttp alice = loggedIn(registry);
            alice.publish(aPackage("@acme/small")).is(201);
            mountReadOnly();

            Answer publish = alice.publish(aPackage("@acme/small").withVersion("1.1.0"));

            assertThat(publish.status()).as(publish.toString()).isIn(503, 507);
            assertThat(publish.error()).isNotEmpty();
            assertIntact(registry, alice);
            mount("-o", "remount,bind,rw", storage.toString()).succeeded();
            alice.publish(aPackage("@acme/small").withVersion("1.1.0")).is(201);
            assertIntact(registry, alice);
        }
    }

    private static void assertIntact(Registry registry, RegistryHttp alice) {
        assertThat(registry.isAlive()).isTrue();
        assertThat(registry.http().answersPing()).isTrue();
        var small = alice.served("@acme/small");
        assertThat(small.versions()).contains("1.0.0");
        small.versions().forEach(small::tarball);
    }

    private static RegistryHttp loggedIn(Registry registry) {
        return registry.http().as(registry.http().login("alice", "secret"));
    }

    private static LargePackage large(String name) {
        PackageSource source = aPackage(name);
        return LargePackage.write(source, 5 * MEGABYTE / 2, Folders.fresh("big").resolve("big.tgz"));
    }

    /// Takes all room that is left.
    private void fill() throws IOException {
        Path ballast = storage.resolve(".ballast");
        try (var out = Files.newOutputStream(ballast)) {
            var block = new byte[4096];
            while (storage.toFile().getUsableSpace() > 0) {
                out.write(block);
            }
        }
    }

    /// Mounts the disk once more over itself: the first mount cannot turn read-only while the server has files open.
    private void mountReadOnly() {
        mount("--bind", storage.toString(), storage.toString()).succeeded();
        mount("-o", "remount,bind,ro", storage.toString()).succeeded();
    }

    private boolean isMounted() {
        return run("mountpoint", "-q", storage.toString()).exit() == 0;
    }

    private static Outcome mount(String... arguments) {
        var command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private static Outcome run(String... command) {
        return Shell.run(Folders.target(), Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"), List.of(command));
    }
}
