package io.terraverde.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException;
import io.terraverde.storage.BlobKey;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorPathTest {
    @ParameterizedTest
    @CsvSource({
        "v1.0.0/a.tar.gz, v1.0.0/a.tar.gz, v1.0.0/a.tar.gz, v1.0.0/a.tar.gz%file",
        "v1.0.0/, v1.0.0/, v1.0.0/, v1.0.0/%listing",
        "'', '', '', %listing",
        "a%20b, a b, a%20b, a%20b%file",
        "a+b@c, a+b@c, a+b@c, a%2Bb%40c%file",
        "%61, a, a, a%file",
        "%252e%252e/x, %2e%2e/x, %252e%252e/x, %252e%252e/x%file",
        "...., ...., ...., %2E...%file",
        "%C3%A4, ä, %C3%A4, %C3%A4%file",
        "a#b?c, a#b?c, a%23b%3Fc, a%23b%3Fc%file",
        "x%25file, x%file, x%25file, x%25file%file",
        "%25listing, %listing, %25listing, %25listing%file",
    })
    void hasThreeForms(String raw, String text, String encoded, String key) {
        MirrorPath path = MirrorPath.parse(raw);

        assertThat(path.text()).isEqualTo(text);
        assertThat(path.encoded()).isEqualTo(encoded);
        assertThat(path.key()).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a",
                "a//b",
                "a//",
                ".",
                "..",
                "../a",
                "a/..",
                "a/../b",
                "a/./b",
                "%2e%2e/a",
                "%2E%2E",
                "a/%2e",
                "a%2fb",
                "a%2Fb",
                "%2f",
                "a%5cb",
                "a\\b",
                "a%00b",
                "a%0d%0ab",
                "%",
                "%2",
                "a%zz",
                "%ff",
            })
    void isNoPath(String raw) {
        assertThatThrownBy(() -> MirrorPath.parse(raw)).isInstanceOf(RegistryException.Invalid.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'', v1.0.0/a.tar.gz",
        "v1.0.0/, v1.0.0/",
        "v1.0.0/, v1.0.0/a/b",
        "v1.0, v1.0.0/a",
        "v1.0.0/a, v1.0.0/ab/c",
        "@acme/, @acme/x+1/a.zip",
        "@acme/x+1, @acme/x+1/a.zip",
        "a%20b, a b/c",
        ".n, .node/x",
        ".node/, .node/x",
    })
    void keyPrefixesFindWhatStartsSo(String prefix, String path) {
        assertThat(found(prefix, path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "v1.0.0/, v1.0.0",
        "v1.0.0/, v1.0.00/a",
        "v1.0.0/b, v1.0.0/ab",
        "x+1, x-1",
        "x, X",
    })
    void keyPrefixesFindNothingElse(String prefix, String path) {
        assertThat(found(prefix, path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 250, 1_900})
    void keyPrefixesFindWhatIsHashed(int length) {
        String longName = "a".repeat(length);
        String deep = "a/".repeat(length / 2) + "b";

        assertThat(found("v1/", "v1/" + longName)).isTrue();
        assertThat(found("v1/a", "v1/" + longName)).isTrue();
        assertThat(found("a", longName)).isTrue();
        assertThat(found("v1/" + longName, "v1/" + longName + "b")).isTrue();
        assertThat(found("v1/" + longName + "/", "v1/" + longName + "/b")).isTrue();
        assertThat(found("a/a/", deep)).isTrue();
        assertThat(found(deep, deep + "b")).isTrue();
        assertThat(MirrorPath.parse("ä/".repeat(600)).keyPrefixes()).allMatch(prefix -> prefix.length() <= 600);
    }

    @Test
    void endlessPathIsRefused() {
        assertThatThrownBy(() -> MirrorPath.parse("a".repeat(2_001))).isInstanceOf(RegistryException.Invalid.class);
    }

    @Test
    void longPathsHaveShortKeysOfTheirOwn() {
        String segment = "ä".repeat(200);
        String[] keys = Stream.of(
                        segment,
                        segment + "b",
                        segment + "/a",
                        "a/".repeat(400) + "a",
                        "a/".repeat(400) + "b",
                        "a/".repeat(400) + "a/")
                .map(raw -> BlobKey.of(MirrorPath.parse(raw).key()).value())
                .toArray(String[]::new);

        assertThat(keys).doesNotHaveDuplicates().allMatch(key -> key.length() < 700);
    }

    private static boolean found(String prefix, String path) {
        String key = MirrorPath.parse(path).key();
        return MirrorPath.parse(prefix).keyPrefixes().stream().anyMatch(key::startsWith);
    }
}
