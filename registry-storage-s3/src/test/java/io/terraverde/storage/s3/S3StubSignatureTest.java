package io.terraverde.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.storage.s3.testkit.S3Stub;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The examples of the S3 API reference, "Authenticating Requests (AWS Signature Version 4)", byte for byte:
/// their user, their bucket, their time. The stub finds each signature right, and with one letter changed
/// wrong.
final class S3StubSignatureTest {
    private static final Instant TIME = Instant.parse("2013-05-24T00:00:00Z");
    private static final String GET_SIGNATURE = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";
    private static final String PRESIGNED = "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
            + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
            + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    private static final String CHUNKED_SIGNATURE = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
    private static final String SECOND_CHUNK = "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497";
    private static final String TRAILER = "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435";

    private final S3Stub stub = stubAt(TIME);

    @AfterEach
    void closeStub() {
        stub.close();
    }

    private static S3Stub stubAt(Instant time) {
        S3Stub stub = S3Stub.builder()
                .bucket("examplebucket")
                .credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
                .clock(InstantSource.fixed(time))
                .start();
        stub.bucket("examplebucket").put("test.txt", "0123456789abcdef".getBytes(StandardCharsets.UTF_8));
        return stub;
    }

    @Test
    void signedGetIsAnswered() throws IOException {
        String answer = send(stub, get(GET_SIGNATURE), "");

        assertThat(answer).startsWith("HTTP/1.1 206 ").endsWith("\r\n\r\n0123456789");
    }

    @Test
    void wronglySignedGetIsRefused() throws IOException {
        String answer = send(stub, get(GET_SIGNATURE.replace('f', 'e')), "");

        assertThat(answer).startsWith("HTTP/1.1 403 ").contains("<Code>SignatureDoesNotMatch</Code>");
    }

    @Test
    void signatureOfAnHourAgoIsRefused() throws IOException {
        try (S3Stub later = stubAt(TIME.plus(Duration.ofHours(1)))) {
            String answer = send(later, get(GET_SIGNATURE), "");

            assertThat(answer).startsWith("HTTP/1.1 403 ").contains("<Code>RequestTimeTooSkewed</Code>");
        }
    }

    @Test
    void headerThatSomebodyAddedIsRefused() throws IOException {
        String answer = send(stub, get(GET_SIGNATURE) + "x-amz-acl: public-read\r\n", "");

        assertThat(answer).startsWith("HTTP/1.1 403 ").contains("<Code>AccessDenied</Code>");
    }

