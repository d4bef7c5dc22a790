package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.as;
import static io.terraverde.web.app.RunningRegistry.error;
import static io.terraverde.web.app.RunningRegistry.json;
import static io.terraverde.web.app.RunningRegistry.pretty;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.app.RunningRegistry;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageAccessTest {
    @RegisterExtension
    static final RunningRegistry registry = RunningRegistry.usual();

    @BeforeAll
    static void publish() {
        registry.publish("mine-open", "1.0.0", "alice");
        registry.publish("@acme/closed", "1.0.0", "alice");
        registry.publish("secret-access", "1.0.0", "root");
    }

    @Test
    void whatEverybodyReadsIsPublic() {
        assertThat(registry.get("/-/package/mine-open/visibility").body()).isEqualTo("{\n  \"public\": true\n}\n");
        assertThat(registry.get("/-/package/@acme%2fclosed/visibility", as("bob"))
                        .body())
                .isEqualTo("{\n  \"public\": false\n}\n");
        assertThat(registry.get("/-/package/mine-open/access").body()).isEqualTo("""
                {
                  "access": "public",
                  "publish_requires_tfa": false
                }
                """);
        assertThat(json(registry.get("/-/package/@acme%2fclosed/access", as("bob")))
                        .path("access")
                        .stringValue())
                .isEqualTo("restricted");
    }

    @Test
    void accessIsTheConfigurationsBusiness() {
        HttpResponse<String> alice =
                registry.post("/-/package/mine-open/access", "{\"access\":\"restricted\"}", as("alice"));
        HttpResponse<String> anonymous = registry.post("/-/package/mine-open/access", "{}");

        assertThat(alice.statusCode()).isEqualTo(403);
        assertThat(json(alice).path("error").stringValue()).contains("configuration");
        assertThat(anonymous.statusCode()).isEqualTo(401);
    }

    @Test
    void collaboratorsAreAnObjectForNpmAndAListForPnpm() {
        HttpResponse<String> npm = registry.get("/-/package/mine-open/collaborators");
        HttpResponse<String> pnpm =
                registry.get("/-/package/mine-open/collaborators", "User-Agent", "pnpm/11.0.0 npm/? node/v24");

        assertThat(npm.body()).isEqualTo(pretty("alice", "write"));
        assertThat(json(pnpm).toString()).isEqualTo("[{\"user\":\"alice\",\"email\":\"\",\"permissions\":\"write\"}]");
    }

    @Test
    void ownersComeAndGo() {
        registry.publish("shared", "1.0.0", "alice");

        HttpResponse<String> added = registry.put("/-/package/shared/owners", "{\"user\":\"bob\"}", as("alice"));
        HttpResponse<String> twice = registry.put("/-/package/shared/owners", "{\"user\":\"bob\"}", as("alice"));
        HttpResponse<String> both = registry.get("/-/package/shared/owners");
        HttpResponse<String> removed = registry.delete("/-/package/shared/owners/alice", as("alice"));
        HttpResponse<String> unknown = registry.delete("/-/package/shared/owners/alice", as("alice"));
        HttpResponse<String> last = registry.delete("/-/package/shared/owners/bob", as("alice"));

        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.body()).isEqualTo(pretty("ok", "owners changed"));
        assertThat(twice.statusCode()).isEqualTo(201);
        assertThat(json(both).toString())
                .isEqualTo("[{\"username\":\"alice\",\"email\":\"\"},{\"username\":\"bob\",\"email\":\"\"}]");
        assertThat(removed.statusCode()).isEqualTo(201);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(last.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"user\":7}", "\"bob\"", "{\"user\":\"\"}"})
    void anOwnerHasAName(String body) {
        assertThat(registry.put("/-/package/mine-open/owners", body, as("alice"))
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"visibility", "access", "collaborators", "owners"})
    void whatIsAbsentOrClosedIsSaid(String what) {
        HttpResponse<String> absent = registry.get("/-/package/absent/" + what);
        HttpResponse<String> anonymous = registry.get("/-/package/secret-access/" + what);
        HttpResponse<String> bob = registry.get("/-/package/secret-access/" + what, as("bob"));

        assertThat(absent.statusCode()).isEqualTo(404);
        assertThat(absent.body()).isEqualTo(error("no such package available"));
        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(bob.statusCode()).isEqualTo(403);
        assertThat(bob.body()).isEqualTo(error("user bob is not allowed to access package secret-access"));
    }

    @Test
    void ownersAreChangedByThoseWhoPublish() {
        HttpResponse<String> bob = registry.put("/-/package/mine-open/owners", "{\"user\":\"bob\"}", as("bob"));

        assertThat(bob.statusCode()).isEqualTo(403);
        assertThat(bob.body()).isEqualTo(error("user bob is not allowed to publish package mine-open"));
        assertThat(registry.delete("/-/package/mine-open/owners/alice").statusCode())
                .isEqualTo(401);
    }
}
