package io.terraverde.tarball;

import static io.terraverde.testkit.TarballFixture.aTarballOf;
import static io.terraverde.testkit.TarballFixture.anEmptyTarball;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.testkit.TarballFixture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarballInspectorTest {
    private final TarballInspector inspector = new TarballInspector(TarballLimits.DEFAULT);

    @Test
    void tellsWhatAnOrdinaryTarballHolds() throws IOException {
        TarballFixture tarball = aTarballOf("@acme/base", "1.2.3")
                .withFile("package/index.js", "module.exports = 1\n")
                .withFolder("package/lib/")
                .withFile("package/lib/empty.js", "");

        TarballFacts facts = inspect(tarball.bytes());

        assertThat(facts.name()).isEqualTo("@acme/base");
        assertThat(facts.version()).isEqualTo("1.2.3");
        assertThat(facts.fileCount()).isEqualTo(3);
        assertThat(facts.unpackedBytes()).isEqualTo(40 + 19);
        assertThat(facts.linkCount()).isZero();
        assertThat(facts.hasShrinkwrap()).isFalse();
        assertThat(facts.hasInstallScript()).isFalse();
        assertThat(facts.packageJson().path("version").stringValue()).isEqualTo("1.2.3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "package/package.json",
                "left-pad/package.json",
                "./package.json",
                "package//package.json",
                "package/./package.json"
            })
    void manifestStandsBelowTheFirstSegment(String path) throws IOException {
        byte[] tarball = anEmptyTarball()
                .withFile(path, "{\"name\":\"a\",\"version\":\"1.0.0\"}")
                .bytes();

        assertThat(inspect(tarball).name()).isEqualTo("a");
    }

    @Test
    void manifestsFurtherDownDoNotCount() throws IOException {
        byte[] tarball = aTarballOf("a", "1.0.0")
                .withFile("package/node_modules/b/package.json", "{\"name\":\"b\",\"version\":\"2.0.0\"}")
                .bytes();

        assertThat(inspect(tarball).name()).isEqualTo("a");
    }

    @Test
    void sameManifestTwiceIsOne() throws IOException {
        String manifest = "{\"name\":\"a\",\"version\":\"1.0.0\"}";
        byte[] tarball = anEmptyTarball()
                .withFile("package/package.json", manifest)
                .withFile("package/package.json", manifest)
                .bytes();

        assertThat(inspect(tarball).fileCount()).isEqualTo(2);
    }

    @Test
    void manifestMayHaveAByteOrderMarkAndEqualKeys() throws IOException {
        byte[] tarball = anEmptyTarball()
                .withFile("package/package.json", "\uFEFF{\"name\":\"x\",\"name\":\" a \",\"version\":\"1.0.0\"}")
                .bytes();

        assertThat(inspect(tarball).name()).isEqualTo("a");
    }

    @Test
    void longNamesAreRead() throws IOException {
        String deep = "package/" + "long-folder-name/".repeat(30) + "file.js";
        byte[] tarball = aTarballOf("a", "1.0.0").withFile(deep, "x").bytes();

        assertThat(inspect(tarball).fileCount()).isEqualTo(2);
    }

    @Test
    void shrinkwrapCountsAtTheTopOnly() throws IOException {
        byte[] top = aTarballOf("a", "1.0.0")
                .withFile("package/npm-shrinkwrap.json", "{}")
                .bytes();
        byte[] below = aTarballOf("a", "1.0.0")
                .withFile("package/lib/npm-shrinkwrap.json", "{}")
                .bytes();

        assertThat(inspect(top).hasShrinkwrap()).isTrue();
        assertThat(inspect(below).hasShrinkwrap()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"preinstall", "install", "postinstall"})
    void scriptsThatRunAtInstallCount(String script) throws IOException {
        byte[] tarball =
                withManifest("\"scripts\":{\"" + script + "\":\"node x\"}").bytes();

        assertThat(inspect(tarball).hasInstallScript()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"scripts\":{\"test\":\"node x\"}",
                "\"scripts\":{\"install\":\"\"}",
                "\"scripts\":[\"install\"]",
                "\"scripts\":null"
            })
    void otherScriptsDoNotCount(String member) throws IOException {
        assertThat(inspect(withManifest(member).bytes()).hasInstallScript()).isFalse();
    }

    @Test
    void bindingGypAtTheTopIsAnInstallScript() throws IOException {
        byte[] top = withManifest("\"gypfile\":true")
                .withFile("package/binding.gyp", "{}")
                .bytes();
        byte[] below = withManifest("\"gypfile\":true")
                .withFile("package/src/binding.gyp", "{}")
                .bytes();
        byte[] switchedOff = withManifest("\"gypfile\":false")
                .withFile("package/binding.gyp", "{}")
                .bytes();

        assertThat(inspect(top).hasInstallScript()).isTrue();
        assertThat(inspect(below).hasInstallScript()).isFalse();
        assertThat(inspect(switchedOff).hasInstallScript()).isFalse();
    }

    @Test
    void linksInsideOfThePackageCountApart() throws IOException {
        byte[] tarball = aTarballOf("a", "1.0.0")
                .withSymbolicLink("package/lib/main.js", "../index.js")
                .withHardLink("package/copy.js", "package/index.js")
                .bytes();

        TarballFacts facts = inspect(tarball);

        assertThat(facts.linkCount()).isEqualTo(2);
        assertThat(facts.fileCount()).isOne();
    }

    @Test
    void archiveMayEndWithoutItsEndMark() throws IOException {
        byte[] tar = aTarballOf("a", "1.0.0").tar();
        byte[] withoutEnd = Arrays.copyOf(tar, 1024);

        assertThat(inspect(TarballFixture.gzipped(withoutEnd)).name()).isEqualTo("a");
    }

    @Test
    void zerosMayFollow() throws IOException {
        byte[] tar = aTarballOf("a", "1.0.0").tar();
        byte[] padded = Arrays.copyOf(TarballFixture.gzipped(Arrays.copyOf(tar, tar.length + 40_960)), 100_000);

        assertThat(inspect(padded).name()).isEqualTo("a");
    }

    @Test
    void severalGzipMembersAreOneArchive() throws IOException {
        byte[] tar = aTarballOf("a", "1.0.0").tar();
        var members = new ByteArrayOutputStream();
        for (int at = 0; at < tar.length; at += 300) {
            members.writeBytes(TarballFixture.gzipped(Arrays.copyOfRange(tar, at, Math.min(at + 300, tar.length))));
        }

        assertThat(inspect(members.toByteArray()).name()).isEqualTo("a");
    }

    @Test
    void gzipHeadersMayCarryNames() throws IOException {
        var parameters = new GzipParameters();
        parameters.setCompressionLevel(Deflater.BEST_COMPRESSION);
        parameters.setFileName("a-1.0.0.tar");
        parameters.setComment("made by hand");
        var out = new ByteArrayOutputStream();
        try (var gzip = new GzipCompressorOutputStream(out, parameters)) {
            gzip.write(aTarballOf("a", "1.0.0").tar());
        }

        assertThat(inspect(out.toByteArray()).name()).isEqualTo("a");
    }

    private static TarballFixture withManifest(String member) {
        return anEmptyTarball()
                .withFile("package/package.json", "{\"name\":\"a\",\"version\":\"1.0.0\"," + member + "}");
    }

    private TarballFacts inspect(byte[] tarball) throws IOException {
        return inspector.inspect(new ByteArrayInputStream(tarball));
    }
}
