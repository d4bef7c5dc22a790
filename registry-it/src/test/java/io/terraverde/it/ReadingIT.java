package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.http.Answer;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.registry.SharedRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Packuments and tarballs as HTTP gives them.
class ReadingIT {
    private static final String FULL = "application/json";
    private static final String ABBREVIATED =
            "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*";
    private static final String TARBALL = "/readable/-/readable-1.0.0.tgz";

    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.standard();

    @BeforeAll
    static void publish() {
        RegistryHttp alice = registry.as("alice");
        var source = aPackage("readable").with("os", "linux");
        alice.publish(source).is(201);
        alice.publish(source.withVersion("1.1.0")).is(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {FULL, ABBREVIATED})
    void unchangedPackumentIsNotSentAgain(String accept) {
        String tag = packument(accept).header("etag").orElseThrow();

        Answer again = registry.http()
                .send(registry.http()
                        .request("/readable")
                        .header("accept", accept)
                        .header("if-none-match", tag));

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.bytes()).isEmpty();
    }

    @Test
    void formsHaveTheirOwnTags() {
        assertThat(packument(FULL).header("etag"))
                .isNotEqualTo(packument(ABBREVIATED).header("etag"));
    }

    @Test
    void abbreviatedFormSaysSo() {
        Answer answer = packument(ABBREVIATED);

        assertThat(answer.header("content-type").orElse("")).startsWith("application/vnd.npm.install-v1+json");
        assertThat(answer.json().has("readme")).isFalse();
        assertThat(answer.json().path("modified").asString()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {FULL, ABBREVIATED})
    void everyVersionHasItsTime(String accept) {
        assertThat(packument(accept).json().path("time").propertyNames()).contains("1.0.0", "1.1.0");
    }

    @Test
    void tarballUrlIsUnderTheAddressThatWasAsked() {
        String url = packument(FULL)
                .json()
                .path("versions")
                .path("1.0.0")
                .path("dist")
                .path("tarball")
                .asString();

        assertThat(url).isEqualTo(registry.running().uri() + TARBALL);
    }

    @Test
    void packumentIsCompressedForWhoAsks() throws IOException {
        Answer answer = registry.http().get("/readable", "accept-encoding", "gzip");

        assertThat(answer.header("content-encoding")).hasValue("gzip");
        try (var plain = new GZIPInputStream(new ByteArrayInputStream(answer.bytes()))) {
            assertThat(plain.readAllBytes())
                    .isEqualTo(registry.http().get("/readable").bytes());
        }
    }

    @Test
    void tarballIsNotCompressedAgain() {
        Answer answer = registry.http().get(TARBALL, "accept-encoding", "gzip");

        assertThat(answer.header("content-encoding")).isEmpty();
        assertThat(answer.bytes())
                .hasSize(Integer.parseInt(answer.header("content-length").orElse("0")));
    }

    @Test
    void versionAndTagAreServed() {
        assertThat(version("/readable/1.0.0")).isEqualTo("1.0.0");
        assertThat(version("/readable/latest")).isEqualTo("1.1.0");
        registry.http().get("/readable/7.7.7").is(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/readable", "/readable/1.0.0", TARBALL, "/-/ping"})
    void headIsGetWithoutBody(String path) {
        Answer head = registry.http().head(path);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.bytes()).isEmpty();
        registry.http().head("/missing-package").is(404);
    }

    @Test
    @Tag("fix")
    void partOfATarballIsServed() {
        byte[] whole = registry.http().get(TARBALL).is(200).bytes();

        Answer part = registry.http().get(TARBALL, "range", "bytes=10-19");

        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("content-range")).hasValue("bytes 10-19/" + whole.length);
        assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(whole, 10, 20));
        registry.http().get(TARBALL, "range", "bytes=" + whole.length + "-").is(416);
    }

    @Test
    @Tag("fix")
    void tarballHasAStrongTag() {
        String tag = registry.http().get(TARBALL).header("etag").orElse("");

        assertThat(tag).startsWith("\"").endsWith("\"");
        registry.http().get(TARBALL, "if-none-match", tag).is(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {FULL, ABBREVIATED})
    @Tag("fix")
    void answersDependOnFormAndEncodingOnly(String accept) {
        String vary = packument(accept).header("vary").orElse("").toLowerCase(Locale.ROOT);

        assertThat(vary).contains("accept", "accept-encoding").doesNotContain("authorization");
    }

    private static Answer packument(String accept) {
        return registry.http().get("/readable", "accept", accept).is(200);
    }

    private static String version(String path) {
        return registry.http().get(path).is(200).json().path("version").asString();
    }
}
