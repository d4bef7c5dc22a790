package io.terraverde.packument;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

class RawJsonTest {
    @Property
    void whiteSpaceGoesAndEverythingElseStays(@ForAll long seed) {
        RandomJson random = new RandomJson(seed);
        RandomJson.Value value = random.value(4);

        RawJson json = RawJson.parse((random.space() + value.spaced() + random.space()).getBytes(UTF_8));

        assertThat(json).hasToString(value.minified());
        assertThat(json.tree()).isEqualTo(Json.MAPPER.readTree(value.spaced()));
        assertThat(RawJson.parse(json.toBytes())).isEqualTo(json).hasSameHashCodeAs(json);
    }

    @Property
    void membersAreTheTextsOfTheirValues(@ForAll long seed) {
        RandomJson random = new RandomJson(seed);
        Map<String, RandomJson.Value> members = random.members(3);
        Map<String, String> expected = new LinkedHashMap<>();
        members.forEach((name, value) -> expected.put(name, value.minified()));

        RawJson json = RawJson.parse(random.object(members).spaced().getBytes(UTF_8));

        Map<String, String> actual = new LinkedHashMap<>();
        json.members().forEach((name, value) -> actual.put(name, value.toString()));
        assertThat(actual).containsExactlyEntriesOf(expected);
        json.members().values().forEach(RawJsonTest::assertMembersAreJson);
    }

    /// Cut, joined or with a byte changed: what Jackson does not read as one value is refused, and nothing else
    /// happens.
    @Property
    void damagedTextIsReadLikeJacksonDoesOrRefused(@ForAll long seed, @ForAll int at, @ForAll byte damage) {
        byte[] text = new RandomJson(seed).value(3).minified().getBytes(UTF_8);
        text[Math.floorMod(at, text.length)] = damage;

        if (isJson(text)) {
            RawJson json = RawJson.parse(text);
            assertThat(treeOrTooLarge(json.toBytes())).isEqualTo(treeOrTooLarge(text));
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> RawJson.parse(text));
        }
    }

    /// Jackson would also read UTF-16 and UTF-32, which it tells by a zero or a byte order mark at the start; we do
    /// not.
    private static boolean isJson(byte[] text) {
        if (text[0] <= 0 || (text.length > 1 && text[1] == 0)) {
            return false;
        }
        try {
            return treeOrTooLarge(text).map(tree -> !tree.isMissingNode()).orElse(true);
        } catch (JacksonException e) {
            return false;
        }
    }

    /// Empty for a number whose exponent no BigDecimal holds: it is JSON, and nobody can make a tree of it.
    private static Optional<JsonNode> treeOrTooLarge(byte[] text) {
        try {
            return Optional.of(Json.MAPPER.readTree(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Example
    void whatIsNotOneValueIsRefused() {
        for (String text : new String[] {
            "", " ", "{}{}", "1 2", "{\"a\":1,}", "[1", "\"", "{\"a\" 1}", "+1", "{'a':1}", "tr ue", "\uFEFF{}"
        }) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> RawJson.parse(text.getBytes(UTF_8)));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> RawJson.parse("{}".getBytes(UTF_16LE)));
        assertThatIllegalArgumentException().isThrownBy(() -> RawJson.parse("{}".getBytes(UTF_16BE)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RawJson.parse("[".repeat(Json.MAX_DEPTH + 1).getBytes(UTF_8)));
    }

    @Example
    void ofEqualNamesTheLastCounts() {
        assertThat(RawJson.parse("{\"a\":1,\"b\":2,\"a\":[3]}".getBytes(UTF_8)).members())
                .hasToString("{a=[3], b=2}");
    }

    @Example
    void textsAreQuoted() {
        String text = "a \" \\ \n \u0001 é \uD83D\uDE00";

        assertThat(RawJson.ofText(text).asText()).contains(text);
        assertThat(RawJson.ofText("cut \uD83D").toString()).isEqualTo("\"cut \\ud83d\"");
        assertThat(RawJson.ofText("\uDE00\uD83D\uD83D\uDE00\uD83D!").toString())
                .isEqualTo("\"\\ude00\\ud83d\uD83D\uDE00\\ud83d!\"");
        assertThat(RawJson.parse("7".getBytes(UTF_8)).asText()).isEmpty();
        assertThat(RawJson.parse("[1]".getBytes(UTF_8)).members()).isEmpty();
    }

    @Example
    void textWithoutWhiteSpaceIsNotCopied() {
        byte[] text = "{\"a b\":\"c \\\" d\"}".getBytes(UTF_8);

        assertThat(JsonWhiteSpace.strip(text)).isSameAs(text);
    }

    private static void assertMembersAreJson(RawJson json) {
        assertThat(json.tree()).isEqualTo(Json.MAPPER.readTree(json.toString()));
        json.members().values().forEach(RawJsonTest::assertMembersAreJson);
    }
}
