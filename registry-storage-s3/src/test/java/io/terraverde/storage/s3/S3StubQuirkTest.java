package io.terraverde.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.storage.s3.testkit.S3Quirk;
import io.terraverde.storage.s3.testkit.S3Regions;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The stub as other servers than Ceph 20: each quirk, and what stays right with it.
final class S3StubQuirkTest {
    private static final String WRONG = "\"00000000000000000000000000000000\"";

    private S3Stub stub = S3Stub.builder().start();
    private SignedClient client = new SignedClient(stub);

    @AfterEach
    void close() {
        client.close();
        stub.close();
    }

    private void with(S3Quirk... quirks) {
        become(S3Stub.builder().quirks(quirks), "us-east-1");
    }

    private void become(S3Stub.Builder builder, String signedRegion) {
        close();
        stub = builder.bucket("b")
                .minPartBytes(1)
                .clock(InstantSource.fixed(SignedClient.TIME))
                .start();
        client = new SignedClient(stub, signedRegion);
    }

    @Test
    void withoutQuirksConditionsHold() throws Exception {
        with();

        assertThat(put("k", Map.of("if-match", WRONG)).statusCode()).isEqualTo(404);
        assertThat(put("k", Map.of("if-none-match", "*")).statusCode()).isEqualTo(200);
        assertThat(put("k", Map.of("if-none-match", "*")).statusCode()).isEqualTo(412);
        assertThat(put("k", Map.of("if-match", WRONG)).statusCode()).isEqualTo(412);
        assertThat(put("k", Map.of("if-match", etag("k"))).statusCode()).isEqualTo(200);
    }

    @Test
    void conditionsCanBeIgnored() throws Exception {
        with(S3Quirk.IGNORES_CONDITIONS);
        put("k", Map.of());

        assertThat(put("k", Map.of("if-none-match", "*")).statusCode()).isEqualTo(200);
        assertThat(put("k", Map.of("if-match", WRONG)).statusCode()).isEqualTo(200);
        assertThat(complete("k")).isEqualTo(200);
    }

    @Test
    void ifMatchCanBeIgnoredOnAMissingKeyAlone() throws Exception {
        with(S3Quirk.IGNORES_IF_MATCH_ON_MISSING_KEY);

        assertThat(put("k", Map.of("if-match", WRONG)).statusCode()).isEqualTo(200);
        assertThat(put("k", Map.of("if-match", WRONG)).statusCode()).isEqualTo(412);
    }

    @Test
    void conditionsCanBeIgnoredOnCompletionAlone() throws Exception {
        with(S3Quirk.IGNORES_CONDITIONS_ON_COMPLETE);
        put("k", Map.of());

        assertThat(complete("k")).isEqualTo(200);
        assertThat(put("k", Map.of("if-none-match", "*")).statusCode()).isEqualTo(412);
    }

