package io.terraverde.web.uplink;

import static io.terraverde.web.uplink.RawServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.uplink.UpstreamException;
import io.terraverde.uplink.UpstreamException.Kind;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets to see what is secret, and where redirects lead.
class CredentialsTest {
    private static final Map<String, String> HEADERS = Map.of("X-Team", "green", "Accept", "text/plain", "TE", "gzip");

    @Test
    void theUplinkGetsThemAndItsHeadersWin() throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(200, "x"));
                Asking asking = Asking.of(server.url("/npm"))
                        .knowing("Bearer secret", HEADERS)
                        .start()) {
            asking.text(server.url("/npm/a"));

            RawServer.Head head = server.heads().getFirst();
            assertThat(head.header("Authorization")).isEqualTo("Bearer secret");
            assertThat(head.header("X-Team")).isEqualTo("green");
            assertThat(head.header("Accept")).isEqualTo("text/plain");
            assertThat(head.has("TE")).isFalse();
        }
    }

    @Test
    void anotherServerGetsNoneOfThem() throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(200, "x"));
                RawServer other = RawServer.answering(head -> answer(200, "y"));
                Asking asking = Asking.of(server.url(""))
                        .knowing("Bearer secret", HEADERS)
                        .start()) {
            assertThat(asking.text(other.url("/a.tgz"))).isEqualTo("y");

            assertThat(other.heads().getFirst().headers())
                    .doesNotContainKeys("authorization", "x-team")
                    .containsEntry("accept", "*/*");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectToAnotherServerLeavesThemBehind(int status) throws Exception {
        try (RawServer other = RawServer.answering(head -> answer(200, "moved"));
                RawServer server = RawServer.answering(
                        head -> answer(status, "there", "Location: http://u:p@127.0.0.1:" + other.port() + "/b#top"));
                Asking asking = Asking.of(server.url(""))
                        .knowing("Bearer secret", HEADERS)
                        .start()) {
            assertThat(asking.text(server.url("/a"))).isEqualTo("moved");

            assertThat(server.heads().getFirst().has("Authorization")).isTrue();
            assertThat(other.heads().getFirst().target()).isEqualTo("/b");
            assertThat(other.heads().getFirst().headers()).doesNotContainKeys("authorization", "x-team");
        }
    }

    @Test
    void aRedirectBackHomeTakesThemAlong() throws Exception {
        try (RawServer server = RawServer.answering(
                        head -> head.target().equals("/a") ? answer(302, "", "Location: b?c=%2f") : answer(200, "x"));
                Asking asking = Asking.of(server.url(""))
                        .knowing("Bearer secret", HEADERS)
                        .start()) {
            asking.text(server.url("/a"));

            assertThat(server.heads()).hasSize(2).allMatch(head -> head.has("Authorization"));
            assertThat(server.heads().getLast().target()).isEqualTo("/b?c=%2f");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aUserInTheAddressIsSentToTheUplinkAndShownToNobody() throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(401, ""));
                Asking asking = Asking.of(URI.create("http://jane:pass%20word@127.0.0.1:" + server.port()))
                        .start()) {
            UpstreamException failure =
                    asking.failure(URI.create("http://jane:pass%20word@127.0.0.1:" + server.port() + "/a"));

            assertThat(server.heads().getFirst().header("Authorization")).isEqualTo("Basic amFuZTpwYXNzIHdvcmQ=");
            assertThat(server.heads().getFirst().header("Host")).isEqualTo("127.0.0.1:" + server.port());
            assertThat(failure).hasMessage("uplink \"other\": answered 401");
        }
    }

    @Test
    void redirectsWithoutEndAreWrong() throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(302, "", "Location: /a"));
                Asking asking = Asking.of(server.url("")).start()) {
            UpstreamException failure = asking.failure(server.url("/a"));

            assertThat(failure.kind()).isEqualTo(Kind.WRONG);
            assertThat(failure).hasMessage("uplink \"other\": more than 10 redirects");
            assertThat(server.heads()).hasSize(11);
        }
    }

    @ParameterizedTest
    @CsvSource({"Location: file:///etc/passwd", "Location: http://", "Location: http://a b/", "X-Nothing: here"})
    void redirectsToNowhereAreWrong(String header) throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(302, "", header));
                Asking asking = Asking.of(server.url("")).start()) {
            assertThat(asking.failure(server.url("/a")).kind()).isEqualTo(Kind.WRONG);
        }
    }

    @Test
    void settingsPrintWithoutSecrets() {
        UpstreamOptions options = Asking.of(URI.create("http://jane:secret@127.0.0.1"))
                .knowing("Bearer secret", Map.of("X-Key", "secret"))
                .options();

        assertThat(options.toString() + options.credentials() + options.proxies())
                .doesNotContain("secret@", "Bearer", "X-Key");
    }
}
