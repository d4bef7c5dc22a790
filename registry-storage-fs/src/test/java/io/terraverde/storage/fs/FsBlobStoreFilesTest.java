package io.terraverde.storage.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.Revision;
import io.terraverde.storage.StorageException;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.Race;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FsBlobStoreFilesTest {
    private static final BlobKey KEY = BlobKey.of("@acme/base/package.json");

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private Path root;
    private FsBlobStore store;

    @BeforeEach
    void open() {
        root = folder.resolve("made/by/open");
        store = FsBlobStore.open(root, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void objectIsTheFileOfItsKeyAndNothingIsLeftBeside() {
        put("one", PutIf.absent());
        put("refused", PutIf.absent());
        put("two", PutIf.always());

        assertThat(filesBelow(root)).containsExactly("@acme/base/package.json");
        assertThat(root.resolve(KEY.value())).hasContent("two");
    }

    @Test
    void objectHasTheTimeOfTheClock() {
        put("one", PutIf.absent());

        assertThat(modified()).isEqualTo(clock.instant());
    }

    @Test
    void filesHaveTheModeThatEveryNewFileHas() throws IOException {
        put("one", PutIf.absent());

        Path ordinary = Files.createFile(folder.resolve("ordinary"));
        assertThat(Files.getPosixFilePermissions(root.resolve(KEY.value())))
                .isEqualTo(Files.getPosixFilePermissions(ordinary));
    }

    @Test
    void filesOfAnyTimeAndModeAreObjects() throws IOException {
        Path foreign = foreign("left-pad/package.json", "{}");
        Files.setLastModifiedTime(foreign, FileTime.from(Instant.parse("1985-10-26T08:15:00.5Z")));
        Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString("r--r--r--"));
        BlobKey key = BlobKey.of("left-pad/package.json");

        try (var found = (BlobRead.Found) store.read(key, ReadIf.always())) {
            assertThat(found.body()).hasContent("{}");
            assertThat(found.meta().modified()).isEqualTo("1985-10-26T08:15:00.5Z");
            assertThat(store.list("left", null, 9).entries()).containsExactly(found.meta());
            assertThat(store.put(
                            key,
                            BlobBody.of(new byte[0]),
                            PutIf.matches(found.meta().revision())))
                    .isInstanceOf(PutResult.Stored.class);
        }
    }

    @Test
    void changeByAnotherProgramIsSeen() throws IOException {
        Revision before = put("one", PutIf.absent());

        foreign(KEY.value(), "two");

        assertThat(store.read(KEY, ReadIf.changedSince(before))).isInstanceOf(BlobRead.Found.class);
        assertThat(store.put(KEY, BlobBody.of(new byte[0]), PutIf.matches(before)))
                .isEqualTo(new PutResult.Refused());
    }

    @Test
    void fileThatGetsShorterWhileItIsReadIsAFailureNotAnEnd() throws IOException {
        put("0123456789", PutIf.absent());

        try (var found = (BlobRead.Found) store.read(KEY, ReadIf.always())) {
            foreign(KEY.value(), "01234");

            assertThatThrownBy(() -> found.body().readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void successorOfAFileFromTheFutureIsLaterStill() throws IOException {
        Path file = foreign(KEY.value(), "one");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2099-01-01T00:00:00Z")));

        put("two", PutIf.always());
        assertThat(modified()).isAfter("2099-01-01T00:00:00Z").isBefore("2099-01-01T00:00:01Z");

        store.delete(KEY);
        put("three", PutIf.always());
        assertThat(modified()).isBefore("2027-01-01T00:00:00Z");
    }

    @Test
    void clockThatGoesBackGivesNoTimeTwice() {
        put("one", PutIf.absent());
        Instant first = modified();
        clock.advance(Duration.ofHours(-1));

        put("two", PutIf.always());

        assertThat(modified()).isAfter(first);
    }

    @Test
    void directoryInPlaceOfAnObjectIsAbsentAndCannotBeWritten() throws IOException {
        Path directory = Files.createDirectories(root.resolve(KEY.value()));

        assertThat(store.read(KEY, ReadIf.always())).isEqualTo(new BlobRead.Absent());
        assertThat(store.list("", null, 9).entries()).isEmpty();
        for (PutIf condition : List.of(PutIf.always(), PutIf.absent(), PutIf.matches(new Revision("1")))) {
            assertThatThrownBy(() -> put("x", condition))
                    .hasMessageContaining("a directory")
                    .satisfies(e -> assertKind(e, StorageException.Kind.CORRUPT));
        }
        store.delete(KEY);
        assertThat(directory).isDirectory();
    }

    @Test
    void fileInPlaceOfAFolderHidesWhatWouldBeInIt() throws IOException {
        Path file = foreign("@acme", "x");

        assertThat(store.read(KEY, ReadIf.always())).isEqualTo(new BlobRead.Absent());
        assertThat(store.list("@acme/", null, 9).entries()).isEmpty();
        store.delete(KEY);
        for (PutIf condition : List.of(PutIf.always(), PutIf.absent())) {
            assertThatThrownBy(() -> put("x", condition))
                    .hasMessageContaining("a file is where its folder should be")
                    .satisfies(e -> assertKind(e, StorageException.Kind.CORRUPT));
        }
        assertThat(file).hasContent("x");
    }

    @Test
    void linkToNothingIsAbsentAndCannotBeCreatedOver() throws IOException {
        Files.createDirectories(root.resolve("@acme/base"));
        Files.createSymbolicLink(root.resolve(KEY.value()), root.resolve("nowhere"));

        assertThat(store.read(KEY, ReadIf.always())).isEqualTo(new BlobRead.Absent());
        assertThatThrownBy(() -> put("x", PutIf.absent()))
                .hasMessageContaining("a link to nothing")
                .satisfies(e -> assertKind(e, StorageException.Kind.CORRUPT));
    }

    @Test
    void lastDeleteRemovesThePackagesFolderNotTheScopes() {
        BlobKey tarball = BlobKey.of("@acme/base/base-1.0.0.tgz");
        put("x", PutIf.absent());
        store.put(tarball, BlobBody.of(new byte[3]), PutIf.absent());

        store.delete(KEY);
        assertThat(root.resolve("@acme/base")).isDirectory();
        store.delete(tarball);

        assertThat(root.resolve("@acme/base")).doesNotExist();
        assertThat(root.resolve("@acme")).isDirectory();
    }

    @Test
    void writersAndDeletersOfOneFolderDoNotDisturbEachOther() {
        List<Integer> done = Race.of(4, runner -> {
            BlobKey key = BlobKey.of("@acme/base/file-" + runner);
            int stored = 0;
            for (int i = 0; i < 50; i++) {
                if (store.put(key, BlobBody.of(new byte[1]), PutIf.absent()) instanceof PutResult.Stored) {
                    stored++;
                }
                store.delete(key);
            }
            return stored;
        });

        assertThat(done).containsOnly(50);
        assertThat(filesBelow(root)).isEmpty();
    }

    @Test
    void failedBodyLeavesNoFile() {
        BlobBody tooShort = BlobBody.of(folder.resolve("no such spool file"), 5);

        assertThatThrownBy(() -> store.put(KEY, tooShort, PutIf.absent())).hasMessageContaining("body");

        assertThat(filesBelow(root.resolve(".terraverde/tmp"))).isEmpty();
        assertThat(root.resolve("@acme")).doesNotExist();
    }

    @Test
    void openRemovesTemporaryFilesOlderThanADayOnly() throws IOException {
        Path old = Files.writeString(root.resolve(".terraverde/tmp/1-1-1"), "old");
        Path young = Files.writeString(root.resolve(".terraverde/tmp/1-1-2"), "young");
        Files.setLastModifiedTime(old, FileTime.from(clock.instant().minus(Duration.ofHours(25))));
        Files.setLastModifiedTime(young, FileTime.from(clock.instant().minus(Duration.ofHours(23))));

        store.close();
        store = FsBlobStore.open(root, clock);

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void secondOpenInOneProcessIsRefusedAndHarmsNothing() {
        assertThatThrownBy(() -> FsBlobStore.open(root, clock))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("opened the storage already");

        put("x", PutIf.absent());
        store.close();
        store = FsBlobStore.open(root, clock);
        assertThat(store.read(KEY, ReadIf.always())).isInstanceOf(BlobRead.Found.class);
    }

    @Test
    void rootThatCannotBeMadeIsSaid() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> FsBlobStore.open(file.resolve("storage"), clock))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("cannot open the storage")
                .hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".terraverde/tmp/x",
                ".terraverde/tmp",
                ".terraverde/locks/00",
                ".terraverde/locks",
                "a/.terraverde-tmp/x",
                ".terraverde-tmp"
            })
    void keysOfTheStoreItselfAreNone(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.put(BlobKey.of(key), BlobBody.of(new byte[0]), PutIf.always()));
        assertThatIllegalArgumentException().isThrownBy(() -> store.read(BlobKey.of(key), ReadIf.always()));
        assertThatIllegalArgumentException().isThrownBy(() -> store.delete(BlobKey.of(key)));
        assertThat(store.list(key, null, 9).entries()).isEmpty();
    }

    @Test
    void keysBesideTheStoresOwnAreObjects() {
        BlobKey key = BlobKey.of(".terraverde/tokens/alice.json");
        store.put(key, BlobBody.of(new byte[1]), PutIf.absent());

        assertThat(store.list("", null, 9).entries()).hasSize(1);
        assertThat(store.list(".terraverde/", null, 9).entries()).hasSize(1);
        store.delete(key);
        assertThat(root.resolve(".terraverde")).isDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../", "../outside", "/", "a/../../", "//", "./", "a\u0000/"})
    void listNeverLeavesTheRoot(String prefix) throws IOException {
        Files.writeString(folder.resolve("made/by/outside"), "x");

        assertThat(store.list(prefix, null, 9).entries()).isEmpty();
    }

    @Test
    void linksThatLeadInCirclesEnd() throws IOException {
        put("x", PutIf.absent());
        Files.createSymbolicLink(root.resolve("@acme/base/circle"), root.resolve("@acme"));

        assertThat(store.list("", null, 1000).entries()).hasSizeBetween(1, 3);
    }

    @Test
    void namesThatAreNoKeysAreLeftOut() throws IOException {
        put("x", PutIf.absent());
        foreign("back\\slash", "x");
        foreign("new\nline/file", "x");

        assertThat(store.list("", null, 9).entries()).hasSize(1);
    }

    @Test
    void missingStorageIsAFailureNotAnAbsence() throws IOException {
        store.close();
        try (Stream<Path> all = Files.walk(root.resolve(".terraverde"))) {
            all.sorted((left, right) -> right.compareTo(left)).forEach(FsBlobStoreFilesTest::remove);
        }

        assertThatThrownBy(() -> store.read(KEY, ReadIf.always())).hasMessageContaining("is it mounted?");
        assertThatThrownBy(() -> store.list("", null, 9)).hasMessageContaining("is it mounted?");
        assertThatThrownBy(() -> store.check()).hasMessageContaining("is it mounted?");
        assertThatThrownBy(() -> put("x", PutIf.absent())).isInstanceOf(StorageException.class);
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void interruptedWriterFailsAndHoldsNobodyUp() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> put("x", PutIf.absent())).isInstanceOf(StorageException.class);
        assertThat(Thread.interrupted()).isTrue();

        put("y", PutIf.always());

        assertThat(root.resolve(KEY.value())).hasContent("y");
        assertThat(filesBelow(root.resolve(".terraverde/tmp"))).isEmpty();
    }

    private Revision put(String text, PutIf condition) {
        return switch (store.put(KEY, BlobBody.of(text.getBytes(UTF_8)), condition)) {
            case PutResult.Stored(BlobMeta meta) -> meta.revision();
            case PutResult.Refused() -> new Revision("refused");
        };
    }

    private Instant modified() {
        return store.list(KEY.value(), null, 1).entries().getFirst().modified();
    }

    private Path foreign(String key, String text) throws IOException {
        Path file = root.resolve(key);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, text);
    }

    private static List<String> filesBelow(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(path -> root.relativize(path).toString())
                    .filter(path -> !path.startsWith(".terraverde/locks/"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertKind(Throwable failure, StorageException.Kind kind) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