    @Test
    void signedPutIsStored() throws IOException {
        String answer = send(
                stub,
                """
                PUT /test$file.text HTTP/1.1
                Host: examplebucket.s3.amazonaws.com
                Date: Fri, 24 May 2013 00:00:00 GMT
                x-amz-date: 20130524T000000Z
                x-amz-storage-class: REDUCED_REDUNDANCY
                x-amz-content-sha256: 44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072
                Content-Length: 21
                """.replace("\n", "\r\n")
                        + authorization(
                                "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
                "Welcome to Amazon S3.");

        assertThat(answer).startsWith("HTTP/1.1 200 ");
        assertThat(stored("test$file.text")).isEqualTo("Welcome to Amazon S3.");
    }

    @Test
    void presignedUrlIsAnsweredForADay() throws IOException {
        try (S3Stub inTime = stubAt(TIME.plus(Duration.ofHours(23)));
                S3Stub late = stubAt(TIME.plus(Duration.ofHours(25)))) {
            String head = "GET " + PRESIGNED + " HTTP/1.1\r\nHost: examplebucket.s3.amazonaws.com\r\n";

            assertThat(send(inTime, head, "")).startsWith("HTTP/1.1 200 ");
            assertThat(send(late, head, "")).startsWith("HTTP/1.1 403 ").contains("<Code>AccessDenied</Code>");
        }
    }

    @Test
    void presignedUrlLastsAWeekAtMost() throws IOException {
        String head = "GET " + PRESIGNED.replace("=86400", "=604801")
                + " HTTP/1.1\r\nHost: examplebucket.s3.amazonaws.com\r\n";

        assertThat(send(stub, head, ""))
                .startsWith("HTTP/1.1 400 ")
                .contains("<Code>AuthorizationQueryParametersError</Code>");
    }

    @Test
    void presignedUrlIsForOneKey() throws IOException {
        String head = "GET " + PRESIGNED.replace("/test.txt", "/other.txt")
                + " HTTP/1.1\r\nHost: examplebucket.s3.amazonaws.com\r\n";

        assertThat(send(stub, head, "")).startsWith("HTTP/1.1 403 ").contains("<Code>SignatureDoesNotMatch</Code>");
    }

    @Test
    void signedChunksAreStored() throws IOException {
        String answer = send(stub, chunkedHead(), chunks(SECOND_CHUNK));

        assertThat(answer).startsWith("HTTP/1.1 200 ");
        assertThat(stored("chunkObject.txt")).isEqualTo("a".repeat(66560));
    }

    @Test
    void chunkWithAWrongSignatureIsRefused() throws IOException {
        String answer = send(stub, chunkedHead(), chunks(SECOND_CHUNK.replace('0', '1')));

        assertThat(answer).startsWith("HTTP/1.1 403 ").contains("<Code>SignatureDoesNotMatch</Code>");
        assertThat(stub.bucket("examplebucket").keys()).doesNotContain("chunkObject.txt");
    }

    @Test
    void signedTrailersAreVerified() throws IOException {
        String answer = send(stub, trailersHead(), trailers(TRAILER));

        assertThat(answer).startsWith("HTTP/1.1 200 ");
        assertThat(stored("chunkObject.txt")).isEqualTo("a".repeat(66560));
    }

    @Test
    void trailersWithAWrongSignatureAreRefused() throws IOException {
        String answer = send(stub, trailersHead(), trailers(TRAILER.replace('d', 'c')));

        assertThat(answer).startsWith("HTTP/1.1 403 ").contains("<Code>SignatureDoesNotMatch</Code>");
    }

    private static String get(String signature) {
        return """
                GET /test.txt HTTP/1.1
                Host: examplebucket.s3.amazonaws.com
                Range: bytes=0-9
                x-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                x-amz-date: 20130524T000000Z
                """.replace("\n", "\r\n") + authorization("host;range;x-amz-content-sha256;x-amz-date", signature);
    }

    private static String chunkedHead() {
        return """
                PUT /examplebucket/chunkObject.txt HTTP/1.1
                Host: s3.amazonaws.com
                x-amz-date: 20130524T000000Z
                x-amz-storage-class: REDUCED_REDUNDANCY
                x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD
                Content-Encoding: aws-chunked
                x-amz-decoded-content-length: 66560
                Content-Length: 66824
                """.replace("\n", "\r\n")
                + authorization(
                        "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
                                + "x-amz-decoded-content-length;x-amz-storage-class",
                        CHUNKED_SIGNATURE);
    }

    private static String chunks(String second) {
        return chunk("10000", "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648", 65536)
                + chunk("400", second, 1024)
                + chunk("0", "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9", 0);
    }

    private static String trailersHead() {
        return """
                PUT /examplebucket/chunkObject.txt HTTP/1.1
                Host: s3.amazonaws.com
                x-amz-date: 20130524T000000Z
                x-amz-storage-class: REDUCED_REDUNDANCY
                x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER
                Content-Encoding: aws-chunked
                x-amz-decoded-content-length: 66560
                x-amz-trailer: x-amz-checksum-crc32c
                Content-Length: 66946
                """.replace("\n", "\r\n")
                + authorization(
                        "content-encoding;host;x-amz-content-sha256;x-amz-date;"
                                + "x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer",
                        "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e");
    }

    private static String trailers(String signature) {
        return chunk("10000", "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2", 65536)
                + chunk("400", "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7", 1024)
                + "0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n"
                + "x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:" + signature + "\r\n\r\n";
    }

    private static String chunk(String hexLength, String signature, int length) {
        return hexLength + ";chunk-signature=" + signature + "\r\n" + "a".repeat(length) + "\r\n";
    }

    private static String authorization(String names, String signature) {
        return "Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + "SignedHeaders=" + names + ",Signature=" + signature + "\r\n";
    }

    /// Sends the bytes as they are, for no client lets a test choose the host.
    private static String send(S3Stub stub, String head, String body) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.ofLiteral("127.0.0.1"), stub.endpoint().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write((head + "Connection: close\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String stored(String key) {
        return stub.bucket("examplebucket").object(key).orElseThrow().content().text();
    }
}
