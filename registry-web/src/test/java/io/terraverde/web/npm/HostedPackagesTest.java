package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.as;
import static io.terraverde.web.app.RunningRegistry.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.app.RunningRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class HostedPackagesTest {
    private static final String NAMES = "/-/terraverde/names";

    @RegisterExtension
    static final RunningRegistry registry = RunningRegistry.usual();

    @BeforeAll
    static void publish() {
        for (String name : List.of("one", "@acme/two")) {
            registry.publish(name, "1.0.0", "alice");
        }
        registry.publish("secret-three", "1.0.0", "root");
    }

    @Test
    void everybodySeesTheNamesHeMayRead() {
        assertThat(names(NAMES)).contains("one").doesNotContain("@acme/two", "secret-three");
        assertThat(names(NAMES, as("bob"))).contains("@acme/two", "one").doesNotContain("secret-three");
        assertThat(names(NAMES, as("root"))).contains("@acme/two", "one", "secret-three");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?format=text | */*                              | text/plain; charset=utf-8
            ?format=json | text/plain                       | application/json; charset=utf-8
                         | text/plain                       | text/plain; charset=utf-8
                         | text/*                           | text/plain; charset=utf-8
                         | text/plain;q=0.5, */*;q=0.1      | text/plain; charset=utf-8
                         | text/plain;q=0.5, application/json | application/json; charset=utf-8
                         | */*                              | application/json; charset=utf-8
            """)
    void linesAreGivenToThoseWhoWantThem(String query, String accept, String contentType) {
        HttpResponse<String> answer = registry.get(NAMES + (query == null ? "" : query), "Accept", accept);

        assertThat(answer.headers().firstValue("Content-Type")).contains(contentType);
        boolean lines = contentType.startsWith("text");
        assertThat(answer.body().lines()).contains(lines ? "one" : answer.body());
        assertThat(answer.body().startsWith("[")).isNotEqualTo(lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {NAMES, NAMES + "?format=text", "/-/verdaccio/packages"})
    void whoHasTheListGets304UntilItChanges(String path) {
        HttpResponse<String> first = registry.get(path, as("alice"));
        String etag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(etag).startsWith("\"");
        assertThat(first.headers().firstValue("Cache-Control")).contains("private, no-cache");
        assertThat(first.headers().firstValue("Last-Modified")).isEmpty();
        String[] conditional = {"Authorization", as("alice")[1], "If-None-Match", etag};

        HttpResponse<String> second = registry.get(path, conditional);
        registry.publish("new-" + Integer.toHexString(path.hashCode()), "1.0.0", "alice");
        HttpResponse<String> third = registry.get(path, conditional);

        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(second.headers().firstValue("ETag")).contains(etag);
        assertThat(third.statusCode()).isEqualTo(200);
        assertThat(third.headers().firstValue("ETag"))
                .isNotEqualTo(first.headers().firstValue("ETag"));
    }

    @Test
    void credentialThatDoesNotCountIsNotTakenForNone() {
        assertThat(registry.get(NAMES, "Authorization", "Bearer expired").statusCode())
                .isEqualTo(401);
    }

    @Test
    void headTellsTheSame() {
        HttpResponse<String> head = registry.send("HEAD", NAMES, null);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("ETag"))
                .isEqualTo(registry.get(NAMES).headers().firstValue("ETag"));
        assertThat(head.body()).isEmpty();
    }

    @Test
    void longListsAreCompressed() throws IOException {
        HttpResponse<byte[]> answer =
                registry.bytes("/-/verdaccio/packages", "Authorization", as("root")[1], "Accept-Encoding", "gzip");

        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).startsWith("[{");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/-/verdaccio/packages", "/-/verdaccio/data/packages"})
    void latestVersionsAreListed(String path) {
        JsonNode all = json(registry.get(path, as("bob")));

        List<String> names = all.valueStream()
                .map(manifest -> manifest.path("name").stringValue())
                .toList();
        assertThat(names).isSorted().contains("@acme/two", "one").doesNotContain("secret-three");
        JsonNode two = all.path(names.indexOf("@acme/two"));
        assertThat(two.path("version").stringValue()).isEqualTo("1.0.0");
        URI tarball = URI.create(two.at("/dist/tarball").stringValue());
        assertThat(registry.bytes(tarball.getPath(), as("bob")).statusCode()).isEqualTo(200);
    }

    private static List<String> names(String path, String... headers) {
        return json(registry.get(path, headers))
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }
}