    @Test
    void conditionsCanBeIgnoredOnDeleteAlone() throws Exception {
        with(S3Quirk.IGNORES_CONDITIONS_ON_DELETE);
        put("k", Map.of());

        assertThat(put("k", Map.of("if-match", WRONG)).statusCode()).isEqualTo(412);
        assertThat(client.send("DELETE", "/b/k", Map.of(), Map.of("if-match", WRONG), "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(stub.bucket("b").keys()).isEmpty();
    }

    @Test
    void conditionsCanBeUnknown() throws Exception {
        with(S3Quirk.REFUSES_CONDITIONS);

        assertThat(put("k", Map.of("if-none-match", "*")).body()).contains("<Code>NotImplemented</Code>");
        assertThat(put("k", Map.of("if-match", WRONG)).statusCode()).isEqualTo(501);
        assertThat(put("k", Map.of()).statusCode()).isEqualTo(200);
    }

    @Test
    void ifMatchCanBeRightOnlyWithoutQuotes() throws Exception {
        with(S3Quirk.WANTS_IF_MATCH_UNQUOTED);
        put("k", Map.of());

        assertThat(put("k", Map.of("if-match", etag("k"))).statusCode()).isEqualTo(412);
        assertThat(put("k", Map.of("if-match", etag("k").replace("\"", ""))).statusCode())
                .isEqualTo(200);
    }

    @Test
    void ifMatchOnAMissingKeyCanBe412() throws Exception {
        with(S3Quirk.ANSWERS_412_FOR_MISSING_KEY);

        assertThat(put("k", Map.of("if-match", WRONG)).statusCode()).isEqualTo(412);
    }

    @Test
    void deleteOfAMissingKeyCanBe404() throws Exception {
        with(S3Quirk.ANSWERS_404_FOR_DELETE_OF_MISSING_KEY);

        assertThat(client.send("DELETE", "/b/k", Map.of(), Map.of("if-match", WRONG), "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.send("DELETE", "/b/k", Map.of()).statusCode()).isEqualTo(204);
    }

    @Test
    void copyCanHeedTheConditionOfItsDestination() throws Exception {
        with(S3Quirk.HEEDS_CONDITIONS_ON_COPY);
        put("k", Map.of());
        Map<String, String> headers = Map.of("x-amz-copy-source", "/b/k", "if-none-match", "*");

        assertThat(client.send("PUT", "/b/copy", Map.of(), headers, "").statusCode())
                .isEqualTo(200);
        assertThat(client.send("PUT", "/b/copy", Map.of(), headers, "").statusCode())
                .isEqualTo(412);
    }

    @Test
    void etagsCanBeNewWithEachWriteOfTheSameBytes() throws Exception {
        with(S3Quirk.OPAQUE_ETAGS);
        put("k", Map.of());
        String first = etag("k");
        put("k", Map.of());

        assertThat(etag("k")).isNotEqualTo(first);
        assertThat(put("k", Map.of("if-match", first)).statusCode()).isEqualTo(412);
        assertThat(put("k", Map.of("if-match", etag("k"))).statusCode()).isEqualTo(200);
    }

    @Test
    void notModifiedCanLackItsEtag() throws Exception {
        with(S3Quirk.NO_ETAG_IN_304);
        put("k", Map.of());

        HttpResponse<String> answer = client.send("GET", "/b/k", Map.of(), Map.of("if-none-match", etag("k")), "");

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.headers().firstValue("etag")).isEmpty();
    }

    @Test
    void foreignRegionIsServedRefusedOrSentElsewhere() throws Exception {
        become(S3Stub.builder().region("eu-north-1", S3Regions.ANY), "us-east-1");
        assertThat(put("k", Map.of()).statusCode()).isEqualTo(200);

        become(S3Stub.builder().region("eu-north-1", S3Regions.MALFORMED), "us-east-1");
        assertThat(put("k", Map.of()).body())
                .contains("<Code>AuthorizationHeaderMalformed</Code>", "<Region>eu-north-1</Region>");

        become(S3Stub.builder().region("eu-north-1", S3Regions.REDIRECT), "us-east-1");
        assertThat(put("k", Map.of()).statusCode()).isEqualTo(301);
        assertThat(put("k", Map.of()).headers().firstValue("x-amz-bucket-region"))
                .contains("eu-north-1");

        become(S3Stub.builder().region("eu-north-1", S3Regions.REDIRECT), "eu-north-1");
        assertThat(put("k", Map.of()).statusCode()).isEqualTo(200);
    }

    @Test
    void sessionTokenHasToBeThere() throws Exception {
        become(S3Stub.builder().sessionToken("token"), "us-east-1");

        assertThat(put("k", Map.of()).body()).contains("<Code>InvalidToken</Code>");
        assertThat(put("k", Map.of("x-amz-security-token", "token")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void missingBucketIsNamed() throws Exception {
        with();

        HttpResponse<String> answer = client.send("GET", "/other", Map.of("list-type", "2"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("<Code>NoSuchBucket</Code>");
    }

    @Test
    void partsAreChecked() throws Exception {
        with();
        String id = begin("k");
        part("k", id, 1);
        part("k", id, 2);
        String first = md5("k1");
        String second = md5("k2");

        assertThat(complete("k", id, "1", second)).contains("InvalidPart<");
        assertThat(complete("k", id, "2", second, "1", first)).contains("InvalidPartOrder");
        assertThat(complete("k", id, "1", first, "2", second)).contains("-2&quot;</ETag>");
        assertThat(stub.bucket("b").object("k").orElseThrow().content().text()).isEqualTo("k1k2");
        assertThat(complete("k", id, "1", first)).contains("NoSuchUpload");
    }

    private HttpResponse<String> put(String key, Map<String, String> headers) throws IOException, InterruptedException {
        return client.send("PUT", "/b/" + key, Map.of(), headers, "same");
    }

    private String etag(String key) {
        return stub.bucket("b").object(key).orElseThrow().etag();
    }

    /// The status of a create-only completion.
    private int complete(String key) throws IOException, InterruptedException {
        String id = begin(key);
        part(key, id, 1);
        return client.send(
                        "POST",
                        "/b/" + key,
                        Map.of("uploadId", id),
                        Map.of("if-none-match", "*"),
                        document("1", md5(key + "1")))
                .statusCode();
    }

    private String complete(String key, String id, String... numbersAndEtags) throws IOException, InterruptedException {
        return client.send("POST", "/b/" + key, Map.of("uploadId", id), Map.of(), document(numbersAndEtags))
                .body();
    }

    private String begin(String key) throws IOException, InterruptedException {
        return client.send("POST", "/b/" + key, Map.of("uploads", ""))
                .body()
                .replaceAll(".*<UploadId>(.*)</UploadId>.*", "$1");
    }

    private void part(String key, String id, int number) throws IOException, InterruptedException {
        Map<String, String> query = Map.of("uploadId", id, "partNumber", String.valueOf(number));
        client.send("PUT", "/b/" + key, query, Map.of(), key + number);
    }

    private static String document(String... numbersAndEtags) {
        StringBuilder parts = new StringBuilder("<CompleteMultipartUpload>");
        for (int i = 0; i < numbersAndEtags.length; i += 2) {
            parts.append("<Part><PartNumber>")
                    .append(numbersAndEtags[i])
                    .append("</PartNumber><ETag>")
                    .append(numbersAndEtags[i + 1])
                    .append("</ETag></Part>");
        }
        return parts.append("</CompleteMultipartUpload>").toString();
    }

    /// The MD5 of a text, by way of an object.
    private String md5(String text) {
        return stub.bucket("b")
                .put("md5-" + text, text.getBytes(StandardCharsets.UTF_8))
                .etag();
    }
}
