package io.terraverde.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.storage.s3.testkit.S3Object;
import io.terraverde.storage.s3.testkit.S3Quirk;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the stub takes off a body, and what it checks. Signed chunks are in {@link S3StubSignatureTest}.
final class S3StubBodyTest {
    private static final String CRC32_OF_HELLO = "NhCmhg==";
    private static final String WRONG_CRC32 = "AAAAAA==";

    private final S3Stub stub = S3Stub.builder()
            .bucket("b")
            .clock(InstantSource.fixed(SignedClient.TIME))
            .start();
    private final SignedClient client = new SignedClient(stub);

    @AfterEach
    void close() {
        client.close();
        stub.close();
    }

    @Test
    void chunksAndTheirCodingAreTakenOff() throws Exception {
        HttpResponse<String> answer =
                putChunks("2\r\nhe\r\n3\r\nllo\r\n0\r\nx-amz-checksum-crc32:" + CRC32_OF_HELLO + "\r\n\r\n", "5");

        S3Object object = stub.bucket("b").object("key").orElseThrow();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(object.content().text()).isEqualTo("hello");
        assertThat(object.sent("content-encoding")).contains("gzip");
    }

    @Test
    void wrongTrailerIsABadDigest() throws Exception {
        HttpResponse<String> answer =
                putChunks("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:" + WRONG_CRC32 + "\r\n\r\n", "5");

        assertRefused(answer, 400, "BadDigest");
    }

    @Test
    void missingTrailerIsRefused() throws Exception {
        assertRefused(putChunks("5\r\nhello\r\n0\r\n\r\n", "5"), 400, "MalformedTrailerError");
    }

    @Test
    void chunksThatEndEarlyAreRefused() throws Exception {
        assertRefused(putChunks("5\r\nhel", "5"), 400, "IncompleteBody");
        assertRefused(putChunks("5\r\nhello\r\n", "5"), 400, "IncompleteBody");
        assertRefused(putChunks("zz\r\nhello\r\n0\r\n\r\n", "5"), 400, "IncompleteBody");
    }

    @Test
    void wrongDecodedLengthIsRefused() throws Exception {
        String chunks = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:" + CRC32_OF_HELLO + "\r\n\r\n";

        assertRefused(putChunks(chunks, "6"), 400, "IncompleteBody");
    }

    @Test
    void bodyThatWasNotSignedIsRefused() throws Exception {
        HttpResponse<String> answer = put(Map.of("x-amz-content-sha256", "0".repeat(64)));

        assertRefused(answer, 400, "XAmzContentSHA256Mismatch");
    }

    @Test
    void unsignedBodyIsStored() throws Exception {
        assertThat(put(Map.of("x-amz-content-sha256", "UNSIGNED-PAYLOAD")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void contentMd5IsVerified() throws Exception {
        assertRefused(put(Map.of("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==")), 400, "BadDigest");
        assertRefused(put(Map.of("content-md5", "abc")), 400, "InvalidDigest");
        assertThat(put(Map.of("content-md5", "XUFAKrxLKna5cZ2REBfFkg==")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void announcedChecksumIsVerifiedAndToldAgain() throws Exception {
        Map<String, String> wrong =
                Map.of("x-amz-sdk-checksum-algorithm", "CRC32", "x-amz-checksum-crc32", WRONG_CRC32);
        Map<String, String> right =
                Map.of("x-amz-sdk-checksum-algorithm", "CRC32", "x-amz-checksum-crc32", CRC32_OF_HELLO);

        assertRefused(put(wrong), 400, "BadDigest");
        assertThat(put(right).headers().firstValue("x-amz-checksum-crc32")).contains(CRC32_OF_HELLO);
        assertThat(client.send("GET", "/b/key", Map.of(), Map.of("x-amz-checksum-mode", "ENABLED"), "")
                        .headers()
                        .firstValue("x-amz-checksum-crc32"))
                .contains(CRC32_OF_HELLO);
    }

    @Test
    void checksumThatIsNotAnnouncedIsVerifiedOnlyByAws() throws Exception {
        Map<String, String> wrong = Map.of("x-amz-checksum-crc32", WRONG_CRC32);
        try (S3Stub aws = S3Stub.builder()
                        .bucket("b")
                        .clock(InstantSource.fixed(SignedClient.TIME))
                        .quirks(S3Quirk.VERIFIES_EVERY_CHECKSUM)
                        .start();
                SignedClient ofAws = new SignedClient(aws)) {

            assertThat(put(wrong).statusCode()).isEqualTo(200);
            assertThat(ofAws.send("PUT", "/b/key", Map.of(), wrong, "hello").body())
                    .contains("<Code>BadDigest</Code>");
        }
    }

    @Test
    void headersOfTheWriteCanBeAskedFor() throws Exception {
        put(Map.of("x-amz-acl", "private", "x-amz-server-side-encryption", "AES256", "x-amz-meta-a", "b"));

        S3Object object = stub.bucket("b").object("key").orElseThrow();
        assertThat(object.sent("x-amz-acl")).contains("private");
        assertThat(object.sent("x-amz-server-side-encryption")).contains("AES256");
        assertThat(object.sent("x-amz-meta-a")).contains("b");
    }

    private HttpResponse<String> put(Map<String, String> headers) throws IOException, InterruptedException {
        return client.send("PUT", "/b/key", Map.of(), headers, "hello");
    }

    private HttpResponse<String> putChunks(String chunks, String decodedLength)
            throws IOException, InterruptedException {
        Map<String, String> headers = new HashMap<>();
        headers.put("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
        headers.put("x-amz-decoded-content-length", decodedLength);
        headers.put("x-amz-trailer", "x-amz-checksum-crc32");
        headers.put("content-encoding", "gzip,aws-chunked");
        return client.send("PUT", "/b/key", Map.of(), headers, chunks);
    }

    private void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("<Code>" + code + "</Code>");
        assertThat(stub.bucket("b").keys()).isEmpty();
    }
}
