package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.as;
import static io.terraverde.web.app.RunningRegistry.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.app.RunningRegistry;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTarballTest {
    @RegisterExtension
    static final RunningRegistry registry = RunningRegistry.usual();

    private static byte[] plain = {};
    private static byte[] scoped = {};

    @BeforeAll
    static void publish() {
        plain = registry.publish("loaded", "1.0.0", "alice");
        scoped = registry.publish("@acme/loaded", "1.0.0", "alice");
    }

    @Test
    void aTarballIsItsBytes() {
        HttpResponse<byte[]> answer = registry.bytes("/loaded/-/loaded-1.0.0.tgz");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(plain);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(answer.headers().firstValue("Content-Length")).contains(Integer.toString(plain.length));
        assertThat(answer.headers().firstValue("Accept-Ranges")).contains("bytes");
        assertThat(answer.headers().firstValue("ETag"))
                .contains("\""
                        + registry.packument("loaded")
                                .at("/versions/1.0.0/dist/shasum")
                                .stringValue() + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/@acme/loaded/-/loaded-1.0.0.tgz",
                "/@acme%2floaded/-/loaded-1.0.0.tgz",
                "/%40acme%2Floaded/-/loaded-1.0.0.tgz",
                "/@acme/loaded/-/@acme/loaded-1.0.0.tgz",
            })
    void scopedNamesHaveManySpellings(String path) {
        assertThat(registry.bytes(path, as("bob")).body()).isEqualTo(scoped);
    }

    @Test
    void aPartIsServed() {
        HttpResponse<byte[]> middle = registry.bytes("/loaded/-/loaded-1.0.0.tgz", "Range", "bytes=10-19");
        HttpResponse<byte[]> end = registry.bytes("/loaded/-/loaded-1.0.0.tgz", "Range", "bytes=-5");

        assertThat(middle.statusCode()).isEqualTo(206);
        assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(plain, 10, 20));
        assertThat(middle.headers().firstValue("Content-Range")).contains("bytes 10-19/" + plain.length);
        assertThat(end.body()).isEqualTo(Arrays.copyOfRange(plain, plain.length - 5, plain.length));
    }

    @Test
    void aPartBehindTheEndIs416() {
        HttpResponse<byte[]> answer =
                registry.bytes("/loaded/-/loaded-1.0.0.tgz", "Range", "bytes=" + plain.length + "-");

        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.headers().firstValue("Content-Range")).contains("bytes */" + plain.length);
    }

    @Test
    void aPartOfAnotherTarballIsAllOfThisOne() {
        HttpResponse<byte[]> answer =
                registry.bytes("/loaded/-/loaded-1.0.0.tgz", "Range", "bytes=0-1", "If-Range", "\"other\"");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(plain);
    }

    @Test
    void headHasTheLengthAndNoBody() {
        HttpResponse<String> answer = registry.send("HEAD", "/loaded/-/loaded-1.0.0.tgz", null);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Length")).contains(Integer.toString(plain.length));
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aKnownTarballIsNotSentAgain() {
        HttpResponse<byte[]> first = registry.bytes("/loaded/-/loaded-1.0.0.tgz");

        HttpResponse<byte[]> again = registry.bytes(
                "/loaded/-/loaded-1.0.0.tgz",
                "If-None-Match",
                first.headers().firstValue("ETag").orElseThrow());

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/loaded/-/loaded-9.9.9.tgz | 404 | no such file available",
                "/loaded/-/package.json | 404 | no such file available",
                "/loaded/-/loaded-1.0.0.tgz.lock | 404 | no such file available",
                "/absent/-/absent-1.0.0.tgz | 404 | no such package available",
                "/loaded/-/.hidden | 400 | invalid filename",
                "/loaded/-/..%2f..%2fhtpasswd | 400 | invalid filename",
                "/loaded/-/a+b.tgz | 400 | invalid filename",
            })
    void whatIsWrongIsSaid(String path, int status, String message) {
        HttpResponse<String> answer = registry.get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(error(message));
    }

    @Test
    void rightsAreAskedFor() {
        HttpResponse<String> anonymous = registry.get("/@acme/loaded/-/loaded-1.0.0.tgz");

        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(anonymous.body()).isEqualTo(error("authorization required to access package @acme/loaded"));
    }
}
