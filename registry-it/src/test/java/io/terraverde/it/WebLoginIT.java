package io.terraverde.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.client.Berry;
import io.terraverde.it.client.Npm;
import io.terraverde.it.http.Answer;
import io.terraverde.it.http.ScriptedBrowser;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Dialogue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// Login on a page of the registry, while the client polls.
@Tag("fix")
class WebLoginIT {
    /// An address with a path and with something after it, so that all of it was heard.
    private static final Pattern PAGE = Pattern.compile("https?://[^\\s/]+/\\S+(?=\\s)");

    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.standard();

    @Test
    void npm11LogsInOnThePageByDefault() {
        registry.tokenOf("nora");
        Npm npm = Npm.eleven(registry.running());

        npm.converse(browsing("nora"), "login").succeeded();

        assertThat(npm.whoami().succeeded().out()).isEqualTo("nora\n");
    }

    @Test
    void npm8LogsInOnThePageWhenItIsTold() {
        registry.tokenOf("otto");
        Npm npm = Npm.version(8, registry.running());

        npm.converse(browsing("otto"), "login", "--auth-type=web").succeeded();

        assertThat(npm.whoami().succeeded().out()).isEqualTo("otto\n");
    }

    @Test
    void berryLogsInOnThePage() {
        registry.tokenOf("berta");
        Berry berry = Berry.four(registry.running());
        Dialogue dialogue = Dialogue.start().answer("browser now?", "n").when(PAGE, page -> {
            ScriptedBrowser.open(registry.http(), page.group()).logIn("berta", "secret");
            return "";
        });

        berry.converse(dialogue, "npm", "login", "--web-login").succeeded();

        assertThat(berry.whoami().succeeded().all()).contains("berta");
    }

    @Test
    void unfinishedLoginIsPolledWithoutHaste() {
        JsonNode begun = begun();

        Answer poll = registry.http().get(begun.path("doneUrl").asString());

        assertThat(poll.status()).isEqualTo(202);
        assertThat(poll.header("retry-after"))
                .hasValueSatisfying(
                        seconds -> assertThat(Integer.parseInt(seconds)).isPositive());
        assertThat(poll.json().has("token")).isFalse();
    }

    @Test
    void tokenIsGivenOnce() {
        registry.tokenOf("olga");
        JsonNode begun = begun();
        String done = begun.path("doneUrl").asString();
        ScriptedBrowser.open(registry.http(), begun.path("loginUrl").asString()).logIn("olga", "secret");

        String token = registry.http().get(done).is(200).json().path("token").asString();

        assertThat(registry.http()
                        .as(token)
                        .get("/-/whoami")
                        .json()
                        .path("username")
                        .asString())
                .isEqualTo("olga");
        assertThat(registry.http().get(done).json().has("token")).isFalse();
    }

    @Test
    void wrongPasswordOnThePageGivesNoToken() {
        registry.tokenOf("wanda");
        JsonNode begun = begun();
        String page = begun.path("loginUrl").asString();

        Answer refused = ScriptedBrowser.open(registry.http(), page).logIn("wanda", "guess");

        assertThat(refused.status()).isBetween(200, 499);
        registry.http().get(begun.path("doneUrl").asString()).is(202);
        ScriptedBrowser.open(registry.http(), page).logIn("wanda", "secret");
        registry.http().get(begun.path("doneUrl").asString()).is(200);
    }

    @Test
    void guessedLoginIsNotFound() {
        registry.http().get("/-/v1/done/0123456789abcdef").is(404);
    }

    private static JsonNode begun() {
        return registry.http().post("/-/v1/login", "{}").is(200).json();
    }

    private static Dialogue browsing(String user) {
        return Dialogue.start().when(PAGE, page -> {
            ScriptedBrowser.open(registry.http(), page.group()).logIn(user, "secret");
            return "";
        });
    }
}
