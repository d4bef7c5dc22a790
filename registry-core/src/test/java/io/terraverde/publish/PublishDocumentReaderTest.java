package io.terraverde.publish;

import static io.terraverde.testkit.PublishFixture.aPublishOf;
import static io.terraverde.testkit.TarballFixture.aTarballOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.tarball.Integrity;
import io.terraverde.tarball.TarballSpool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishDocumentReaderTest {
    private static final byte[] TARBALL = aTarballOf("@sc/newpkg", "1.0.0").bytes();

    @TempDir
    Path directory;

    @Test
    void readsWhatNpmWrites() throws IOException {
        try (WrittenDocument document =
                read(aPublishOf("@sc/newpkg", "1.0.0", TARBALL).text())) {
            assertThat(document.name()).contains("@sc/newpkg");
            assertThat(document.distTags()).containsExactly(Map.entry("latest", "1.0.0"));
            assertThat(document.versions()).containsOnlyKeys("1.0.0");
            assertThat(document.versions()
                            .values()
                            .iterator()
                            .next()
                            .path("readmeFilename")
                            .stringValue())
                    .isEqualTo("README.md");
            assertThat(document.access()).isEmpty();
            assertThat(document.has("access")).isFalse();
            assertThat(document.has("_attachments")).isTrue();
            assertThat(document.others().path("_id").stringValue()).isEqualTo("@sc/newpkg");
            Attachment.Tarball tarball = document.onlyTarball();
            assertThat(tarball.key()).isEqualTo("@sc/newpkg-1.0.0.tgz");
            assertThat(tarball.fileName()).isEqualTo("newpkg-1.0.0.tgz");
            assertThat(tarball.declaredLength()).hasValue(TARBALL.length);
            assertThat(tarball.spooled().integrity()).isEqualTo(Integrity.of(TARBALL));
        }
    }

    @Test
    void readsAttachmentsBeforeTheRestAsBerryWritesThem() throws IOException {
        String document = """
                {"_id":"a","_attachments":{"a-1.0.0.tgz":{"length":3,"data":"AQID","content_type":"application/octet-stream"}},\
                "name":"a","access":"public","readme":"# a","dist-tags":{"latest":"1.0.0"},\
                "versions":{"1.0.0":{"name":"a","version":"1.0.0","gitHead":"c0ffee"}}}""";

        try (WrittenDocument written = read(document)) {
            assertThat(written.onlyTarball().spooled().integrity()).isEqualTo(Integrity.of(new byte[] {1, 2, 3}));
            assertThat(written.access()).contains("public");
            assertThat(written.readme()).contains("# a");
        }
    }

    @Test
    void keepsAProvenanceBundleAsWritten() throws IOException {
        String document = """
                {"name":"a","_attachments":{\
                "a-1.0.0.sigstore":{"content_type":"application/vnd.dev.sigstore.bundle.v0.3+json",\
                "data":"{\\"mediaType\\":\\"é €\\\\n 😀\\" }","length":25},\
                "a-1.0.0.tgz":{"content_type":"application/octet-stream","data":"AQID","length":3}}}""";

        try (WrittenDocument written = read(document)) {
            Attachment.Provenance bundle = written.onlyProvenance().orElseThrow();
            assertThat(bundle.text()).isEqualTo("{\"mediaType\":\"é €\\n 😀\" }");
            assertThat(bundle.contentType()).startsWith("application/vnd.dev.sigstore.bundle");
            assertThat(written.onlyTarball().spooled().sizeBytes()).isEqualTo(3);
        }
    }

    @Test
    void readsEditsWithoutAttachments() throws IOException {
        try (WrittenDocument star = read("{\"_id\":\"a\",\"_rev\":\"3-1\",\"users\":{\"alice\":true}}");
                WrittenDocument owner = read(
                        "{\"_id\":\"a\",\"_rev\":\"3-1\",\"maintainers\":[{\"name\":\"bob\",\"email\":\"b@x\"}]}");
                WrittenDocument deprecate = read("""
                        {"name":"a","versions":{"1.0.0":{"deprecated":"old"},"1.1.0":{"deprecated":""}},\
                        "_attachments":{},"time":{"modified":"2026-01-01T00:00:00.000Z"}}""")) {
            assertThat(star.users().orElseThrow().propertyNames()).containsExactly("alice");
            assertThat(star.has("versions")).isFalse();
            assertThat(star.others().path("_rev").stringValue()).isEqualTo("3-1");
            assertThat(owner.maintainers().orElseThrow()).hasSize(1);
            assertThat(deprecate.versions()).containsOnlyKeys("1.0.0", "1.1.0");
            assertThat(deprecate.attachments()).isEmpty();
            assertThat(deprecate.others().has("time")).isTrue();
        }
    }

    @Test
    void membersOfOtherTypesAndNullsDoNotHurt() throws IOException {
        String document = """
                {"name":null,"dist-tags":null,"versions":null,"users":[],"maintainers":"bob","readme":false,"access":7,\
                "_attachments":null}""";

        try (WrittenDocument written = read(document)) {
            assertThat(written.name()).isEmpty();
            assertThat(written.keys()).containsExactly("users", "maintainers", "readme", "access");
            assertThat(written.others().propertyNames()).containsExactly("users", "maintainers", "readme", "access");
        }
    }

    @Test
    void numbersKeepTheirValue() throws IOException {
        String document = "{\"versions\":{\"1.0.0\":{\"a\":1.10,\"b\":12345678901234567890,\"c\":1e400}}}";

        try (WrittenDocument written = read(document)) {
            assertThat(written.versions().get("1.0.0"))
                    .hasToString("{\"a\":1.10,\"b\":12345678901234567890,\"c\":1E+400}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE"})
    void jsonMayComeInItsEncodings(String charset) throws IOException {
        byte[] body = aPublishOf("@sc/newpkg", "1.0.0", TARBALL).text().getBytes(Charset.forName(charset));

        try (WrittenDocument written = reader().read(new ByteArrayInputStream(body))) {
            assertThat(written.onlyTarball().spooled().integrity()).isEqualTo(Integrity.of(TARBALL));
        }
    }

    @Test
    void readsPackumentsOfManyVersions() throws IOException {
        String versions = IntStream.range(0, 30_000)
                .mapToObj(i -> "\"0.0." + i + "-beta." + i * 31 + "\":{\"version\":\"0.0." + i + "\",\"dist\":{}}")
                .collect(Collectors.joining(","));

        try (WrittenDocument written = read("{\"name\":\"a\",\"versions\":{" + versions + "}}")) {
            assertThat(written.versions()).hasSize(30_000);
        }
    }

    /// Wherever the network cuts the body and whatever the size, the bytes are the same; escaped slashes too.
    @Property(tries = 300)
    void base64IsDecodedWhereverItIsCut(
            @ForAll @IntRange(max = 70_000) int size,
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 9_000) Integer> pieces,
            @ForAll boolean escaped)
            throws IOException {
        byte[] tarball = new byte[size];
        new Random(size).nextBytes(tarball);
        String data = Base64.getEncoder().encodeToString(tarball);
        String document = "{\"_attachments\":{\"a-1.0.0.tgz\":{\"data\":\""
                + (escaped ? data.replace("/", "\\/") : data) + "\",\"length\":" + size + "}},\"name\":\"a\"}";
        var spool = new TarballSpool(Path.of("target", "test-spool"));
        var body = new Pieces(document.getBytes(StandardCharsets.UTF_8), pieces);

        try (WrittenDocument written = new PublishDocumentReader(spool, PublishLimits.ofBody(1 << 20)).read(body)) {
            Attachment.Tarball attachment =
                    (Attachment.Tarball) written.attachments().getFirst();
            assertThat(attachment.spooled().integrity()).isEqualTo(Integrity.of(tarball));
            assertThat(written.name()).contains("a");
        }
        assertThat(spool.filesInUse()).isZero();
    }

    private WrittenDocument read(String document) throws IOException {
        return reader().read(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
    }

    private PublishDocumentReader reader() {
        return new PublishDocumentReader(new TarballSpool(directory), PublishLimits.ofBody(10 << 20));
    }

    /// Gives its bytes in pieces of these sizes, over and over.
    private static final class Pieces extends InputStream {
        private final byte[] bytes;
        private final List<Integer> sizes;
        private int at;
        private int piece;

        Pieces(byte[] bytes, List<Integer> sizes) {
            this.bytes = bytes;
            this.sizes = sizes;
        }

        @Override
        public int read() {
            return at < bytes.length ? bytes[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int from, int length) {
            if (at == bytes.length) {
                return -1;
            }
            int count = Math.min(Math.min(length, bytes.length - at), sizes.get(piece++ % sizes.size()));
            System.arraycopy(bytes, at, target, from, count);
            at += count;
            return count;
        }
    }
}
