package io.terraverde.tarball;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.core.RegistryException;
import io.terraverde.testkit.TarballFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TarballFuzzTest {
    private static final int TAR_BYTES = 4096;

    /// Whatever an archive holds, it is read or refused: no other exception, no endless loop.
    @Property(tries = 3000)
    void changedBytesAreReadOrRefused(
            @ForAll @IntRange(max = TAR_BYTES - 1) int first,
            @ForAll byte firstValue,
            @ForAll @IntRange(max = 511) int second,
            @ForAll byte secondValue)
            throws IOException {
        byte[] tar = archive();
        tar[first] = firstValue;
        tar[second] = secondValue;
        fixCheckSums(tar);

        try {
            TarballFacts facts = new TarballInspector(TarballLimits.DEFAULT)
                    .inspect(new ByteArrayInputStream(TarballFixture.gzipped(tar)));
            assertThat(facts.name()).isNotNull();
        } catch (RegistryException.Invalid e) {
            assertThat(e)
                    .hasMessageContaining("tarball")
                    .message()
                    .doesNotContainPattern("\\p{Cntrl}")
                    .hasSizeLessThan(400);
        }
    }

    private static byte[] archive() {
        return TarballFixture.anEmptyTarball()
                .withFile("package/" + "long/".repeat(40) + "x.js", "x".repeat(100))
                .withFile("package/package.json", "{\"name\":\"a\",\"version\":\"1.0.0\"}")
                .tar();
    }

    /// So that the changes get past the check sums.
    private static void fixCheckSums(byte[] tar) {
        for (int header = 0; header + 512 <= tar.length; header += 512) {
            boolean isHeader = tar[header + 257] == 'u' && tar[header + 258] == 's';
            if (isHeader) {
                TarballFixture.fixCheckSum(tar, header);
            }
        }
    }
}
