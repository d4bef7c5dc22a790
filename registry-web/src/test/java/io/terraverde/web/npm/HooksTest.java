package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.as;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.app.RunningRegistry;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the servers named by `notify:` hear of.
class HooksTest {
    private static final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private static final ServerSocket receiver = receiver();

    @RegisterExtension
    static final RunningRegistry registry =
            RunningRegistry.with("""
            notify:
              usual:
                endpoint: http://127.0.0.1:PORT/usual
                packagePattern: ^@acme/
                headers: [{X-Key: secret}]
                content: '{{publishType}} {{publishedPackage}} by {{publisher.name}} of {{#each publisher.real_groups}}{{this}}{{/each}}: {{name}} {{version}} {{_rev}} {{dist-tags.latest}}{{#each versions}} {{@key}}={{this.description}}{{/each}}{{#each _attachments}} {{@key}} {{this.length}} {{this.data}}{{/each}}'
              broken: {endpoint: 'http://127.0.0.1:PORT/broken', packagePattern: ^broken-, content: x}
              nobody: {endpoint: 'http://127.0.0.1:1/', packagePattern: ^lonely-, content: x}
            """.replace("PORT", Integer.toString(receiver.getLocalPort())));

    @BeforeAll
    static void listen() {
        Thread.ofVirtual().start(HooksTest::receive);
    }

    @BeforeEach
    void forget() {
        heard.clear();
    }

    @AfterAll
    static void stop() throws IOException {
        receiver.close();
    }

    @Test
    void aPublishIsHeardOfBeforeItIsAnswered() {
        byte[] tarball = registry.publish("@acme/told", "1.0.0", "alice");

        assertThat(heard)
                .containsExactly("/usual secret publish @acme/told@1.0.0 by alice of alice: @acme/told   1.0.0 1.0.0=d"
                        + " @acme/told-1.0.0.tgz " + tarball.length + " ");
    }

    @Test
    void theStepsOfAnUnpublishAreHeardOfOnce() {
        registry.publish("@acme/gone", "1.0.0", "alice");
        registry.publish("@acme/gone", "2.0.0", "alice");
        heard.clear();

        HttpResponse<String> edited = registry.put(
                "/@acme%2fgone/-rev/" + registry.rev("@acme/gone"),
                "{\"name\":\"@acme/gone\",\"versions\":{\"2.0.0\":{}}}",
                as("alice"));
        assertThat(edited.statusCode()).isEqualTo(201);
        assertThat(heard).isEmpty();

        registry.delete("/@acme%2fgone/-/gone-1.0.0.tgz/-rev/7-abc", as("alice"));
        assertThat(heard)
                .containsExactly("/usual secret unpublish @acme/gone@1.0.0 by alice of alice: @acme/gone 1.0.0 7-abc ");

        heard.clear();
        registry.delete("/@acme%2fgone/-rev/" + registry.rev("@acme/gone"), as("alice"));
        assertThat(heard).containsExactly("/usual secret unpublish @acme/gone by alice of alice: @acme/gone   ");
    }

    @Test
    void otherChangesAreNotHeardOf() {
        registry.publish("@acme/quiet", "1.0.0", "alice");
        heard.clear();

        registry.put(
                "/@acme%2fquiet",
                "{\"name\":\"@acme/quiet\",\"versions\":{\"1.0.0\":{\"deprecated\":\"x\"}}}", as("alice"));
        registry.put("/-/package/@acme%2fquiet/dist-tags/beta", "\"1.0.0\"", as("alice"));
        registry.put("/@acme%2fquiet", "{\"users\":{\"alice\":true}}", as("alice"));

        assertThat(heard).isEmpty();
    }

    @Test
    void whatIsRefusedIsNotHeardOf() {
        assertThat(registry.put("/@acme%2fbad", "{\"name\":\"@acme/bad\",\"versions\":{}}", as("alice"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(registry.delete("/@acme%2fbad/-rev/1", as("alice")).statusCode())
                .isEqualTo(404);

        assertThat(heard).isEmpty();
    }

    @Test
    void packagesWhoseNamesDoNotFitAreNotHeardOf() {
        registry.publish("unscoped", "1.0.0", "alice");

        assertThat(heard).isEmpty();
    }

    @Test
    void aReceiverThatFailsChangesNothing() {
        registry.publish("broken-one", "1.0.0", "alice");
        registry.publish("lonely-one", "1.0.0", "alice");

        assertThat(heard).containsExactly("/broken - x");
        assertThat(registry.get("/broken-one/1.0.0").statusCode()).isEqualTo(200);
        assertThat(registry.get("/lonely-one/1.0.0").statusCode()).isEqualTo(200);
    }

    private static ServerSocket receiver() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Answers one request after the other until the socket is closed.
    private static void receive() {
        while (true) {
            try (Socket socket = receiver.accept()) {
                InputStream in = socket.getInputStream();
                String head = head(in);
                String path = head.split(" ", 3)[1];
                String body = new String(in.readNBytes(Integer.parseInt(header(head, "content-length"))), UTF_8);
                heard.add(path + " " + header(head, "x-key") + " " + body);
                String status = path.equals("/broken") ? "500 Broken" : "204 No Content";
                String answer = "HTTP/1.1 " + status + "\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(answer.getBytes(UTF_8));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("-");
    }
}
