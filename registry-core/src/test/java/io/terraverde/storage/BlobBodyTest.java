package io.terraverde.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlobBodyTest {
    @Test
    void bodyOfTheStartOfAFileEndsThere(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("spool"), "0123456789");

        BlobBody body = BlobBody.of(file, 4);

        try (InputStream bytes = body.open()) {
            assertThat(bytes.read()).isEqualTo('0');
            assertThat(bytes.available()).isLessThanOrEqualTo(3);
            assertThat(bytes.readAllBytes()).asString(UTF_8).isEqualTo("123");
            assertThat(bytes.read()).isEqualTo(-1);
        }
        try (InputStream again = body.open()) {
            assertThat(again.skip(3)).isEqualTo(3);
            assertThat(again.readAllBytes()).asString(UTF_8).isEqualTo("3");
        }
    }
}
