package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.PackageSource;
import io.terraverde.it.content.PublishDocument;
import io.terraverde.it.http.Answer;
import io.terraverde.it.http.RawAnswer;
import io.terraverde.it.http.RawHttp;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.registry.SharedRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// Requests of which Verdaccio 6.10.4 dies, or which it answers with 500.
@Tag("fix")
class CrashingRequestsIT {
    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.standard();

    @BeforeAll
    static void publishTheVictim() {
        registry.as("alice").publish(aPackage("victim")).is(201);
    }

    @AfterEach
    void serverIsWell() {
        assertThat(registry.http().answersPing()).isTrue();
        registry.as("alice").get("/victim").is(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"my_host", "my_host:4873", "_", "a_b.example"})
    void hostWithUnderscoreIsServed(String host) {
        RawAnswer answer = withHost(host);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).contains("http://" + host + "/victim/-/victim-1.0.0.tgz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"my host", "a/b", "a@b", "\"", "<script>", "[::1", "host:port", "x:99999999"})
    void hostThatIsNoneIsRefused(String host) {
        RawAnswer answer = withHost(host);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    }

    @Test
    void passwordChangeWithAWrongOldOneIsRefused() {
        Answer answer = registry.as("alice")
                .post("/-/npm/v1/user", "{\"password\": {\"old\": \"wrong\", \"new\": \"changed\"}}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.error()).isEqualTo("Unable to change password for user 'alice': invalid old password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"password\": null}",
                "{\"password\": \"x\"}",
                "{\"password\": {\"old\": 1, \"new\": []}}",
                "{\"password\": {}}",
                "{\"tfa\": {\"password\": \"secret\", \"mode\": \"auth-only\"}}",
                "{\"email\": \"a@example.test\"}"
            })
    void oddProfilesAreNoFailure(String body) {
        Answer answer = registry.as("alice").post("/-/npm/v1/user", body);

        assertThat(answer.status()).as(answer.toString()).isNotEqualTo(500).isGreaterThanOrEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"constructor", "__proto__", "toString", "hasOwnProperty", "prototype", "valueOf", "isPrototypeOf"
            })
    void membersOfObjectsAreNoUsers(String user) {
        assertThat(registry.http()
                        .as(user, "secret")
                        .get("/-/whoami")
                        .json()
                        .path("username")
                        .asString(""))
                .isEmpty();

        Answer created = registry.http()
                .put(
                        "/-/user/org.couchdb.user:" + user,
                        "{\"name\": \"" + user + "\", \"password\": \"secret\", \"type\": \"user\"}");

        assertThat(created.status()).as(created.toString()).isBetween(200, 499);
        if (created.status() == 201) {
            RegistryHttp http = registry.http().as(created.json().path("token").asString());
            assertThat(http.get("/-/whoami").json().path("username").asString(""))
                    .isEqualTo(user);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": null, \"password\": \"secret\"}",
                "{\"name\": {}, \"password\": \"secret\"}",
                "{\"name\": [\"x\"], \"password\": [\"secret\"]}",
                "{\"name\": \"x:y\", \"password\": \"secret\"}",
                "{\"name\": \"x\\ny:z\", \"password\": \"secret\"}",
                "{\"name\": \"\", \"password\": \"secret\"}",
                "{\"name\": \"x\", \"password\": 1}",
                "{\"name\": \"x\"}",
                "[]",
                "null"
            })
    void oddUsersAreRefused(String body) {
        Answer answer = registry.http().put("/-/user/org.couchdb.user:x", body);

        assertThat(answer.status()).as(answer.toString()).isBetween(400, 499);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text=a&text=b",
                "text[]=a",
                "text[a]=b",
                "text[__proto__]=b",
                "size=1&size=2",
                "from[]=1",
                "size=-1&from=-1",
                "size=x&from=NaN",
                "size=99999999999999999999",
                "text=%00",
                "text=" + "((((((((((((((((((((",
                "text=a%20b%20author:x%20keywords:,%20scope:",
                ""
            })
    void oddSearchesAreAnswered(String query) {
        RawAnswer answer = RawHttp.get(registry.running().uri(), "/-/v1/search?" + query, "");

        assertThat(answer.status()).as(answer.text()).isIn(200, 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "key=", "key=%22", "key=%22%22", "key=a&key=b", "key[]=a", "key=%22__proto__%22"})
    void oddStarQuestionsAreAnswered(String query) {
        RawAnswer answer = RawHttp.get(registry.running().uri(), "/-/_view/starredByUser?" + query, "");

        assertThat(answer.status()).as(answer.text()).isIn(200, 400);
    }

    @Test
    void relativeTarballUrlOfAPublisherHarmsNobody() {
        PackageSource source = aPackage("relative");
        ObjectNode document = PublishDocument.of(source);
        ((ObjectNode) document.path("versions").path("1.0.0").path("dist")).put("tarball", "relative-1.0.0.tgz");

        registry.as("alice").put("/relative", document).is(201);

        registry.as("alice").served("relative").tarball("1.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"victim", "unknown-so-far"})
    void buildMetadataIsNoFailure(String name) {
        PackageSource source = aPackage(name).withVersion("1.5.0+build.1");

        Answer answer = registry.as("alice").publish(source);

        assertThat(answer.status()).as(answer.toString()).isBetween(201, 499);
        if (answer.status() == 201) {
            var served = registry.as("alice").served(name);
            served.versions().forEach(served::tarball);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"users\": null, \"_id\": \"victim\"}",
                "{\"users\": [], \"_id\": \"victim\"}",
                "{\"users\": {\"__proto__\": true}, \"_id\": \"victim\", \"_rev\": \"1\"}",
                "{\"versions\": null, \"name\": \"victim\"}",
                "{\"name\": \"victim\"}",
                "{\"name\": \"victim\", \"versions\": {\"1.0.0\": {\"deprecated\": {}}}}",
                "{\"name\": \"victim\", \"maintainers\": \"x\", \"_rev\": \"1\", \"_id\": \"victim\"}"
            })
    void oddEditsKeepTheVersions(String body) {
        Answer plain = registry.as("alice").put("/victim", body);
        Answer revised = registry.as("alice").put("/victim/-rev/1-0", body);

        assertThat(plain.status()).as(plain.toString()).isBetween(200, 499);
        assertThat(revised.status()).as(revised.toString()).isBetween(200, 499);
        registry.as("alice").served("victim").tarball("1.0.0");
    }

    /// Only on the `-rev` route does npm leave out what it wants to be unpublished.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"victim\", \"versions\": {}}",
                "{\"name\": \"victim\", \"versions\": {\"9.9.9\": {\"deprecated\": \"x\"}}}",
                "{\"name\": \"victim\", \"versions\": {\"1.0.0\": null}}"
            })
    void editThatLeavesOutAVersionKeepsIt(String body) {
        Answer answer = registry.as("alice").put("/victim", body);

        assertThat(answer.status()).as(answer.toString()).isBetween(200, 499);
        registry.as("alice").served("victim").tarball("1.0.0");
    }

    private static RawAnswer withHost(String host) {
        return RawHttp.exchange(
                registry.running().uri(), "GET /victim HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }
}
