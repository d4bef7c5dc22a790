package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.as;
import static io.terraverde.web.app.RunningRegistry.document;
import static io.terraverde.web.app.RunningRegistry.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.testkit.TarballFixture;
import io.terraverde.web.app.RunningRegistry;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttestationsTest {
    private static final String STATEMENT = "{\"predicateType\":\"https://slsa.dev/provenance/v0.2\"}";
    private static final String BUNDLE = "{\"mediaType\":\"application/vnd.dev.sigstore.bundle+json;version=0.3\","
            + "\"dsseEnvelope\":{\"payload\":\""
            + Base64.getEncoder().encodeToString(STATEMENT.getBytes(StandardCharsets.UTF_8)) + "\"}}";

    @RegisterExtension
    static final RunningRegistry registry = RunningRegistry.usual();

    @BeforeAll
    static void publish() {
        publishWithProvenance("built");
        publishWithProvenance("@acme/built");
        registry.publish("handmade", "1.0.0", "alice");
    }

    @Test
    void theBundleIsServedAsItWasPublished() {
        HttpResponse<String> answer = registry.get("/-/npm/v1/attestations/built@1.0.0");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"attestations\":[{\"predicateType\":\"https://slsa.dev/provenance/v0.2\",\"bundle\":"
                        + BUNDLE + "}]}");
        assertThat(registry.packument("built")
                        .at("/versions/1.0.0/dist/attestations/url")
                        .stringValue())
                .isEqualTo(registry.base() + "-/npm/v1/attestations/built@1.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@acme%2fbuilt@1.0.0", "@acme/built@1.0.0", "%40acme%2Fbuilt%401.0.0"})
    void scopedNamesHaveManySpellings(String spec) {
        assertThat(registry.get("/-/npm/v1/attestations/" + spec, as("bob")).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "handmade@1.0.0 | 404 | no attestations for handmade@1.0.0",
                "built@9.0.0 | 404 | no attestations for built@9.0.0",
                "absent@1.0.0 | 404 | no such package available",
                ".hidden@1.0.0 | 400 | invalid package",
            })
    void whatIsWrongIsSaid(String spec, int status, String message) {
        HttpResponse<String> answer = registry.get("/-/npm/v1/attestations/" + spec);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(error(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"built", "@acme%2fbuilt"})
    void aSpecHasAVersion(String spec) {
        assertThat(registry.get("/-/npm/v1/attestations/" + spec).statusCode()).isEqualTo(400);
    }

    @Test
    void rightsAreAskedFor() {
        assertThat(registry.get("/-/npm/v1/attestations/@acme%2fbuilt@1.0.0").statusCode())
                .isEqualTo(401);
    }

    private static void publishWithProvenance(String name) {
        byte[] tarball = TarballFixture.aTarballOf(name, "1.0.0").bytes();
        String data = BUNDLE.replace("\\", "\\\\").replace("\"", "\\\"");
        String attachment = "\"_attachments\":{\"" + name + "-1.0.0.sigstore\":{\"content_type\":"
                + "\"application/vnd.dev.sigstore.bundle+json;version=0.3\",\"data\":\"" + data + "\",\"length\":"
                + BUNDLE.length() + "},";
        HttpResponse<String> answer = registry.put(
                "/" + name.replace("/", "%2f"),
                document(name, "1.0.0", tarball).replace("\"_attachments\":{", attachment),
                as("alice"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }
}
