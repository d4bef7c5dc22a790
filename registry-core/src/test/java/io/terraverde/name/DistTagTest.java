package io.terraverde.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terraverde.core.RegistryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistTagTest {
    @ParameterizedTest
    @ValueSource(strings = {"latest", "next", "beta.1", "release-1.x", "v", "01", "1.2.3.4", "1.2.3-01", "1-beta", "~"})
    void tagMaySaySo(String text) {
        assertThat(DistTag.parseNew(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "1.2", "1.2.3", "v1", "vv1.2.3", "x", "X.1", "1.x", "~1.2", "1.2.3-beta.1", "~v1.x.0-a-b"})
    void rangeIsNotANewTagButMayBeStored(String text) {
        assertThat(DistTag.parse(text).isRange()).isTrue();
        assertThatExceptionOfType(RegistryException.Invalid.class)
                .isThrownBy(() -> DistTag.parseNew(text))
                .withMessage("invalid tag \"" + text + "\": clients would read it as a version or a range of versions")
                .returns(RegistryException.Invalid.Kind.MALFORMED, RegistryException.Invalid::kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".x", "a/b", "a b", "a+b", "^1", "__proto__", "node_modules", "ä", "..", "a\u0000"})
    void otherTextsAreNoTags(String text) {
        assertThat(DistTag.tryParse(text)).isEmpty();
        assertThatExceptionOfType(RegistryException.Invalid.class)
                .isThrownBy(() -> DistTag.parse(text))
                .withMessage("invalid tag");
    }

    @Test
    void lengthIsBounded() {
        assertThat(DistTag.tryParse("a".repeat(214))).isPresent();
        assertThat(DistTag.tryParse("a".repeat(215))).isEmpty();
    }
}
