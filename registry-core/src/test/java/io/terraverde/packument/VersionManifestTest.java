package io.terraverde.packument;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.node.ObjectNode;

class VersionManifestTest {
    @Property
    void deprecationComesAndGoesAndNothingElseChanges(@ForAll long seed, @ForAll boolean deprecated) {
        RandomJson random = new RandomJson(seed);
        VersionManifest manifest = VersionManifest.of(
                RawJson.parse(random.object(random.members(3)).spaced().getBytes(UTF_8)));
        VersionManifest before = deprecated ? manifest.withDeprecated("old") : manifest;

        VersionManifest after = before.withDeprecated("use another");

        assertThat(after.deprecated()).contains("use another");
        ObjectNode tree = after.tree();
        tree.remove("deprecated");
        assertThat(tree).isEqualTo(manifest.tree());
        assertThat(after.withDeprecated("").tree()).isEqualTo(manifest.tree());
    }

    @Example
    void emptyDeprecationIsNone() {
        assertThat(manifest("{\"deprecated\":\"\"}").deprecated()).isEmpty();
        assertThat(manifest("{\"deprecated\":false}").deprecated()).isEmpty();
        assertThat(manifest("{}").deprecated()).isEmpty();
    }

    /// npm writes the scope twice, Verdaccio stores any URL.
    @Example
    void fileIsTheLastSegmentOfWhateverStandsInTheUrl() {
        assertThat(fileOf("\"http://h:4873/@acme/base/-/@acme/base-1.0.0.tgz\""))
                .isEqualTo("base-1.0.0.tgz");
        assertThat(fileOf("\"https://h/p/-/p-1.0.0.tgz?x=/y#/z\"")).isEqualTo("p-1.0.0.tgz");
        assertThat(fileOf("\"p-1.0.0.tgz\"")).isEqualTo("p-1.0.0.tgz");
        assertThat(fileOf("\"http://[broken/p.tgz\"")).isEqualTo("p.tgz");
        assertThat(fileOf("\"http://h/\"")).isEmpty();
        assertThat(fileOf("\"\"")).isEmpty();
        assertThat(fileOf("7")).isEmpty();
        assertThat(manifest("{\"dist\":[]}").tarballFile()).isEmpty();
        assertThat(manifest("{}").tarballFile()).isEmpty();
    }

    @Example
    void digestsAreThoseOfDist() {
        VersionManifest manifest = manifest("{\"dist\":{\"integrity\":\"sha512-x\",\"shasum\":\"abc\"}}");

        assertThat(manifest.integrity()).contains("sha512-x");
        assertThat(manifest.shasum()).contains("abc");
        assertThat(manifest("{\"dist\":{\"integrity\":1}}").integrity()).isEmpty();
    }

    @Example
    void manifestIsAnObject() {
        assertThatIllegalArgumentException().isThrownBy(() -> manifest("[]"));
    }

    private static String fileOf(String url) {
        return manifest("{\"dist\":{\"tarball\":" + url + "}}").tarballFile();
    }

    private static VersionManifest manifest(String json) {
        return VersionManifest.of(RawJson.parse(json.getBytes(UTF_8)));
    }
}
