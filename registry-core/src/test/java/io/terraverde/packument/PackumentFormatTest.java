package io.terraverde.packument;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.document.CommitId;
import io.terraverde.name.PackageName;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackumentFormatTest {
    private static final PackageName NAME = PackageName.parse("@acme/base");
    private static final PackumentFormat FORMAT = new PackumentFormat();
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private static final String VERDACCIO = """
            {
            	"name": "@acme/base",
            	"versions": {
            		"1.0.0": {
            			"name": "@acme/base",
            			"version": "1.0.0",
            			"weird": [1.50, 1e400, "a \\u00e9 \\" } ]", true, null],
            			"deprecated": "",
            			"readme": "long",
            			"scripts": { "install": "node x" },
            			"dist": {
            				"integrity": "sha512-x",
            				"tarball": "http://localhost:4873/@acme/base/-/base-1.0.0.tgz?x=/y"
            			}
            		}
            	},
            	"time": { "created": "2020-01-01T00:00:00.000Z", "modified": "2021-01-01T00:00:00.000Z" },
            	"users": { "alice": true, "bob": false },
            	"dist-tags": { "latest": ["0.9.0", "1.0.0"], "gone": "9.9.9" },
            	"_uplinks": { "npmjs": { "etag": "x", "fetched": 1 } },
            	"_distfiles": {},
            	"_attachments": { "base-1.0.0.tgz": { "shasum": "abc", "version": "1.0.0" } },
            	"_rev": "7-9f86d081884c7d65",
            	"_id": "@acme/base",
            	"readme": "# Base",
            	"_unheardOf": { "kept": true }
            }""";

    @Test
    void readsWhatVerdaccioWrote() {
        Packument packument = FORMAT.read(VERDACCIO.getBytes(UTF_8));

        assertThat(packument.versions()).containsOnlyKeys("1.0.0");
        assertThat(packument.versions().values())
                .extracting(VersionManifest::tarballFile)
                .containsExactly("base-1.0.0.tgz");
        assertThat(packument.stars()).containsExactly("alice");
        assertThat(packument.distTags()).containsOnlyKeys("latest").containsValue("1.0.0");
        assertThat(packument.attachments()).containsOnlyKeys("base-1.0.0.tgz");
        assertThat(packument.rev()).isEqualTo("7-9f86d081884c7d65");
        assertThat(packument.readme()).isEqualTo("# Base");
    }

    @Test
    void writesBackEveryByteOfWhatItDoesNotKnow() {
        String written = new String(FORMAT.write(FORMAT.read(VERDACCIO.getBytes(UTF_8))), UTF_8);

        assertThat(written)
                .contains("\"weird\":[1.50,1e400,\"a \\u00e9 \\\" } ]\",true,null]")
                .contains("\"_unheardOf\":{\"kept\":true}")
                .contains("\"_uplinks\":{\"npmjs\":{\"etag\":\"x\",\"fetched\":1}}");
    }

    @Test
    void readsWhatItWrote() {
        Packument packument = FORMAT.read(VERDACCIO.getBytes(UTF_8))
                .change()
                .retire("old-1.tgz")
                .maintainers(List.of(new Maintainer("alice", "a@upstream.example")))
                .commits(List.of(new CommitId("0123456789abcdef")))
                .build();

        byte[] written = FORMAT.write(packument);

        Packument again = FORMAT.read(written);
        assertThat(FORMAT.write(again)).isEqualTo(written);
        assertThat(again.rev()).isEqualTo("8-0123456789abcdef");
        assertThat(again.retired()).containsExactly("old-1.tgz");
        assertThat(again.maintainers()).containsExactly(new Maintainer("alice", "a@upstream.example"));
        assertThat(again.commits()).containsExactly(new CommitId("0123456789abcdef"));
    }

    @Test
    void missingSectionsAreEmpty() {
        Packument packument = FORMAT.read("{\"versions\":null,\"time\":[],\"users\":3}".getBytes(UTF_8));

        assertThat(packument.versions()).isEmpty();
        assertThat(packument.rev()).isEqualTo("0-0000000000000000");
    }

    @Test
    void whatIsNoObjectIsRefused() {
        for (String text : List.of("", "[]", "{", "{}x", "nul")) {
            assertThatThrownBy(() -> FORMAT.read(text.getBytes(UTF_8)))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void ofAnotherRegistryOnlyIsReadWhatIsMerged() {
        Packument packument = PackumentFormat.readForeign(
                VERDACCIO.replace("\"_unheardOf\": { \"kept\": true }", """
                        "maintainers": [{ "name": "alice", "email": "" }],
                        "_retired": ["x.tgz"], "_commits": ["0123456789abcdef"], "_unpublished": "2020"
                        """).getBytes(UTF_8));

        Packument stored = FORMAT.read(VERDACCIO.getBytes(UTF_8));
        assertThat(packument.name()).isEqualTo("@acme/base");
        assertThat(packument.versions()).isEqualTo(stored.versions());
        assertThat(packument.time()).isEqualTo(stored.time());
        assertThat(packument.readme()).isEqualTo("# Base");
        assertThat(packument.maintainers()).isEmpty();
        assertThat(packument.stars()).isEmpty();
        assertThat(packument.attachments()).isEmpty();
        assertThat(packument.retired()).isEmpty();
        assertThat(packument.commits()).isEmpty();
        assertThat(packument.unpublished()).isEmpty();
        assertThat(packument.others()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"versions", "time", "dist-tags"})
    void anotherRegistryMayNotSendEndlessMembers(String section) {
        assertThatThrownBy(() -> PackumentFormat.readForeign(withMembers(section, 100_001)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an object of more than 100000 members");

        assertThat(PackumentFormat.readForeign(withMembers(section, 100_000)).name())
                .isEqualTo("a");
        assertThat(FORMAT.read(withMembers(section, 100_001)).name()).isEqualTo("a");
    }

    @Test
    void anotherRegistryMayNotSendAnEndlessVersion() {
        String nodes = "{},".repeat(PackumentFormat.MAX_FOREIGN_MANIFEST_BYTES / 3);
        byte[] document = ("{\"versions\":{\"1.0.0\":{\"dist\":{\"x\":[" + nodes + "{}]}}}}").getBytes(UTF_8);

        assertThatThrownBy(() -> PackumentFormat.readForeign(document))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a version of more than 4194304 bytes");
    }

    @Test
    void fullFormShowsCanonicalTarballAndNoReadmeOfVersions() {
        Packument packument = FORMAT.read(VERDACCIO.getBytes(UTF_8));

        String full = new String(
                PackumentRenderer.render(
                        NAME, packument, PackumentForm.FULL, TarballUrls.below("https://r.example/npm/")),
                UTF_8);

        assertThat(full)
                .contains("\"tarball\":\"https://r.example/npm/@acme/base/-/base-1.0.0.tgz\"")
                .contains("\"_hasShrinkwrap\":false")
                .contains("\"hasInstallScript\":true")
                .contains(
                        "\"time\":{\"created\":\"2020-01-01T00:00:00.000Z\",\"modified\":\"2021-01-01T00:00:00.000Z\","
                                + "\"1.0.0\":\"2020-01-01T00:00:00.000Z\"}")
                .doesNotContain("deprecated")
                .doesNotContain("\"readme\":\"long\"")
                .doesNotContain("_uplinks");
    }

    @Test
    void abbreviatedFormHasModifiedAndNoScripts() {
        Packument packument = FORMAT.read(VERDACCIO.getBytes(UTF_8));

        String abbreviated = new String(
                PackumentRenderer.render(NAME, packument, PackumentForm.ABBREVIATED, TarballUrls.below("http://r/")),
                UTF_8);

        assertThat(abbreviated)
                .contains("\"modified\":\"2021-01-01T00:00:00.000Z\"")
                .doesNotContain("scripts")
                .doesNotContain("weird");
    }

    @Test
    void lostLatestComesBackOnTheHighestVersion() {
        Packument packument = Packument.empty(NAME)
                .change()
                .version("1.0.0", manifest(), NOW)
                .version("1.10.0-rc.1", manifest(), NOW)
                .version("1.9.0", manifest(), NOW)
                .distTag("latest", "1.0.0")
                .build();

        Packument without = packument.change().withoutVersion("1.0.0").build();

        assertThat(without.distTags()).containsEntry("latest", "1.10.0-rc.1");
    }

    @Test
    void tombstoneKeepsOnlyTheNamesThatMustNotComeBack() {
        Packument packument = FORMAT.read(VERDACCIO.getBytes(UTF_8));

        Packument tombstone = packument.change().unpublish(NOW).build();

        assertThat(tombstone.unpublished()).contains("2026-01-02T03:04:05.678Z");
        assertThat(tombstone.versions()).isEmpty();
        assertThat(tombstone.retired()).containsExactly("base-1.0.0.tgz");
    }

    private static byte[] withMembers(String section, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + i + "\":" + (section.equals("versions") ? "{}" : "\"0\""))
                .collect(Collectors.joining(",", "{\"name\":\"a\",\"" + section + "\":{", "}}"))
                .getBytes(UTF_8);
    }

    private static VersionManifest manifest() {
        return VersionManifest.of(RawJson.parse("{\"dist\":{}}".getBytes(UTF_8)));
    }
}
