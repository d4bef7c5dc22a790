package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.client.Npm;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Dialogue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// What npm 11 does to an account: who is it, its profile, its password, its tokens.
class NpmAccountIT {
    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.standard();

    @Test
    void pingIsAnswered() {
        Npm.eleven(registry.running()).run("ping").succeeded();
    }

    @Test
    void whoamiNamesTheUser() {
        assertThat(npmOf("winnie").whoami().succeeded().out()).isEqualTo("winnie\n");
    }

    @Test
    void whoamiOfAStrangerFails() {
        Npm.eleven(registry.running()).whoami().failed();
    }

    @Test
    void newUserIsRegisteredByTyping() {
        Npm npm = Npm.eleven(registry.running());

        npm.converse(
                        Dialogue.start()
                                .answer("username:", "newcomer")
                                .answer("password:", "secret")
                                .answer("email", "newcomer@example.test"),
                        "adduser",
                        "--auth-type=legacy")
                .succeeded();

        assertThat(npm.whoami().succeeded().out()).isEqualTo("newcomer\n");
    }

    @Test
    void wrongPasswordDoesNotLogIn() {
        registry.tokenOf("careful");
        Npm npm = Npm.eleven(registry.running());

        npm.login("careful", "guess").failed();

        npm.whoami().failed();
    }

    @Test
    void profileNamesTheUser() {
        JsonNode profile =
                npmOf("paula").run("profile", "get", "--json").succeeded().json();

        assertThat(profile.path("name").asString()).isEqualTo("paula");
    }

    @Test
    void passwordIsChanged() {
        Npm npm = npmOf("peter");

        npm.converse(
                        Dialogue.start()
                                .answer("current password:", "secret")
                                .answer("new password:", "changed")
                                .answer("again:", "changed"),
                        "profile",
                        "set",
                        "password")
                .succeeded();

        assertThat(whoamiOf("peter", "secret")).isEmpty();
        assertThat(whoamiOf("peter", "changed")).isEqualTo("peter");
    }

    @Test
    @Tag("fix")
    void passwordIsNotChangedByAWrongOne() {
        registry.as("proper")
                .post("/-/npm/v1/user", "{\"password\": {\"old\": \"guess\", \"new\": \"changed\"}}")
                .is(409);

        assertThat(whoamiOf("proper", "secret")).isEqualTo("proper");
    }

    @Test
    void logoutForgetsTheToken() {
        Npm npm = npmOf("larry");

        npm.run("logout").succeeded();

        npm.whoami().failed();
    }

    @Test
    void tokenIsCreatedListedAndRevoked() {
        Npm npm = npmOf("tina");
        JsonNode created = npm.run("token", "create", "--name=t1", "--password=secret", "--json")
                .succeeded()
                .json();
        String token = created.path("token").asString();
        Npm robot = Npm.eleven(registry.running()).withToken(token);
        assertThat(robot.whoami().succeeded().out()).isEqualTo("tina\n");
        robot.publish(aPackage("@acme/by-token").written()).succeeded();

        JsonNode listed = npm.run("token", "list", "--json").succeeded().json();

        String key = listed.path(0).path("key").asString();
        assertThat(listed.size()).isEqualTo(1);
        assertThat(listed.toString()).doesNotContain(token);
        npm.run("token", "revoke", key.substring(0, 8)).succeeded();
        assertThat(npm.run("token", "list", "--json").succeeded().json().size()).isZero();
        robot.publish(aPackage("@acme/by-token").withVersion("1.0.1").written()).failed();
        assertThat(registry.as("tina").served("@acme/by-token").versions()).containsExactly("1.0.0");
    }

    @Test
    void readonlyTokenReadsOnly() {
        registry.as("rita").publish(aPackage("@acme/read")).is(201);
        var readonly = registry.http().as(token("rita", "{\"password\": \"secret\", \"readonly\": true}"));

        readonly.get("/@acme%2fread").is(200);

        readonly.publish(aPackage("@acme/read").withVersion("1.0.1")).is(403);
        readonly.delete("/@acme%2fread/-rev/1").is(403);
    }

    @Test
    void tokenForOtherAddressesIsRefused() {
        String elsewhere = "{\"password\": \"secret\", \"readonly\": false, \"cidr_whitelist\": [\"10.1.0.0/16\"]}";
        String here = "{\"password\": \"secret\", \"readonly\": false, \"cidr_whitelist\": [\"127.0.0.0/8\"]}";

        registry.http().as(token("carl", elsewhere)).get("/-/whoami").is(403);

        registry.http().as(token("carl", here)).get("/-/whoami").is(200);
    }

    @Test
    void tokenNeedsThePassword() {
        registry.as("gert")
                .post("/-/npm/v1/tokens", "{\"password\": \"guess\"}")
                .is(401);

        assertThat(registry.as("gert")
                        .get("/-/npm/v1/tokens")
                        .is(200)
                        .json()
                        .path("objects")
                        .size())
                .isZero();
    }

    private static Npm npmOf(String user) {
        return Npm.eleven(registry.running()).withToken(registry.tokenOf(user));
    }

    private static String token(String user, String body) {
        return registry.as(user)
                .post("/-/npm/v1/tokens", body)
                .is(200)
                .json()
                .path("token")
                .asString();
    }

    private static String whoamiOf(String user, String password) {
        return registry.http()
                .as(user, password)
                .get("/-/whoami")
                .json()
                .path("username")
                .asString("");
    }
}
