package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.as;
import static io.terraverde.web.app.RunningRegistry.error;
import static io.terraverde.web.app.RunningRegistry.json;
import static io.terraverde.web.app.RunningRegistry.pretty;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.app.RunningRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnpublishTest {
    @RegisterExtension
    static final RunningRegistry registry = RunningRegistry.usual();

    @Test
    void npmUnpublishesAVersionInTwoSteps() throws IOException {
        registry.publish("twice", "1.0.0", "alice");
        registry.publish("twice", "2.0.0", "alice");
        String kept = json(registry.get("/twice/2.0.0")).toString();

        HttpResponse<String> edited = registry.put(
                "/twice/-rev/" + registry.rev("twice"),
                "{\"name\":\"twice\",\"dist-tags\":{\"latest\":\"2.0.0\"},\"versions\":{\"2.0.0\":" + kept + "}}",
                as("alice"));
        HttpResponse<String> removed =
                registry.delete("/twice/-/twice-1.0.0.tgz/-rev/" + registry.rev("twice"), as("alice"));
        HttpResponse<String> again =
                registry.delete("/twice/-/twice-1.0.0.tgz/-rev/" + registry.rev("twice"), as("alice"));

        assertThat(edited.statusCode()).isEqualTo(201);
        assertThat(removed.statusCode()).isEqualTo(201);
        assertThat(removed.body()).isEqualTo(pretty("ok", "tarball removed"));
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(registry.packument("twice").path("versions").propertyNames()).containsExactly("2.0.0");
        assertThat(registry.get("/twice/-/twice-1.0.0.tgz").statusCode()).isEqualTo(404);
        assertThat(registry.get("/twice/-/twice-2.0.0.tgz").statusCode()).isEqualTo(200);
        assertThat(Files.exists(registry.stored("twice/twice-1.0.0.tgz"))).isFalse();
    }

    @Test
    void aTarballOfAnotherNameInTheStorageIsRemovedUnderItsOwn() throws IOException {
        Files.createDirectories(registry.stored("renamed"));
        Files.writeString(registry.stored("renamed/renamed-1.0.0.tgz"), "left behind");
        registry.publish("renamed", "1.0.0", "alice");
        registry.publish("renamed", "2.0.0", "alice");

        registry.put(
                "/renamed/-rev/" + registry.rev("renamed"),
                "{\"name\":\"renamed\",\"versions\":{\"2.0.0\":{}}}",
                as("alice"));
        HttpResponse<String> removed =
                registry.delete("/renamed/-/renamed-1.0.0.tgz/-rev/" + registry.rev("renamed"), as("alice"));

        assertThat(removed.statusCode()).isEqualTo(201);
        assertThat(registry.packument("renamed").path("versions").propertyNames())
                .containsExactly("2.0.0");
    }

    @Test
    void aTarballThatAVersionNeedsStays() {
        registry.publish("needed", "1.0.0", "alice");

        HttpResponse<String> answer = registry.delete("/needed/-/needed-1.0.0.tgz/-rev/1", as("alice"));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(registry.get("/needed/-/needed-1.0.0.tgz").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/@acme/whole", "/@acme%2fwhole", "/%40acme%2Fwhole"})
    void aWholePackageIsUnpublished(String path) {
        registry.publish("@acme/whole", versionFor(path), "alice");
        String revised = path + "/-rev/" + registry.rev("@acme/whole");

        HttpResponse<String> answer = registry.delete(revised, as("alice"));
        HttpResponse<String> again = registry.delete(revised, as("alice"));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo(pretty("ok", "package removed"));
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(again.body()).isEqualTo(error("no such package available"));
        assertThat(registry.get("/@acme/whole", as("alice")).statusCode()).isEqualTo(404);
    }

    @Test
    void aPackageThatChangedSinceItWasReadIsNotUnpublished() {
        registry.publish("grown", "1.0.0", "alice");
        String read = registry.rev("grown");
        registry.publish("grown", "1.1.0", "alice");

        HttpResponse<String> answer = registry.delete("/grown/-rev/" + read, as("alice"));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(registry.packument("grown").path("versions").propertyNames()).containsExactly("1.0.0", "1.1.0");
    }

    @Test
    void aVersionMayBePublishedAgainAfterwards() {
        registry.publish("phoenix", "1.0.0", "alice");
        registry.delete("/phoenix/-rev/" + registry.rev("phoenix"), as("alice"));

        byte[] tarball = registry.publish("phoenix", "1.0.0", "alice");

        assertThat(registry.bytes("/phoenix/-/phoenix-1.0.0.tgz").body()).isEqualTo(tarball);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/absent/-/absent-1.0.0.tgz/-rev/1 | 404 | no such package available",
                "/absent/-rev/1 | 404 | no such package available",
                "/there/-/there-9.9.9.tgz/-rev/1 | 404 | no such file available",
                "/there/-/package.json/-rev/1 | 404 | no such file available",
                "/there/-/..%2fx/-rev/1 | 400 | invalid filename",
                "/there | 404 | File not found",
                "/there/-rev | 404 | File not found",
            })
    void whatIsWrongIsSaid(String path, int status, String message) {
        if (registry.get("/there").statusCode() == 404) {
            registry.publish("there", "1.0.0", "alice");
        }

        HttpResponse<String> answer = registry.delete(path, as("alice"));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(error(message));
    }

    @Test
    void bothRightsAreNeededForATarball() {
        registry.publish("mine-gone", "1.0.0", "alice");

        HttpResponse<String> alice = registry.delete("/mine-gone/-/mine-gone-1.0.0.tgz/-rev/1", as("alice"));
        HttpResponse<String> root = registry.delete("/mine-gone/-/mine-gone-1.0.0.tgz/-rev/1", as("root"));
        HttpResponse<String> anonymous = registry.delete("/mine-gone/-rev/1");
        HttpResponse<String> whole = registry.delete("/mine-gone/-rev/" + registry.rev("mine-gone"), as("root"));

        assertThat(alice.statusCode()).isEqualTo(403);
        assertThat(alice.body()).isEqualTo(error("user alice is not allowed to unpublish package mine-gone"));
        assertThat(root.statusCode()).isEqualTo(403);
        assertThat(root.body()).isEqualTo(error("user root is not allowed to publish package mine-gone"));
        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(anonymous.body()).isEqualTo(error("authorization required to unpublish package mine-gone"));
        assertThat(whole.statusCode()).isEqualTo(201);
    }

    @Test
    void theRuleForPublishingIsNamedWhereItDecides() {
        assertThat(registry.delete("/absent/-rev/1").body())
                .isEqualTo(error("authorization required to publish package absent"));
    }

    /// Versions that were unpublished may come again, but each run has its own.
    private static String versionFor(String path) {
        return "1.0." + path.length();
    }
}
