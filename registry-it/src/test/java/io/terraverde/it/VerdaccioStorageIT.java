package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.client.Npm;
import io.terraverde.it.client.Project;
import io.terraverde.it.content.Digests;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.http.ServedPackage;
import io.terraverde.it.registry.SharedRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A folder that Verdaccio 6.10.4 wrote is served as it is.
class VerdaccioStorageIT {
    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.with(VerdaccioFolder.copied());

    static Iterable<String> packages() {
        return VerdaccioFolder.expected().propertyNames();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packageIsServedAsVerdaccioDid(String name) {
        JsonNode expected = VerdaccioFolder.expected().path(name);

        ServedPackage served = alice().served(name);

        assertThat(served.versions()).containsExactlyElementsOf(texts(expected.path("versions")));
        assertThat(served.tags()).isEqualTo(map(expected.path("dist-tags")));
        assertThat(served.deprecated()).isEqualTo(map(expected.path("deprecated")));
        assertThat(served.stars()).containsExactlyElementsOf(texts(expected.path("stars")));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void tarballsHaveTheirBytes(String name) {
        VerdaccioFolder.expected().path(name).path("tarballs").forEachEntry((file, sums) -> {
            byte[] bytes = alice().get("/" + name + "/-/" + file).is(200).bytes();

            assertThat(Digests.integrity(bytes))
                    .isEqualTo(sums.path("integrity").asString());
            assertThat(Digests.shasum(bytes)).isEqualTo(sums.path("sha1").asString());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"bcrypt2a", "apr1", "md5crypt", "sha1", "descrypt", "plain", "alice"})
    void userLogsInWhateverTheHash(String user) {
        assertThat(whoami(registry.http().as(user, "secret"))).isEqualTo(user);
        assertThat(whoami(registry.http().as(user, "guess"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"login", "generated", "readonly"})
    void oldTokenIsStillGood(String kind) {
        RegistryHttp http = registry.http().as(VerdaccioFolder.token(kind));

        assertThat(whoami(http)).isEqualTo("alice");
        http.get("/@acme%2fbase").is(200);
    }

    @Test
    void oldReadonlyTokenIsStillReadonly() {
        registry.http()
                .as(VerdaccioFolder.token("readonly"))
                .publish(aPackage("@acme/denied"))
                .is(403);
    }

    @Test
    void npmInstallsWithTheOldToken() {
        Project project = Project.using("@acme/app", "1.0.0");
        Npm npm = Npm.eleven(registry.running()).withToken(VerdaccioFolder.token("login"));

        npm.install(project.folder()).succeeded();

        for (String name : List.of("@acme/app", "@acme/base", "left-pad-acme")) {
            assertThat(project.folder().resolve("node_modules/" + name + "/index.js"))
                    .exists();
        }
    }

    @Test
    void privateScopeStaysPrivate() {
        registry.http().get("/@acme%2fbase").is(401);
        registry.http().get("/left-pad-acme").is(200);
    }

    private static RegistryHttp alice() {
        return registry.http().as(VerdaccioFolder.token("login"));
    }

    private static String whoami(RegistryHttp http) {
        return http.get("/-/whoami").json().path("username").asString("");
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> map(JsonNode object) {
        return JsonMapper.shared().convertValue(object, Map.class);
    }
}
