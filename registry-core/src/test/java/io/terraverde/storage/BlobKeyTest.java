package io.terraverde.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BlobKeyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "../a",
                "a/..",
                "a/../b",
                "a/./b",
                "a/b/.",
                "a\\b",
                "..\\a",
                "a\u0000b",
                "a\nb",
                "a/\u007F",
                "a/\u0085b",
                "\uD83D",
                "a\uDE00b"
            })
    void textThatCouldLeaveAStoreIsNoKey(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> BlobKey.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "...", "..a", "a..", "%2e%2e/a", "@a/b", "-", "a b", "😀", "__proto__"})
    void textThatOnlyLooksBadIsAKey(String text) {
        assertThat(BlobKey.of(text)).hasToString(text);
    }

    @Test
    void limitsCountBytesNotCharacters() {
        assertThat(BlobKey.of("s".repeat(255)).value()).hasSize(255);
        assertThatIllegalArgumentException().isThrownBy(() -> BlobKey.of("s".repeat(256)));
        assertThatIllegalArgumentException().isThrownBy(() -> BlobKey.of("é".repeat(128)));

        String longest = ("k".repeat(224) + "/").repeat(3) + "k".repeat(225);
        assertThat(BlobKey.of(longest).value().getBytes(UTF_8)).hasSize(BlobKey.MAX_BYTES);
        assertThatIllegalArgumentException().isThrownBy(() -> BlobKey.of(longest + "k"));
    }

    @Property
    void orderIsThatOfTheBytes(
            @ForAll @StringLength(max = 8) String left, @ForAll @StringLength(max = 8) String right) {
        String first = wellFormed(left);
        String second = wellFormed(right);

        int byBytes = Arrays.compareUnsigned(first.getBytes(UTF_8), second.getBytes(UTF_8));

        assertThat(Integer.signum(BlobKey.compareUtf8(first, second))).isEqualTo(Integer.signum(byBytes));
    }

    private static String wellFormed(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }
}
