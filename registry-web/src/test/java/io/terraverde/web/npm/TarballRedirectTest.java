package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.as;
import static io.terraverde.web.app.RunningRegistry.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.app.RunningRegistry;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TarballRedirectTest {
    @RegisterExtension
    static final RunningRegistry registry = RunningRegistry.with(
            "experiments: {tarball_url_redirect: 'https://files.example/${packageName}/${filename}?x=1'}\n");

    @BeforeAll
    static void publish() {
        registry.publish("@acme/far", "1.0.0", "alice");
    }

    @Test
    void aTarballIsElsewhere() {
        HttpResponse<String> answer = registry.get("/@acme%2ffar/-/far-1.0.0.tgz", as("bob"));

        String address = "https://files.example/@acme/far/far-1.0.0.tgz?x=1";
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).contains(address);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(answer.body()).isEqualTo("Found. Redirecting to " + address);
    }

    @Test
    void aFileOfAnotherNameInTheStorageIsNamedSo() {
        registry.publish("again", "1.0.0", "alice");
        registry.publish("again", "2.0.0", "alice");
        String withoutFirst = registry.packument("again").toString().replaceFirst("\"1\\.0\\.0\":\\{.*?\\},\"2", "\"2");
        HttpResponse<String> unpublished =
                registry.put("/again/-rev/" + registry.rev("again"), withoutFirst, as("alice"));
        assertThat(unpublished.statusCode()).as(unpublished.body()).isEqualTo(201);
        registry.publish("again", "1.0.0", "alice");

        assertThat(registry.get("/again/-/again-1.0.0.tgz")
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .startsWith("https://files.example/again/again-1.0.0-")
                .endsWith(".tgz?x=1");
    }

    @Test
    void headIsRedirectedToo() {
        HttpResponse<String> answer = registry.send("HEAD", "/@acme/far/-/far-1.0.0.tgz", null, as("bob"));

        assertThat(answer.statusCode()).isEqualTo(302);
    }

    @Test
    void whatIsNotHereIsNowhere() {
        HttpResponse<String> file = registry.get("/@acme/far/-/far-2.0.0.tgz", as("bob"));
        HttpResponse<String> name = registry.get("/absent/-/absent-1.0.0.tgz");

        assertThat(file.statusCode()).isEqualTo(404);
        assertThat(file.body()).isEqualTo(error("no such file available"));
        assertThat(name.statusCode()).isEqualTo(404);
        assertThat(name.body()).isEqualTo(error("no such package available"));
    }

    @Test
    void rightsAreAskedForFirst() {
        assertThat(registry.get("/@acme/far/-/far-1.0.0.tgz").statusCode()).isEqualTo(401);
    }
}
