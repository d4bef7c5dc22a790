package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.as;
import static io.terraverde.web.app.RunningRegistry.error;
import static io.terraverde.web.app.RunningRegistry.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.app.RunningRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheAdministrationTest {
    private static final String CACHE = "/-/terraverde/cache";

    @RegisterExtension
    static final RunningRegistry registry = RunningRegistry.withOwn("admins: [root]");

    @RegisterExtension
    static final RunningRegistry withoutAdmins = RunningRegistry.usual();

    @ParameterizedTest
    @ValueSource(strings = {"/@acme%2fbase", "/@acme/base", "/%40acme%2Fbase"})
    void aPackageGoesAndNoOther(String path) throws IOException {
        Path gone = kept("npmjs-1f2e3d4c/@acme/base/state.json");
        Path other = kept("npmjs-1f2e3d4c/@acme/base-2/state.json");

        HttpResponse<String> answer = registry.delete(CACHE + path, as("root"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\n  \"objects\": 1,\n  \"bytes\": 5\n}\n");
        assertThat(gone).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void everythingGoesButWhatIsHosted() throws IOException {
        Path gone = kept("mirror/node-0a1b2c3d/v22.1.0/headers.tar.gz");
        registry.publish("hosted", "1.0.0", "alice");

        HttpResponse<String> answer = registry.delete(CACHE, as("root"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(gone).doesNotExist();
        assertThat(registry.get("/hosted/-/hosted-1.0.0.tgz").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pw/@acme/x+1/", "/pw/@acme/", "/pw/%40acme/", "/pw/", "/pw", "/pw/@acme/x+1/a"})
    void whatStartsSoGoesFromAMirror(String path) throws IOException {
        Path gone = kept("mirror/pw-0a1b2c3d/%40acme/x%2B1/a.zip%file");
        Path otherMirror = kept("mirror/pw2-0a1b2c3d/%40acme/x%2B1/a.zip%file");
        Path noMirror = kept("pw-0a1b2c3d/@acme/x/state.json");

        HttpResponse<String> answer = registry.delete(CACHE + "/-/mirror" + path, as("root"));

        assertThat(answer.body()).isEqualTo("{\n  \"objects\": 1,\n  \"bytes\": 5\n}\n");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(gone).doesNotExist();
        assertThat(otherMirror).exists();
        assertThat(noMirror).exists();
    }

    @Test
    void otherPathsOfAMirrorStay() throws IOException {
        Path other = kept("mirror/electron-0a1b2c3d/%40acme/y/b.zip%file");

        assertThat(registry.delete(CACHE + "/-/mirror/electron/@acme/x", as("root"))
                        .body())
                .contains("\"objects\": 0");

        assertThat(other).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "//"})
    void aNameThatIsMissingIsNotEverything(String slash) throws IOException {
        Path kept = kept("npmjs-1f2e3d4c/left-pad/state.json");

        HttpResponse<String> answer = registry.delete(CACHE + slash, as("root"));

        assertThat(answer.statusCode()).isBetween(400, 404);
        assertThat(kept).exists();
    }

    @Test
    void numbersAreShown() {
        HttpResponse<String> answer = registry.get(CACHE, as("root"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).at("/instance/hits").isIntegralNumber()).isTrue();
        assertThat(json(answer).at("/instance/evictions").isIntegralNumber()).isTrue();
        assertThat(json(answer).has("objects")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, '', see the state of the cache",
        "DELETE, '', purge the cache",
        "DELETE, /left-pad, purge the cache",
        "DELETE, /-/mirror/node, purge the cache",
        "DELETE, /-/mirror/node/v22.1.0/, purge the cache",
    })
    void othersMayNot(String method, String path, String what) throws IOException {
        Path stays = kept("npmjs-1f2e3d4c/left-pad/state.json");

        HttpResponse<String> nobody = registry.send(method, CACHE + path, null);
        HttpResponse<String> alice = registry.send(method, CACHE + path, null, as("alice"));
        HttpResponse<String> root = withoutAdmins.send(method, CACHE + path, null, as("root"));

        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.body()).isEqualTo(error("authorization required to " + what));
        assertThat(alice.statusCode()).isEqualTo(403);
        assertThat(alice.body()).isEqualTo(error("user alice is not allowed to " + what));
        assertThat(root.statusCode()).isEqualTo(403);
        assertThat(stays).exists();
    }

    @Test
    void whatIsNoNameIsRefused() {
        assertThat(registry.delete(CACHE + "/..%2f..%2fhosted", as("root")).statusCode())
                .isEqualTo(400);
        assertThat(registry.delete(CACHE + "/-/mirror/node/%2e%2e/x", as("root"))
                        .statusCode())
                .isEqualTo(400);
    }

    private static Path kept(String key) throws IOException {
        Path file = registry.stored(".terraverde/cache/" + key);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "bytes");
    }
}
