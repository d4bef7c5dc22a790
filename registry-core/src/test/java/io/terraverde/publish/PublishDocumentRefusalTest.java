package io.terraverde.publish;

import static io.terraverde.testkit.PublishFixture.aPublishOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException.Invalid;
import io.terraverde.core.RegistryException.TooLarge;
import io.terraverde.core.RegistryException.Unavailable;
import io.terraverde.tarball.TarballSpool;
import io.terraverde.testkit.BrokenStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishDocumentRefusalTest {
    private static final String BIG_DATA = Base64.getEncoder().encodeToString(new byte[300_000]);
    private static final String BIG_ATTACHMENT =
            "\"_attachments\":{\"a-1.0.0.tgz\":{\"data\":\"" + BIG_DATA + "\",\"length\":300000}}";

    @TempDir
    Path directory;

    private TarballSpool spool = new TarballSpool(Path.of("unset"));

    @AfterEach
    void nothingIsLeft() {
        assertThat(spool.filesInUse()).isZero();
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "17", "true", "null", "[{}]"})
    void whatIsNoObject(String document) {
        assertRefused(document, Invalid.Kind.MALFORMED, "can't parse incoming json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{} x", "{}{}"})
    void whatIsNoneOrMore(String document) {
        assertThatThrownBy(() -> read(document))
                .isInstanceOf(Invalid.class)
                .hasMessageMatching("(can't parse incoming json|malformed JSON).*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"name\"", "{\"name\":\"a", "{\"name\":a}", "{'name':1}", "{\"a\":\"\u0001\"}"})
    void malformedJsonWithItsPosition(String document) {
        assertThatThrownBy(() -> read(document))
                .isInstanceOf(Invalid.class)
                .hasMessageStartingWith("malformed JSON at line 1, column ");
    }

    @Test
    void everyTruncation() throws IOException {
        byte[] tarball = new byte[400];
        byte[] whole = aPublishOf("a", "1.0.0", tarball).text().getBytes(StandardCharsets.UTF_8);

        for (int length = 0; length < whole.length; length++) {
            var part = new ByteArrayInputStream(whole, 0, length);
            assertThatThrownBy(() -> reader(PublishLimits.ofBody(1 << 20)).read(part))
                    .isInstanceOf(Invalid.class);
        }
    }

    @Test
    void truncationInALargeTarball() {
        assertRefused("{" + BIG_ATTACHMENT.substring(0, 350_000), Invalid.Kind.MALFORMED, "malformed JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"a\",\"name\":\"a\"}",
                "{\"versions\":{\"1.0.0\":{},\"1.0.0\":{}}}",
                "{\"versions\":{\"1.0.0\":{\"dist\":{\"shasum\":\"x\",\"shasum\":\"y\"}}}}",
                "{\"dist-tags\":{\"latest\":\"1.0.0\",\"latest\":\"2.0.0\"}}",
                "{\"_attachments\":{\"a.tgz\":{\"data\":\"\"},\"a.tgz\":{\"data\":\"\"}}}",
                "{\"_attachments\":{\"a.tgz\":{\"data\":\"AQID\",\"data\":\"AQID\"}}}",
                "{\"x\":[{\"y\":1,\"y\":1}]}"
            })
    void equalKeys(String document) {
        assertRefused(document, Invalid.Kind.MALFORMED, "uplicate");
    }

    @Test
    void deepNesting() {
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        String deepVersion = "{\"versions\":{\"1.0.0\":" + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000) + "}}";

        assertRefused(deep, Invalid.Kind.MALFORMED, "nesting depth");
        assertRefused(deepVersion, Invalid.Kind.MALFORMED, "nesting depth");
    }

    @Test
    void hugeNamesAndNumbers() {
        assertRefused("{\"" + "n".repeat(10_000) + "\":1}", Invalid.Kind.MALFORMED, "malformed JSON");
        assertRefused("{\"n\":" + "9".repeat(10_000) + "}", Invalid.Kind.MALFORMED, "malformed JSON");
    }

    @Test
    void numbersBeyondAllReason() {
        String version = "{\"versions\":{\"1.0.0\":{\"x\":1e345678901234567890123}}}";

        assertRefused(version, Invalid.Kind.MALFORMED, "malformed JSON");
        assertRefused("{\"x\":[-0.1E-99999999999]}", Invalid.Kind.MALFORMED, "malformed JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!!!", "AQ=D", "AQI", "A", "AQID=", "AQIDé", "AQ\\nID", "AQ\\u0000D", "-_-_"})
    void garbageInBase64(String data) {
        String document = "{\"_attachments\":{\"a-1.0.0.tgz\":{\"data\":\"" + data + "\"}}}";

        assertRefused(document, Invalid.Kind.MALFORMED, "malformed JSON");
    }

    @Test
    void garbageInBase64AfterMuchThatIsNone() {
        String document = "{" + BIG_ATTACHMENT.replace("\",\"length\"", "?\",\"length\"") + "}";

        assertRefused(document, Invalid.Kind.MALFORMED, "malformed JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_attachments\":[]}",
                "{\"_attachments\":\"x\"}",
                "{\"_attachments\":{\"a-1.0.0.tgz\":null}}",
                "{\"_attachments\":{\"a-1.0.0.tgz\":\"AQID\"}}",
                "{\"_attachments\":{\"a-1.0.0.tgz\":{}}}",
                "{\"_attachments\":{\"a-1.0.0.tgz\":{\"length\":3}}}",
                "{\"_attachments\":{\"a-1.0.0.tgz\":{\"data\":null}}}",
                "{\"_attachments\":{\"a-1.0.0.tgz\":{\"data\":17}}}",
                "{\"_attachments\":{\"a-1.0.0.tgz\":{\"data\":{\"data\":\"AQID\"}}}}",
                "{\"_attachments\":{\"1.tgz\":{\"data\":\"\"},\"2.tgz\":{\"data\":\"\"},\"3.tgz\":{\"data\":\"\"}}}"
            })
    void attachmentsThatAreNone(String document) {
        assertRefused(document, Invalid.Kind.MALFORMED, "unsupported registry call");
    }

    @Test
    void badAttachmentAfterALargeOneFreesIt() {
        String document = "{" + BIG_ATTACHMENT.replaceFirst("}}$", "},\"b.tgz\":null}") + "}";

        assertRefused(document, Invalid.Kind.MALFORMED, "unsupported registry call");
    }

    @Test
    void badRestOfALargeAttachmentFreesIt() {
        String document = "{" + BIG_ATTACHMENT.replaceFirst("300000", "x") + "}";

        assertRefused(document, Invalid.Kind.MALFORMED, "malformed JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":17}",
                "{\"name\":{}}",
                "{\"versions\":[]}",
                "{\"versions\":{\"1.0.0\":\"text\"}}",
                "{\"versions\":{\"1.0.0\":null}}",
                "{\"versions\":{\"1.0.0\":[{}]}}",
                "{\"dist-tags\":[]}",
                "{\"dist-tags\":{\"latest\":null}}",
                "{\"dist-tags\":{\"latest\":{}}}"
            })
    void badPackageData(String document) {
        assertRefused(document, Invalid.Kind.UNPROCESSABLE, "bad incoming package data");
    }

    @Test
    void bodyOverItsLimitIsNotReadToItsEnd() {
        var body = new CountingStream(("{" + BIG_ATTACHMENT + "}").getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> reader(PublishLimits.ofBody(100_000)).read(body))
                .isInstanceOf(TooLarge.class)
                .hasMessage("request entity too large");
        assertThat(body.read).isLessThan(120_000);
    }

    @Test
    void metadataOverItsLimitIsTooLargeEvenInOneMember() {
        String document = "{\"versions\":{\"1.0.0\":{\"x\":\"" + "x".repeat(200_000) + "\"}}}";
        var limits = new PublishLimits(1 << 20, 100_000, 10);

        assertThatThrownBy(() -> read(document, limits)).isInstanceOf(TooLarge.class);
    }

    @Test
    void tarballDoesNotCountAsMetadata() throws IOException {
        try (WrittenDocument written = read("{" + BIG_ATTACHMENT + "}", new PublishLimits(1 << 20, 20_000, 10))) {
            assertThat(written.onlyTarball().spooled().sizeBytes()).isEqualTo(300_000);
        }
    }

    @Test
    void tooManyVersionsOrValues() {
        var limits = new PublishLimits(1 << 20, 1 << 20, 2);

        assertThatThrownBy(() -> read("{\"versions\":{\"1\":{},\"2\":{},\"3\":{}}}", limits))
                .isInstanceOf(TooLarge.class);
        assertRefused("{\"x\":[" + "0,".repeat(900_000) + "0]}", Invalid.Kind.MALFORMED, "malformed JSON");
    }

    @Test
    void provenanceOfMoreThanAMebibyte() {
        String document = "{\"_attachments\":{\"a-1.0.0.sigstore\":{\"data\":\"" + "x".repeat((1 << 20) + 1) + "\"}}}";

        assertThatThrownBy(() -> read(document, PublishLimits.ofBody(10 << 20))).isInstanceOf(TooLarge.class);
    }

    @Test
    void lostConnectionPassesAsItIs() {
        byte[] start = ("{" + BIG_ATTACHMENT.substring(0, 250_000)).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> reader(PublishLimits.ofBody(1 << 20)).read(new BrokenStream(start)))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }

    @Test
    void invalidUtf8IsMalformed() {
        byte[] body = {'{', '"', 'a', '"', ':', '"', (byte) 0xff, (byte) 0xfe, '"', '}'};

        assertThatThrownBy(() -> reader(PublishLimits.ofBody(1 << 20)).read(new ByteArrayInputStream(body)))
                .isInstanceOf(Invalid.class);
    }

    @Test
    void brokenSpoolIsUnavailable() throws IOException {
        Path file = Files.createTempFile("no", "folder");
        try {
            var broken = new PublishDocumentReader(new TarballSpool(file), PublishLimits.ofBody(1 << 20));
            byte[] body = ("{" + BIG_ATTACHMENT + "}").getBytes(StandardCharsets.UTF_8);

            assertThatThrownBy(() -> broken.read(new ByteArrayInputStream(body)))
                    .isInstanceOf(Unavailable.class);
        } finally {
            Files.delete(file);
        }
    }

    private void assertRefused(String document, Invalid.Kind kind, String message) {
        assertThatThrownBy(() -> read(document)).isInstanceOfSatisfying(Invalid.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e).hasMessageContaining(message);
        });
    }

    private WrittenDocument read(String document) throws IOException {
        return read(document, PublishLimits.ofBody(2 << 20));
    }

    private WrittenDocument read(String document, PublishLimits limits) throws IOException {
        return reader(limits).read(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
    }

    private PublishDocumentReader reader(PublishLimits limits) {
        spool = new TarballSpool(directory);
        return new PublishDocumentReader(spool, limits);
    }

    private static final class CountingStream extends ByteArrayInputStream {
        private int read;

        CountingStream(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] target, int from, int length) {
            int count = super.read(target, from, length);
            read += Math.max(count, 0);
            return count;
        }
    }
}
