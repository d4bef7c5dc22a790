package io.terraverde.storage.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.PutIf;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.Skips;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may read and write the files of objects.
final class FsBlobStoreAccessTest {
    private static final BlobKey USERS = BlobKey.of("htpasswd");

    @TempDir
    private Path folder;

    private Path root;
    private FsBlobStore store;

    @BeforeEach
    void open() {
        root = folder.resolve("storage");
        store = FsBlobStore.open(root, new ManualClock());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-rw-r--", "r--r-----"})
    void replacedFileKeepsItsMode(String mode) throws IOException {
        Path file = foreign("left-pad/package.json", mode);

        put(BlobKey.of("left-pad/package.json"));

        assertThat(file).hasContent("new");
        assertThat(modeOf(file)).isEqualTo(mode);
    }

    @Test
    void replacedFileKeepsItsOwnerAndGroup() throws IOException {
        Skips.unless(
                "root".equals(System.getProperty("user.name")),
                "files can be given to others by root only: this test did not run");
        Path file = foreign("htpasswd", "rw-r-----");
        Files.setAttribute(file, "unix:uid", 12_345);
        Files.setAttribute(file, "unix:gid", 12_346);

        put(USERS);

        assertThat(file).hasContent("new");
        assertThat(Files.readAttributes(file, "unix:uid,gid")).isEqualTo(Map.of("uid", 12_345, "gid", 12_346));
        assertThat(modeOf(file)).isEqualTo("rw-r-----");
    }

    @ParameterizedTest
    @ValueSource(strings = {"htpasswd", ".verdaccio-db.json", ".token-db.json", ".terraverde/logins/a1"})
    void newFileThatMayHoldSecretsIsForItsOwnerOnly(String key) throws IOException {
        put(BlobKey.of(key));

        assertThat(modeOf(root.resolve(key))).isEqualTo("rw-------");
    }

    @Test
    void whatIsBeingWrittenIsNoMoreOpenThanWhatItReplaces() throws IOException {
        foreign("htpasswd", "rw-------");
        List<String> seen = new ArrayList<>();

        store.put(USERS, lookingAtTempFiles(seen), PutIf.always());
        store.put(BlobKey.of(".token-db.json"), lookingAtTempFiles(seen), PutIf.absent());

        assertThat(seen).containsExactly("rw-------", "rw-------");
    }

    @Test
    void linkStaysAndTheFileThatItLeadsToIsReplaced() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path file = Files.writeString(elsewhere.resolve("users"), "old");
        Path link = Files.createSymbolicLink(root.resolve("htpasswd"), Path.of("../elsewhere/users"));

        put(USERS);

        assertThat(link).isSymbolicLink().hasContent("new");
        assertThat(file).hasContent("new");
        assertThat(elsewhere.toFile().list()).containsExactly("users");
    }

    @Test
    void fileThatIsAMountOfItsOwnIsSaidToBeOne() throws IOException {
        Path file = Files.writeString(root.resolve("htpasswd"), "old");
        Path mounted = Files.writeString(folder.resolve("mounted"), "mounted");
        try (TemporaryMount _ = TemporaryMount.of(mounted, file)) {
            assertThatThrownBy(() -> put(USERS))
                    .hasMessageContaining("cannot write \"htpasswd\"")
                    .hasMessageContaining("mount its folder instead");

            assertThat(file).hasContent("mounted");
        }
    }

    private void put(BlobKey key) {
        store.put(key, BlobBody.of("new".getBytes(UTF_8)), PutIf.always());
    }

    private Path foreign(String key, String mode) throws IOException {
        Path file = root.resolve(key);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, "old");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static String modeOf(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /// A body that notes the modes of the temporary files when it is opened.
    private BlobBody lookingAtTempFiles(List<String> seen) {
        return new BlobBody() {
            @Override
            public long sizeBytes() {
                return 0;
            }

            @Override
            public InputStream open() throws IOException {
                try (Stream<Path> files = Files.list(root.resolve(".terraverde/tmp"))) {
                    for (Path file : files.toList()) {
                        seen.add(modeOf(file));
                    }
                }
                return new ByteArrayInputStream(new byte[0]);
            }
        };
    }
}
