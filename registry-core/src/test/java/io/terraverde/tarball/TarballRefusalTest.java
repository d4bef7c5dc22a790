package io.terraverde.tarball;

import static io.terraverde.testkit.TarballFixture.aTarballOf;
import static io.terraverde.testkit.TarballFixture.anEmptyTarball;
import static io.terraverde.testkit.TarballFixture.gzipped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException.Invalid;
import io.terraverde.testkit.BrokenStream;
import io.terraverde.testkit.TarballFixture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarballRefusalTest {
    @Test
    void whatIsNoGzip() {
        assertRefused(new byte[0], "tarball is empty");
        assertRefused("<html>not found</html>".getBytes(StandardCharsets.UTF_8), "not compressed with gzip");
        assertRefused(good().tar(), "not compressed with gzip");
    }

    @Test
    void whatIsNoTar() {
        assertRefused(gzipped(new byte[0]), "no package.json");
        assertRefused(gzipped("just text ".repeat(200).getBytes(StandardCharsets.UTF_8)), "not a readable tar archive");
        assertRefused(gzipped("short".getBytes(StandardCharsets.UTF_8)), "truncated");
    }

    @Test
    void everyTruncation() {
        byte[] whole = good().withFile("package/index.js", "x".repeat(5000)).bytes();

        for (int length = 1; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> inspect(part, TarballLimits.DEFAULT)).isInstanceOf(Invalid.class);
        }
    }

    @Test
    void archiveThatEndsInTheMiddleOfAFile() {
        byte[] tar = good().tar();

        assertRefused(gzipped(Arrays.copyOf(tar, 530)), "Truncated TAR archive");
        assertRefused(gzipped(Arrays.copyOf(tar, 1100)), "truncated");
    }

    @Test
    void damagedData() {
        byte[] whole = good().bytes();
        byte[] wrongSum = whole.clone();
        wrongSum[wrongSum.length - 6] ^= 1;
        byte[] wrongSize = whole.clone();
        wrongSize[wrongSize.length - 1] ^= 1;

        assertRefused(wrongSum, "damaged");
        assertRefused(wrongSize, "damaged");
    }

    @Test
    void garbageAfterTheEnd() {
        byte[] tar = good().tar();
        byte[] otherTar = aTarballOf("evil", "1.0.0").tar();

        assertRefused(
                joined(good().bytes(), "garbage".getBytes(StandardCharsets.UTF_8)), "garbage after its gzip data");
        assertRefused(joined(good().bytes(), new byte[10], new byte[] {1}), "garbage after its gzip data");
        assertRefused(gzipped(joined(tar, otherTar)), "garbage after its end mark");
        assertRefused(gzipped(joined(tar, new byte[20_000], new byte[] {1})), "garbage after its end mark");
    }

    @Test
    void entriesAfterASingleEmptyBlock() {
        byte[] first = Arrays.copyOf(good().tar(), 1024);

        byte[] tar = joined(first, new byte[512], aTarballOf("evil", "1.0.0").tar());

        assertRefused(gzipped(tar), "garbage after its end mark");
    }

    @Test
    void wrongCheckSumOfAHeader() {
        byte[] tar = good().tar();
        tar[0] = 'q';

        assertRefused(gzipped(tar), "wrong check sum");
    }

    @Test
    void missingManifest() {
        assertRefused(anEmptyTarball().bytes(), "no package.json");
        assertRefused(anEmptyTarball().withFile("package.json", "{}").bytes(), "no package.json");
        assertRefused(
                anEmptyTarball().withFile("package/lib/package.json", "{}").bytes(), "no package.json");
        assertRefused(
                anEmptyTarball()
                        .withSymbolicLink("package/package.json", "other.json")
                        .bytes(),
                "no package.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} {}", "nul", "{\"name\":\"a\",}", "{\"a\":\u0001}"})
    void manifestThatIsNoJson(String manifest) {
        assertThatThrownBy(() -> inspect(manifestOnly(manifest), TarballLimits.DEFAULT))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("package.json in the tarball is not");
    }

    @Test
    void manifestThatIsNoObjectOrHasNoNameOrVersion() {
        assertRefused(manifestOnly("[]"), "not a JSON object");
        assertRefused(manifestOnly("\"text\""), "not a JSON object");
        assertRefused(manifestOnly("{\"version\":\"1.0.0\"}"), "has no name");
        assertRefused(manifestOnly("{\"name\":\"a\",\"version\":1}"), "has no version");
    }

    @Test
    void manifestThatIsTooDeepOrTooLarge() {
        String deep = "{\"name\":\"a\",\"x\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}";
        var limits = new TarballLimits(10, 1 << 20, 1000, 100);

        assertRefused(manifestOnly(deep), "not readable JSON");
        assertThatThrownBy(() -> inspect(manifestOnly("{\"name\":\"" + "a".repeat(200) + "\"}"), limits))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("larger than 100 bytes");
    }

    @Test
    void twoDifferentManifests() {
        byte[] tarball = aTarballOf("a", "1.0.0")
                .withFile("other/package.json", "{\"name\":\"b\",\"version\":\"1.0.0\"}")
                .bytes();

        assertRefused(tarball, "two different package.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../x",
                "package/../../x",
                "package/..",
                "package\\..\\..\\x",
                "package/lib\\..\\..\\..\\x",
                "\\\\host\\share\\x",
                "C:/x",
                "c:x",
                "package/C:/Windows/x",
                "package/C:x"
            })
    void pathsThatLeaveThePackage(String path) {
        assertRefused(aTarballOf("a", "1.0.0").withFile(path, "x").bytes(), "leaves the package");
        assertRefused(aTarballOf("a", "1.0.0").withHardLink("package/x", path).bytes(), "leaves the package");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "..", "../../x", "../../package/x", "lib/../../../x", "..\\..\\x", "C:/x"})
    void symbolicLinksThatLeaveThePackage(String target) {
        byte[] tarball = aTarballOf("a", "1.0.0")
                .withSymbolicLink("package/lib/link", target + (target.equals("..") ? "/.." : ""))
                .bytes();

        assertRefused(tarball, "leaves the package");
    }

    @Test
    void absolutePathsInExtendedHeaders() {
        byte[] tar = joined(extension('x', "13 path=/abc\n"), good().tar());
        byte[] link = joined(
                extension('x', "17 linkpath=/abc\n"),
                anEmptyTarball().withSymbolicLink("package/x", "y").tar());
        byte[] longName = joined(extension('L', "/etc/passwd\0"), good().tar());

        assertRefused(gzipped(tar), "absolute path");
        assertRefused(gzipped(link), "path");
        assertRefused(gzipped(longName), "absolute path");
    }

    @Test
    void nulInAPath() {
        assertRefused(gzipped(joined(extension('x', "20 path=package/a\0b\n"), good().tar())), "");
    }

    @Test
    void manyExtendedHeadersForOneEntry() {
        byte[] one = extension('x', "13 comment=x\n");
        byte[][] thousands = new byte[3000][];
        Arrays.fill(thousands, one);

        assertRefused(gzipped(joined(one, one, good().tar())), "two extended headers");
        assertRefused(gzipped(joined(joined(thousands), good().tar())), "headers of more than 256 KiB");
    }

    @Test
    void hugeExtendedHeadersAndNames() {
        String value = "x".repeat(5_000_000);

        assertRefused(gzipped(joined(extension('x', "5000017 comment=" + value + "\n"), good().tar())), "256 KiB");
        assertRefused(gzipped(joined(extension('L', value), good().tar())), "256 KiB");
        assertRefused(gzipped(joined(extension('g', "5000017 comment=" + value + "\n"), good().tar())), "256 KiB");
    }

    @ParameterizedTest
    @ValueSource(
            bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO, TarConstants.LF_MULTIVOLUME, 'V'})
    void devicesAndTheLike(byte type) {
        assertRefused(
                aTarballOf("a", "1.0.0").withEntryOfType(type, "package/dev").bytes(), "which a package must not hold");
    }

    @Test
    void sparseFiles() {
        String records = "22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n34 GNU.sparse.realsize=1000000000\n";
        String map = "1\n0\n100\n";
        byte[] pax = joined(
                extension('x', records),
                anEmptyTarball()
                        .withFile("package/sparse", Arrays.copyOf(map.getBytes(StandardCharsets.US_ASCII), 1024))
                        .tar());

        assertRefused(gzipped(pax), "sparse");
        assertRefused(
                aTarballOf("a", "1.0.0")
                        .withEntryOfType(TarConstants.LF_GNUTYPE_SPARSE, "package/sparse")
                        .bytes(),
                "sparse");
    }

    @Test
    void moreThanTheLimits() {
        byte[] tarball = aTarballOf("a", "1.0.0")
                .withFile("package/one.js", "x".repeat(10_000))
                .bytes();

        assertThatThrownBy(() -> inspect(tarball, new TarballLimits(1, 1 << 20, 1000, 1000)))
                .isInstanceOf(Invalid.class)
                .hasMessage("tarball has more than 1 entries");
        assertThatThrownBy(() -> inspect(tarball, new TarballLimits(10, 9_000, 1000, 1000)))
                .isInstanceOf(Invalid.class)
                .hasMessage("tarball unpacks to more than 9000 bytes");
    }

    @Test
    void fileWhoseHeaderPromisesTerabytes() {
        var entry = new TarArchiveEntry("package/huge", TarConstants.LF_NORMAL, true);
        byte[] tar = aTarballOf("a", "1.0.0").with(entry, new byte[512]).tar();
        patchSize(tar, 1024, "77777777777");

        assertRefused(gzipped(tar), "unpacks to more than 4294967296 bytes");
    }

    @Test
    void bombOfZeros() {
        byte[] tarball = aTarballOf("a", "1.0.0")
                .withFile("package/zeros", new byte[40 << 20])
                .bytes();

        assertRefused(tarball, "more than 200 times its size");
    }

    @Test
    void gzipHeaderWithAHugeName() {
        byte[] start = {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0};
        byte[] name = new byte[100_000];
        Arrays.fill(name, (byte) 'x');

        assertRefused(joined(start, name), "gzip header of more than 64 KiB");
    }

    @Test
    void failureOfTheSourceIsNoRefusal() {
        var source = new BrokenStream(Arrays.copyOf(good().bytes(), 60));

        assertThatThrownBy(() -> new TarballInspector(TarballLimits.DEFAULT).inspect(source))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }

    private static TarballFixture good() {
        return aTarballOf("a", "1.0.0");
    }

    private static void assertRefused(byte[] tarball, String message) {
        assertThatThrownBy(() -> inspect(tarball, TarballLimits.DEFAULT)).isInstanceOfSatisfying(Invalid.class, e -> {
            assertThat(e.kind()).isEqualTo(Invalid.Kind.MALFORMED);
            assertThat(e).hasMessageContaining(message);
            assertThat(e.getMessage()).hasSizeLessThan(400);
        });
    }

    private static TarballFacts inspect(byte[] tarball, TarballLimits limits) throws IOException {
        return new TarballInspector(limits).inspect(new ByteArrayInputStream(tarball));
    }

    private static byte[] manifestOnly(String manifest) {
        return anEmptyTarball().withFile("package/package.json", manifest).bytes();
    }

    /// An extended header of the given type with its data, as it stands before an entry.
    private static byte[] extension(char type, String data) {
        var entry = new TarArchiveEntry("././@Header", (byte) type, true);
        entry.setSize(data.length());
        byte[] blocks = new byte[512 + (data.length() + 511) / 512 * 512];
        entry.writeEntryHeader(blocks);
        System.arraycopy(data.getBytes(StandardCharsets.US_ASCII), 0, blocks, 512, data.length());
        return blocks;
    }

    private static void patchSize(byte[] tar, int header, String octal) {
        System.arraycopy(octal.getBytes(StandardCharsets.US_ASCII), 0, tar, header + 124, 11);
        TarballFixture.fixCheckSum(tar, header);
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
