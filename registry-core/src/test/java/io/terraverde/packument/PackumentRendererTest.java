package io.terraverde.packument;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.name.PackageName;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PackumentRendererTest {
    private static final PackageName NAME = PackageName.parse("@acme/base");
    private static final String BASE = "https://r.example/npm/";

    /// What clients read of an abbreviated version; only name and version are always there.
    private static final Map<String, String> READ_BY_CLIENTS = Map.ofEntries(
            Map.entry("name", "\"@acme/base\""),
            Map.entry("version", "\"1.0.0\""),
            Map.entry(
                    "dist",
                    "{\"integrity\":\"sha512-x\",\"signatures\":[{\"keyid\":\"k\",\"sig\":\"s\"}],"
                            + "\"attestations\":{\"url\":\"u\",\"provenance\":{}},\"fileCount\":1,\"unpackedSize\":2}"),
            Map.entry("dependencies", "{\"a\":\"1\",\"b\":\"2\"}"),
            Map.entry("optionalDependencies", "{\"a\":\"1\"}"),
            Map.entry("devDependencies", "{\"c\":\"1\"}"),
            Map.entry("peerDependencies", "{\"d\":\"1\"}"),
            Map.entry("peerDependenciesMeta", "{\"d\":{\"optional\":true}}"),
            Map.entry("bundleDependencies", "[\"a\"]"),
            Map.entry("bundledDependencies", "true"),
            Map.entry("acceptDependencies", "{\"a\":\"2\"}"),
            Map.entry("bin", "\"./cli.js\""),
            Map.entry("directories", "{\"bin\":\"./bin\"}"),
            Map.entry("engines", "[\"node >= 0.8\"]"),
            Map.entry("os", "[\"linux\"]"),
            Map.entry("cpu", "[\"x64\"]"),
            Map.entry("libc", "[\"glibc\"]"),
            Map.entry("hasInstallScript", "true"),
            Map.entry("_hasShrinkwrap", "true"),
            Map.entry("deprecated", "\"use another\""),
            Map.entry("funding", "\"https://r.example/fund\""),
            Map.entry("_npmUser", "{\"name\":\"alice\",\"email\":\"\",\"trustedPublisher\":{\"id\":\"x\"}}"));

    private static final List<String> NOT_ABBREVIATED = List.of(
            "scripts", "readme", "author", "repository", "gitHead", "_id", "_nodeVersion", "contributors", "files");

    @Property(tries = 300)
    void whateverAPackumentHoldsBothFormsAreJsonAndKeepWhatTheyDoNotKnow(@ForAll long seed) {
        RandomJson random = new RandomJson(seed);
        RawJson first = RawJson.parse(random.object(random.members(3)).spaced().getBytes(UTF_8));
        RawJson second = RawJson.parse(random.object(random.members(3)).spaced().getBytes(UTF_8));
        Packument packument = new PackumentFormat()
                .read(("{\"name\":\"@acme/base\",\"versions\":{\"1.0.0\":" + first + ",\"1.1.0\":" + second
                                + "},\"time\":" + random.value(2).spaced() + ",\"users\":"
                                + random.value(2).spaced()
                                + ",\"dist-tags\":" + random.value(2).spaced() + ",\"readme\":"
                                + random.value(1).spaced() + "}")
                        .getBytes(UTF_8));

        JsonNode full = render(packument, PackumentForm.FULL);
        JsonNode abbreviated = render(packument, PackumentForm.ABBREVIATED);

        ObjectNode shown = (ObjectNode) full.path("versions").path("1.0.0");
        shown.remove("_hasShrinkwrap");
        assertThat(shown).isEqualTo(first.tree());
        assertThat(full.path("dist-tags").path("latest").isString()).isTrue();
        for (JsonNode form : List.of(full, abbreviated)) {
            assertThat(form.path("time").propertyNames()).contains("modified", "1.0.0", "1.1.0");
            assertThat(form.path("versions").propertyNames()).containsExactly("1.0.0", "1.1.0");
        }
        assertThat(abbreviated.path("modified").isString()).isTrue();
    }

    @Property(tries = 300)
    void whatIsStoredIsReadBackWithEveryUnknownMember(@ForAll long seed) {
        RandomJson random = new RandomJson(seed);
        RandomJson.Value document = random.object(random.members(4));
        Packument packument = new PackumentFormat().read(document.spaced().getBytes(UTF_8));

        byte[] written = new PackumentFormat().write(packument);

        assertThat(RawJson.parse(written).members())
                .containsAllEntriesOf(
                        RawJson.parse(document.minified().getBytes(UTF_8)).members());
        assertThat(new PackumentFormat().write(new PackumentFormat().read(written)))
                .isEqualTo(written);
    }

    @Example
    void abbreviatedVersionHasWhatClientsReadAndNothingElse() {
        ObjectNode manifest = Json.MAPPER.createObjectNode();
        READ_BY_CLIENTS.forEach((member, value) -> manifest.set(member, Json.MAPPER.readTree(value)));
        NOT_ABBREVIATED.forEach(member -> manifest.put(member, "x"));

        JsonNode shown = render(packument(manifest), PackumentForm.ABBREVIATED)
                .path("versions")
                .path("1.0.0");

        assertThat(shown.propertyNames()).containsExactlyInAnyOrderElementsOf(new TreeSet<>(READ_BY_CLIENTS.keySet()));
        ObjectNode expected = Json.MAPPER.createObjectNode();
        READ_BY_CLIENTS.forEach((member, value) -> expected.set(member, Json.MAPPER.readTree(value)));
        expected.withObject("/dist").put("tarball", BASE + "@acme/base/-/base-1.0.0.tgz");
        assertThat(shown).isEqualTo(expected);
    }

    @Example
    void abbreviatedPackumentHasWhatInstallersRead() {
        JsonNode shown = render(packument(Json.MAPPER.createObjectNode()), PackumentForm.ABBREVIATED);

        assertThat(shown.propertyNames()).containsExactly("name", "dist-tags", "versions", "modified", "time", "_rev");
    }

    @Example
    void fullPackumentHasAnEmptyListOfAttachments() {
        Packument packument = packument(Json.MAPPER.createObjectNode())
                .change()
                .attachment("base-1.0.0.tgz", "abc", "1.0.0")
                .retire("base-0.9.0.tgz")
                .build();

        JsonNode shown = render(packument, PackumentForm.FULL);

        assertThat(shown.path("_attachments")).hasToString("{}");
        assertThat(shown.propertyNames())
                .containsExactly(
                        "_id", "_rev", "name", "dist-tags", "versions", "time", "users", "readme", "_attachments");
    }

    @Example
    void fullPackumentRepeatsItsLatestVersion() {
        ObjectNode manifest = Json.MAPPER.createObjectNode();
        for (String member : List.of("description", "homepage", "license", "readmeFilename")) {
            manifest.put(member, "of latest");
        }

        JsonNode shown = render(packument(manifest), PackumentForm.FULL);

        assertThat(shown.path("description").stringValue()).isEqualTo("of latest");
        assertThat(shown.path("license").stringValue()).isEqualTo("of latest");
    }

    @Example
    void whatClientsWouldMisreadIsNotShown() {
        ObjectNode manifest = Json.MAPPER.createObjectNode();
        manifest.put("deprecated", "");
        manifest.put("hasInstallScript", false);
        manifest.put("readme", "of a version");

        for (PackumentForm form : PackumentForm.values()) {
            assertThat(render(packument(manifest), form)
                            .path("versions")
                            .path("1.0.0")
                            .propertyNames())
                    .containsExactly("_hasShrinkwrap");
        }
    }

    private static Packument packument(ObjectNode manifest) {
        return new PackumentFormat()
                .read(("{\"name\":\"@acme/base\",\"versions\":{\"1.0.0\":" + manifest + "}}").getBytes(UTF_8));
    }

    private static JsonNode render(Packument packument, PackumentForm form) {
        return Json.MAPPER.readTree(PackumentRenderer.render(NAME, packument, form, TarballUrls.below(BASE)));
    }
}
