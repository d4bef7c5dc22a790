package io.terraverde.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terraverde.core.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {
    static Stream<Arguments> vectors() throws IOException {
        try (InputStream in = NamePatternTest.class.getResourceAsStream("minimatch.tsv")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("# "))
                    .toList();
            List<String> names = words(lines.getFirst());
            return lines.stream().skip(1).map(line -> {
                int tab = line.indexOf('\t');
                return Arguments.of(line.substring(0, tab), names, words(line.substring(tab + 1)));
            });
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void matchesWhatMinimatchMatches(String pattern, List<String> names, List<String> expected) {
        NamePattern read = NamePattern.parse(pattern);

        List<String> matched = names.stream()
                .filter(name -> read.matches(PackageName.parse(name)))
                .toList();

        assertThat(matched).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#", "#foo"})
    void patternThatMatchesNothingIsRefused(String pattern) {
        assertThatExceptionOfType(RegistryException.Invalid.class).isThrownBy(() -> NamePattern.parse(pattern));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{1..100000}", "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}", "{1..40}{1..40}"})
    void tooManyAlternativesAreRefused(String pattern) {
        assertThatExceptionOfType(RegistryException.Invalid.class)
                .isThrownBy(() -> NamePattern.parse(pattern))
                .withMessageContaining("alternatives");
    }

    @Test
    void bracesStandForSeveralTexts() {
        assertThat(NamePattern.parse("@{a,b}/{x,y-*}").alternatives())
                .containsExactly("@a/x", "@a/y-*", "@b/x", "@b/y-*");
        assertThat(NamePattern.parse("@a/*").alternatives()).containsExactly("@a/*");
        assertThat(NamePattern.parse("!{a,b}").alternatives()).containsExactly("!{a,b}");
    }

    @Test
    void tooLongPatternIsRefused() {
        assertThatExceptionOfType(RegistryException.Invalid.class)
                .isThrownBy(() -> NamePattern.parse("a".repeat(1_001)))
                .withMessageContaining("1000 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b",
                "*(*(*(*(*(*(a*)*a)*a)*a)*a)*a)b",
                "+(+(+(a|aa)|a*)|*a)b",
                "x!(*!(*!(*!(*b)*b)*b)*b)*!(b)*!(b)*!(b)*!(b)b",
            })
    void hostilePatternsEnd(String pattern) {
        PackageName longName = PackageName.parse("a".repeat(PackageName.MAX_LENGTH));

        assertThat(NamePattern.parse(pattern).matches(longName)).isFalse();
    }

    @Test
    void deepNestingIsRead() {
        String pattern = "+(".repeat(300) + "a" + ")".repeat(300);

        assertThat(NamePattern.parse(pattern).matches(PackageName.parse("aa"))).isTrue();
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}
