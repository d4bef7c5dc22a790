package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.PublishDocument;
import io.terraverde.it.http.RawAnswer;
import io.terraverde.it.http.RawHttp;
import io.terraverde.it.registry.SharedRegistry;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections that do not keep to the rules.
@Tag("fix")
class HostileConnectionsIT {
    private static final int CHUNK = 64 * 1024;

    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.standard();

    private String head = "";

    @BeforeEach
    void writeTheHead() {
        head = "PUT /@acme%2fcut HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: "
                + registry.as("alice").authorization() + "\r\n";
    }

    @AfterEach
    void serverIsWell() {
        assertThat(registry.http().answersPing()).isTrue();
        registry.as("alice").get("/@acme%2fcut").is(404);
    }

    @Test
    void bodyThatIsAnnouncedTooLargeIsRefusedBeforeItIsSent() {
        RawAnswer answer;
        try (RawHttp raw = RawHttp.connect(uri())) {
            raw.send(head + "Content-Length: 1000000000\r\n\r\n{\"name\": \"");

            answer = raw.firstAnswer();
        }

        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void bodyThatGrowsTooLargeIsCutOff() {
        byte[] chunk = (Integer.toHexString(CHUNK) + "\r\n" + "x".repeat(CHUNK) + "\r\n").getBytes(US_ASCII);
        boolean taken = true;
        RawAnswer answer;
        try (RawHttp raw = RawHttp.connect(uri())) {
            raw.send(head + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
            raw.send("b\r\n{\"readme\":\"\r\n");
            for (int sent = 0; sent < 400 && taken; sent++) {
                taken = raw.send(chunk);
            }
            if (taken) {
                raw.send("0\r\n\r\n");
            }
            answer = raw.answer();
        }

        assertThat(answer.isRefusal()).as(answer.text()).isTrue();
        assertThat(answer.status()).isIn(0, 413);
    }

    @Test
    void publishCutOffInTheMiddleStoresNothing() {
        String body = PublishDocument.of(aPackage("@acme/cut")).toString();
        var before = registry.running().stored();

        for (int part = 1; part < 20; part++) {
            try (RawHttp raw = RawHttp.connect(uri())) {
                raw.send(head + "Content-Length: " + body.length() + "\r\n\r\n");
                raw.send(body.substring(0, body.length() * part / 20));
            }
        }

        assertThat(registry.http().answersPing()).isTrue();
        assertThat(registry.running().stored()).isEqualTo(before);
    }

    @Test
    void tenThousandHeadersAreRefused() {
        var request = new StringBuilder("GET /-/ping HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (int header = 0; header < 10_000; header++) {
            request.append("X-").append(header).append(": y\r\n");
        }

        RawAnswer answer = RawHttp.exchange(uri(), request.append("\r\n").toString());

        assertThat(answer.isRefusal()).as(answer.text()).isTrue();
    }

    @Test
    void hugeHeaderIsRefused() {
        RawAnswer answer = RawHttp.exchange(
                uri(), "GET /-/ping HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(1 << 20) + "\r\n\r\n");

        assertThat(answer.isRefusal()).as(answer.text()).isTrue();
    }

    @Test
    void hugePathIsRefused() {
        RawAnswer answer = RawHttp.exchange(
                uri(), "GET /" + "a".repeat(1 << 20) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer.isRefusal()).as(answer.text()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000",
                "GET\r\n\r\n",
                "GET /-/ping\r\n\r\n",
                "G\u0000T /-/ping HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /-/ping HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "PUT /@acme%2fcut HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                "PUT /@acme%2fcut HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                "PUT /@acme%2fcut HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
                "PUT /@acme%2fcut HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"
            })
    void whatIsNoRequestIsRefused(String request) {
        RawAnswer answer;
        try (RawHttp raw = RawHttp.connect(uri())) {
            raw.send(request);
            answer = raw.firstAnswer();
        }

        assertThat(answer.isRefusal() || answer.status() == 505)
                .as(answer.text())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic",
                "Basic !!!!",
                "Basic Og==",
                "Basic bm9ib2R5",
                "Bearer",
                "Bearer x",
                "Bearer a.b.c",
                "Bearer eyJhbGciOiJub25lIn0.eyJuYW1lIjoiYWxpY2UifQ.",
                "Bearer 00",
                "Digest username=alice",
                "Bearer  two  blanks",
                "Negotiate \u00e4\u00f6"
            })
    void wrongCredentialIsNobodys(String authorization) {
        RawAnswer who = RawHttp.get(uri(), "/-/whoami", authorization);
        RawAnswer secret = RawHttp.get(uri(), "/@acme%2fsecret", authorization);

        assertThat(who.status()).as(who.text()).isIn(200, 400, 401);
        assertThat(who.text()).doesNotContain("alice");
        assertThat(secret.status()).as(secret.text()).isIn(400, 401);
    }

    @Test
    void slowSendersKeepNobodyWaiting() {
        List<RawHttp> slow = new ArrayList<>();
        try {
            for (int each = 0; each < 300; each++) {
                RawHttp raw = RawHttp.connect(uri());
                slow.add(raw);
                raw.send(each % 2 == 0 ? "GET /-/pi" : head + "Content-Length: 1000\r\n\r\n{\"name\":");
            }

            assertThat(registry.http().answersPing()).isTrue();
            registry.as("alice").publish(aPackage("@acme/meanwhile")).is(201);
            registry.as("alice").served("@acme/meanwhile").tarball("1.0.0");
        } finally {
            slow.forEach(RawHttp::close);
        }
    }

    private static URI uri() {
        return registry.running().uri();
    }
}
