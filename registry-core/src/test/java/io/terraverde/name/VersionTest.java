package io.terraverde.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VersionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0",
                "1.2.3",
                "10.20.30",
                "9007199254740991.0.0",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-0",
                "1.0.0-0.3.7",
                "1.0.0-0a",
                "1.0.0-1a",
                "1.0.0-01a",
                "1.0.0-0-1",
                "1.0.0--",
                "1.0.0---.-",
                "1.0.0-x.7.z.92",
                "1.0.0-20260101t120000",
                "1.0.0-rc.1a.2",
                "1.0.0-0A.is.legal",
                "1.0.0+001",
                "1.0.0-beta+exp.sha.5114f85",
                "1.0.0+21AF26D3---117B344092BD",
                "2.0.0-rc.1+build.123"
            })
    void versionIsKeptAsItIs(String text) {
        assertThat(Version.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2",
                "1.2.3.4",
                "v1.2.3",
                "=1.2.3",
                " 1.2.3",
                "1.2.3 ",
                "1.2.3\n",
                "01.2.3",
                "1.02.3",
                "1.2.03",
                "-1.2.3",
                "1.2.x",
                "*",
                "latest",
                "1.2.3-",
                "1.2.3-a.",
                "1.2.3-.a",
                "1.2.3-a..b",
                "1.2.3-01",
                "1.2.3-a.01",
                "1.2.3-a_b",
                "1.2.3+",
                "1.2.3+a..b",
                "1.2.3+a+b",
                "1.2.3-é",
                "１.2.3",
                "1.2.3/../../x",
                "9007199254740992.0.0",
                "99999999999999999999.0.0"
            })
    void textThatIsNoVersionIsRefused(String text) {
        assertThat(Version.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> Version.parse(text)).isInstanceOf(RegistryException.Invalid.class);
    }

    @Test
    void versionHasAtMost256Characters() {
        assertThat(Version.tryParse("1.0.0-" + "a".repeat(250))).isPresent();
        assertThat(Version.tryParse("1.0.0-" + "a".repeat(251))).isEmpty();
        assertThat(Version.tryParse("1.0.0-" + "a.".repeat(124) + "1a")).isPresent();
        assertThat(Version.tryParse("1".repeat(1_000_000))).isEmpty();
    }

    @Test
    void precedenceOfTheSpecificationsExamples() {
        // semver.org, section 11.
        List<String> ascending = List.of(
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "2.0.0",
                "2.1.0",
                "2.1.1");

        assertThat(ascending.stream().map(Version::parse).toList()).isSorted();
        for (int i = 1; i < ascending.size(); i++) {
            assertThat(Version.parse(ascending.get(i - 1))).isLessThan(Version.parse(ascending.get(i)));
        }
    }

    @Test
    void numbersOfAPrereleaseHaveNoUpperBound() {
        assertThat(Version.parse("1.0.0-99999999999999999999"))
                .isLessThan(Version.parse("1.0.0-100000000000000000000"));
        assertThat(Version.parse("1.0.0-99999999999999999999")).isLessThan(Version.parse("1.0.0-a"));
    }

    @Test
    void buildMetadataDoesNotOrder() {
        Version plain = Version.parse("1.0.0");
        Version built = Version.parse("1.0.0+linux");

        assertThat(built).isEqualByComparingTo(plain).isNotEqualTo(plain);
        assertThat(built.hasBuild()).isTrue();
        assertThat(plain.hasBuild()).isFalse();
    }

    @Test
    void partsOfAVersion() {
        Version version = Version.parse("1.2.3-beta.4+x.y");

        assertThat(version.major()).isEqualTo(1);
        assertThat(version.minor()).isEqualTo(2);
        assertThat(version.patch()).isEqualTo(3);
        assertThat(version.prerelease()).containsExactly("beta", "4");
        assertThat(version.isPrerelease()).isTrue();
        assertThat(Version.parse("1.2.3+x-y").isPrerelease()).isFalse();
    }

    @Test
    void looseParserTakesWhatPeopleType() {
        assertThat(Version.tryParseLoose(" v1.2.3 ")).hasValue(Version.parse("1.2.3"));
        assertThat(Version.tryParseLoose("= v1.2.3")).isEmpty();
        assertThat(Version.tryParseLoose("=1.2.3-a")).hasValue(Version.parse("1.2.3-a"));
        assertThat(Version.tryParseLoose("= 1.2.3")).hasValue(Version.parse("1.2.3"));
        assertThat(Version.tryParseLoose("version1")).isEmpty();
    }

    @Property
    void printedVersionIsReadBackEqual(@ForAll("versions") String text) {
        Version version = Version.parse(text);

        assertThat(Version.parse(version.toString())).isEqualTo(version).isEqualByComparingTo(version);
    }

    @Property
    void orderIsTotal(@ForAll("versions") String a, @ForAll("versions") String b, @ForAll("versions") String c) {
        Version x = Version.parse(a);
        Version y = Version.parse(b);
        Version z = Version.parse(c);

        assertThat(Integer.signum(x.compareTo(y))).isEqualTo(-Integer.signum(y.compareTo(x)));
        if (x.compareTo(y) <= 0 && y.compareTo(z) <= 0) {
            assertThat(x).isLessThanOrEqualTo(z);
        }
        if (x.compareTo(y) == 0) {
            assertThat(Integer.signum(x.compareTo(z))).isEqualTo(Integer.signum(y.compareTo(z)));
        }
    }

    @Property
    void noTextMakesTheParserFail(@ForAll String text) {
        Version.tryParse(text).ifPresent(version -> assertThat(version).hasToString(text));
    }

    @Provide
    Arbitrary<String> versions() {
        Arbitrary<String> number = Arbitraries.integers().between(0, 3).map(String::valueOf);
        Arbitrary<String> word = Arbitraries.strings()
                .withChars("019aZ-")
                .ofMinLength(1)
                .ofMaxLength(4)
                .filter(text -> !text.matches("0\\d+"));
        Arbitrary<String> words = word.list().ofMinSize(1).ofMaxSize(3).map(list -> String.join(".", list));
        Arbitrary<String> prerelease =
                Arbitraries.frequencyOf(Tuple.of(4, Arbitraries.just("")), Tuple.of(6, words.map(text -> "-" + text)));
        Arbitrary<String> build =
                Arbitraries.frequencyOf(Tuple.of(7, Arbitraries.just("")), Tuple.of(3, words.map(text -> "+" + text)));
        return Combinators.combine(number, number, number, prerelease, build)
                .as((major, minor, patch, pre, meta) -> major + "." + minor + "." + patch + pre + meta);
    }
}
