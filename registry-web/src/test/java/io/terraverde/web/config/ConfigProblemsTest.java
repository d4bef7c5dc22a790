package io.terraverde.web.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigProblemsTest {
    /// Snippets and what is said about them, from `problems.txt`: `== title`, the file, `--`, the lines.
    static Stream<Arguments> snippets() throws IOException {
        try (InputStream in = ConfigProblemsTest.class.getResourceAsStream("problems.txt")) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(all.split("(?m)^== ", -1)).skip(1).map(entry -> {
                int title = entry.indexOf('\n');
                int dashes = entry.indexOf("\n--\n");
                return Arguments.of(
                        entry.substring(0, title),
                        entry.substring(title + 1, dashes + 1),
                        entry.substring(dashes + 4)
                                .lines()
                                .filter(line -> !line.isBlank())
                                .toList());
            });
        }
    }

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("snippets")
    void everyProblemIsNamed(String title, String yaml, List<String> expected) throws IOException {
        ConfigOutcome outcome = load(yaml.getBytes(StandardCharsets.UTF_8));

        assertThat(outcome.problems().stream().map(problem -> problem.toString().replace(folder.toString(), "FOLDER")))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void hugeFileIsRefused() throws IOException {
        byte[] huge = "#".repeat(YamlText.MAX_BYTES + 1).getBytes(StandardCharsets.UTF_8);

        assertThat(load(huge).problems())
                .singleElement()
                .returns("the file is larger than 1048576 bytes", Problem::message);
    }

    @Test
    void aliasBombIsRefused() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            String before = "*a" + (i - 1);
            bomb.append("a" + i + ": &a" + i + " [" + String.join(", ", Collections.nCopies(4, before)) + "]\n");
        }

        ConfigOutcome outcome = load(bomb.toString().getBytes(StandardCharsets.UTF_8));

        assertThat(outcome.problems())
                .singleElement()
                .asString()
                .contains("not valid YAML")
                .contains("aliases");
    }

    @Test
    void mergeBombEnds() throws IOException {
        StringBuilder bomb =
                new StringBuilder("storage: ./storage\npackages: {'**': {access: $all}}\nx0: &x0 {title: t}\n");
        for (int i = 1; i < 12; i++) {
            String before = "*x" + (i - 1);
            bomb.append("x" + i + ": &x" + i + " {<<: [" + String.join(", ", Collections.nCopies(4, before)) + "]}\n");
        }
        bomb.append("web: *x11\n");

        ConfigOutcome outcome = load(bomb.toString().getBytes(StandardCharsets.UTF_8));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ConfigOutcome.LoadedConfig.class,
                        config -> assertThat(config.warnings())
                                .anyMatch(problem ->
                                        problem.message().contains("web.title (there is no web interface)")));
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        byte[] deep = ("a: " + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);

        assertThat(load(deep)).isInstanceOf(ConfigOutcome.RefusedConfig.class);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() throws IOException {
        assertThat(load(new byte[] {'a', ':', ' ', (byte) 0xff}).problems())
                .singleElement()
                .returns("the file is not UTF-8 text", Problem::message);
    }

    @Test
    void missingFileIsRefused() {
        ConfigOutcome outcome =
                new ConfigLoader(folder, Map.of()).load(Path.of("nowhere.yaml"), CommandLineOverrides.none());

        assertThat(outcome.problems().stream().map(Problem::toString))
                .containsExactly("nowhere.yaml: error: config file does not exist or not reachable");
    }

    private ConfigOutcome load(byte[] yaml) throws IOException {
        Files.write(folder.resolve("config.yaml"), yaml);
        return new ConfigLoader(folder, Map.of()).load(Path.of("config.yaml"), CommandLineOverrides.none());
    }
}
