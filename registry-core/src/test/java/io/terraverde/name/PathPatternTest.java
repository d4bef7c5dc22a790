package io.terraverde.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terraverde.core.RegistryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {
    @ParameterizedTest
    @CsvSource({
        "v*/**, v24.1.0/node-v24.1.0-headers.tar.gz, true",
        "v*/**, v24.1.0/win-x64/node.lib, true",
        "v*/**, index.json, false",
        "v*/**, latest/SHASUMS256.txt, false",
        "**/*.tar.gz, v24.1.0/node-v24.1.0.tar.gz, true",
        "**/*.tar.gz, node.tar.gz, true",
        "*.json, v24.1.0/index.json, false",
        "'{v1,v2}/*', V2/File.node, true",
        "!index.*, index.json, false",
        "!index.*, v1/file, true"
    })
    void pathsMatch(String pattern, String path, boolean expected) {
        assertThat(PathPattern.parse(pattern).matches(path)).isEqualTo(expected);
    }

    @Test
    void patternThatMatchesNothingIsRefused() {
        assertThatExceptionOfType(RegistryException.Invalid.class)
                .isThrownBy(() -> PathPattern.parse(""))
                .withMessage("a path pattern must not be empty");
    }
}
