package io.terraverde.web.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.Caller;
import io.terraverde.name.PackageName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What other systems are told.
@Timeout(60)
class NotifierTest {
    private static final PackageName NAME = PackageName.parse("@acme/base");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private ServerSocket listener = new ServerSocket();

    NotifierTest() throws IOException {}

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::answerAll);
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    @Test
    void aPublishIsToldByTheTemplate() {
        tell(hook(
                "POST",
                "{{name}} {{dist-tags.latest}} {{publishedPackage}} {{publishType}} {{publisher.name}}"
                        + "{{#each versions}} v{{@key}}{{/each}} {{{html}}} {{html}} {{missing}}"));

        assertThat(requests.poll())
                .startsWith("POST /hook HTTP/1.1")
                .contains("content-type: application/json")
                .contains("x-key: 1")
                .endsWith("@acme/base 1.0.0 @acme/base@1.0.0 publish alice v1.0.0 <b> &lt;b&gt; ");
    }

    @Test
    void getPutsTheBodyIntoTheQuery() {
        tell(hook("GET", "a={{name}}&b=2"));

        assertThat(requests.poll())
                .startsWith("GET /hook?a=%40acme%2Fbase&b=2&body=a%3D%40acme%2Fbase%26b%3D2 HTTP/1.1");
    }

    @Test
    void whatIsNoQueryIsANameInTheQuery() {
        tell(hook("GET", "100% {{name}}&a=1%202"));

        assertThat(requests.poll())
                .startsWith("GET /hook?100%25+%40acme%2Fbase=&a=1+2&body=100%25+%40acme%2Fbase%26a%3D1%25202 HTTP/1.1");
    }

    @Test
    void nothingIsMadeForNobody() {
        Notices.none().tell(() -> {
            throw new AssertionError("asked for");
        });
    }

    @Test
    void aNoticeThatCannotBeMadeHarmsNobody() {
        try (Notifier notifier = new Notifier(List.of(hook("POST", "x")), PATIENCE, Optional.empty())) {
            assertThatCode(() -> notifier.tell(() -> {
                        throw new IllegalStateException("odd document");
                    }))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void onlyFittingPackagesAreTold() {
        Hook other = new Hook(endpoint(), "POST", Map.of(), Optional.of(Pattern.compile("^@other/")), "other");
        Hook fitting = new Hook(endpoint(), "PUT", Map.of(), Optional.of(Pattern.compile("base")), "fitting");

        tell(other, fitting);

        assertThat(requests).hasSize(1);
        assertThat(requests.poll()).startsWith("PUT ").endsWith("fitting");
    }

    @Test
    void unpublishesAreTold() {
        try (Notifier notifier = new Notifier(
                List.of(hook("POST", "{{publishType}} {{publishedPackage}} {{_rev}}")), PATIENCE, Optional.empty())) {
            notifier.tell(Notice.unpublished(NAME, "1.0.0", "7-abc", alice()));
            assertThat(requests.poll()).endsWith("unpublish @acme/base@1.0.0 7-abc");

            notifier.tell(Notice.unpublished(NAME, alice()));
            assertThat(requests.poll()).endsWith("unpublish @acme/base ");
        }
    }

    @Test
    void aHookThatIsGoneHarmsNobody() throws IOException {
        Hook hook = hook("POST", "x");
        listener.close();

        assertThatCode(() -> tell(hook)).doesNotThrowAnyException();
    }

    @Test
    void aHookThatDoesNotAnswerIsAskedAndLeft() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Notifier notifier = new Notifier(
                        List.of(new Hook(
                                URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"),
                                "POST",
                                Map.of(),
                                Optional.empty(),
                                "x")),
                        Duration.ofSeconds(2),
                        Optional.empty())) {
            silent.setSoTimeout(30_000);

            assertThatCode(() -> notifier.tell(published())).doesNotThrowAnyException();

            try (Socket asked = silent.accept();
                    BufferedReader in =
                            new BufferedReader(new InputStreamReader(asked.getInputStream(), StandardCharsets.UTF_8))) {
                assertThat(read(in)).startsWith("POST / HTTP/1.1").endsWith("x");
            }
        }
    }

    @Test
    void aTemplateThatCannotBeReadIsNamedWithoutSecrets() {
        Hook hook = new Hook(
                URI.create("http://hook.example/?token=s3cret"),
                "POST",
                Map.of("k", "s3cret"),
                Optional.empty(),
                "{{#if}");

        assertThatThrownBy(() -> new Notifier(List.of(hook), PATIENCE, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hook.example")
                .hasMessageNotContaining("s3cret");
    }

    private static void tell(Hook... hooks) {
        try (Notifier notifier = new Notifier(List.of(hooks), PATIENCE, Optional.empty())) {
            notifier.tell(published());
        }
    }

    private static Notice published() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", NAME.text());
        document.put("dist-tags", Map.of("latest", "1.0.0"));
        document.put("versions", Map.of("1.0.0", Map.of("name", NAME.text())));
        document.put("html", "<b>");
        return Notice.published(NAME, "1.0.0", document, alice());
    }

    private static Caller alice() {
        return Caller.user("alice", List.of("staff"));
    }

    private Hook hook(String method, String content) {
        return new Hook(endpoint(), method, Map.of("x-key", "1"), Optional.empty(), content);
    }

    private URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/hook");
    }

    private void answerAll() {
        while (true) {
            try (Socket socket = listener.accept();
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                requests.add(read(in));
                socket.getOutputStream()
                        .write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static String read(BufferedReader in) throws IOException {
        StringBuilder request = new StringBuilder();
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            String lower = line.toLowerCase(Locale.ROOT);
            request.append(lower.startsWith("x-key") || lower.startsWith("content-type") ? lower : line)
                    .append('\n');
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        for (int i = 0; i < length; i++) {
            request.append((char) in.read());
        }
        return request.toString();
    }
}
