package io.terraverde.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException;
import io.terraverde.storage.BlobKey;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackageNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "../etc/passwd",
                "..%2f..%2fetc",
                "%2e%2e",
                "%2e",
                "a%2fb",
                "@s%2fn",
                "a/b",
                "/a",
                "a/",
                "//",
                "/",
                "@/a",
                "@",
                "@s",
                "@s/",
                "@s//a",
                "@s/a/b",
                "@s/..",
                "@../a",
                "@s/.a",
                "@.s/a",
                ".a",
                "a\u0000b",
                "a\nb",
                "a\tb",
                "a b",
                "a\\b",
                "a:b",
                "a?b",
                "a#b",
                "a*b",
                "a+b",
                "a|b",
                "a\"b",
                "<a>",
                "-",
                "@s/-",
                "@-/a",
                "node_modules",
                "Node_Modules",
                "@s/node_modules",
                "@node_modules/a",
                "favicon.ico",
                "__proto__",
                "__PROTO__",
                "@__proto__/a",
                "@s/__proto__",
                "ａ",
                "а",
                "\u2024\u2024",
                "\uFF0E\uFF0E",
                "a\u2215b",
                "a\uFF0Fb",
                "a\u200Bb",
                "\u202Ea",
                "node_module\u017F",
                "é",
                "😀",
                "\uD83D"
            })
    void textThatIsNoNameIsRefused(String text) {
        assertThat(PackageName.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> PackageName.parse(text))
                .isInstanceOf(RegistryException.Invalid.class)
                .hasMessage("invalid package");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "left-pad",
                "LeftPad",
                "a",
                "1",
                "_a",
                "a.js",
                "a..b",
                "a@b",
                "~a",
                "!a",
                "(a)'",
                "-a",
                "--",
                "constructor",
                "hasOwnProperty",
                "package.json",
                "@acme/base",
                "@acme/_base",
                "@ACME/Base",
                "@a.b/c",
                "@@/a"
            })
    void nameIsKeptAsItIs(String text) {
        assertThat(PackageName.parse(text)).hasToString(text);
    }

    @Test
    void partsOfAScopedName() {
        PackageName name = PackageName.parse("@acme/base");

        assertThat(name.scope()).hasValue("acme");
        assertThat(name.base()).isEqualTo("base");
        assertThat(name.text()).isEqualTo("@acme/base");
    }

    @Test
    void partsOfAPlainName() {
        PackageName name = PackageName.parse("left-pad");

        assertThat(name.scope()).isEmpty();
        assertThat(name.base()).isEqualTo("left-pad");
    }

    @Test
    void nameHasAtMost214CharactersScopeIncluded() {
        assertThat(PackageName.tryParse("a".repeat(214))).isPresent();
        assertThat(PackageName.tryParse("a".repeat(215))).isEmpty();
        assertThat(PackageName.tryParse("@s/" + "a".repeat(211))).isPresent();
        assertThat(PackageName.tryParse("@s/" + "a".repeat(212))).isEmpty();
        assertThat(PackageName.tryParse("a".repeat(1_000_000))).isEmpty();
    }

    @Test
    void namesAreEqualByTextAndCaseMatters() {
        assertThat(PackageName.parse("@a/b"))
                .isEqualTo(PackageName.parse("@a/b"))
                .hasSameHashCodeAs(PackageName.parse("@a/b"));
        assertThat(PackageName.parse("a")).isNotEqualTo(PackageName.parse("A")).isGreaterThan(PackageName.parse("A"));
    }

    @Property
    void whateverIsANameIsOneOrTwoSegmentsOfAKey(
            @ForAll @StringLength(max = 12) @CharRange(from = '!', to = '~') String text) {
        PackageName.tryParse(text).ifPresent(name -> {
            BlobKey key = BlobKey.of(name + "/package.json");
            assertThat(key.value().split("/")).hasSize(name.scope().isPresent() ? 3 : 2);
        });
    }

    @Property
    void noTextMakesTheParserFail(@ForAll String text) {
        PackageName.tryParse(text).ifPresent(name -> assertThat(name).hasToString(text));
    }
}
