package io.terraverde.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.testkit.Race;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    private static final int ROUNDS = 1_000;

    @TempDir
    private Path root;

    @Test
    void folderThatOthersRemoveAllTheTimeIsMade() {
        Folders folders = new Folders(root);
        Path folder = root.resolve("@acme/base");

        List<Integer> made = Race.of(4, runner -> {
            for (int i = 0; i < ROUNDS; i++) {
                try {
                    folders.make(folder);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                folders.removeIfEmpty(folder);
            }
            return ROUNDS;
        });

        assertThat(made).containsOnly(ROUNDS);
    }

    @Test
    void fileInPlaceOfAFolderStays() throws IOException {
        Path file = Files.writeString(root.resolve("base"), "x");

        assertThatThrownBy(() -> new Folders(root).make(file)).isInstanceOf(FileAlreadyExistsException.class);

        assertThat(file).hasContent("x");
    }
}
