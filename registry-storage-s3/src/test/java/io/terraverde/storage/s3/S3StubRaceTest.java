package io.terraverde.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.storage.s3.testkit.S3Stub;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Of racing conditional writes exactly those win that would win one after another.
final class S3StubRaceTest {
    private static final int WRITERS = 8;

    private final S3Stub stub = S3Stub.builder()
            .bucket("b")
            .minPartBytes(1)
            .clock(InstantSource.fixed(SignedClient.TIME))
            .start();
    private final SignedClient client = new SignedClient(stub);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        client.close();
        stub.close();
        threads.shutdownNow();
    }

    @Test
    void noIncrementIsLost() throws Exception {
        client.send("PUT", "/b/counter", Map.of(), Map.of(), "0");

        race(this::increment20Times);

        assertThat(client.send("GET", "/b/counter", Map.of()).body()).isEqualTo(String.valueOf(20 * WRITERS));
    }

    private int increment20Times() throws Exception {
        int done = 0;
        while (done < 20) {
            HttpResponse<String> read = client.send("GET", "/b/counter", Map.of());
            String etag = read.headers().firstValue("etag").orElseThrow();
            String next = String.valueOf(Integer.parseInt(read.body()) + 1);
            int status = client.send("PUT", "/b/counter", Map.of(), Map.of("if-match", etag), next)
                    .statusCode();
            assertThat(status).isIn(200, 412);
            done += status == 200 ? 1 : 0;
        }
        return done;
    }

    @Test
    void oneCreatorWins() throws Exception {
        for (int round = 0; round < 10; round++) {
            String path = "/b/created-" + round;

            List<Integer> answers = race(() -> client.send("PUT", path, Map.of(), Map.of("if-none-match", "*"), "x")
                    .statusCode());

            assertThat(answers).containsOnlyOnce(200).containsOnly(200, 412);
        }
    }

    @Test
    void oneCompletionOfAnUploadWins() throws Exception {
        List<Integer> answers = race(() -> complete(upload()));

        assertThat(answers).containsOnlyOnce(200).containsOnly(200, 412);
        assertThat(stub.bucket("b").uploadIds()).hasSize(WRITERS - 1);
    }

    private String upload() throws Exception {
        String begun = client.send("POST", "/b/large", Map.of("uploads", "")).body();
        String id = begun.replaceAll(".*<UploadId>(.*)</UploadId>.*", "$1");
        client.send("PUT", "/b/large", Map.of("uploadId", id, "partNumber", "1"), Map.of(), "part");
        return id;
    }

    private int complete(String id) throws Exception {
        String document = "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber>"
                + "<ETag>\"f4c9385f1902f7334b00b9b4ecd164de\"</ETag></Part></CompleteMultipartUpload>";
        return client.send("POST", "/b/large", Map.of("uploadId", id), Map.of("if-none-match", "*"), document)
                .statusCode();
    }

    @Test
    void deleteAndPutOnOneEtagDoNotBothWin() throws Exception {
        for (int round = 0; round < 20; round++) {
            String path = "/b/contended-" + round;
            String etag = client.send("PUT", path, Map.of(), Map.of(), "old")
                    .headers()
                    .firstValue("etag")
                    .orElseThrow();
            CyclicBarrier start = new CyclicBarrier(2);

            Future<Integer> put = threads.submit(() -> {
                start.await(30, TimeUnit.SECONDS);
                return client.send("PUT", path, Map.of(), Map.of("if-match", etag), "new")
                        .statusCode();
            });
            Future<Integer> delete = threads.submit(() -> {
                start.await(30, TimeUnit.SECONDS);
                return client.send("DELETE", path, Map.of(), Map.of("if-match", etag), "")
                        .statusCode();
            });

            assertThat(List.of(put.get(30, TimeUnit.SECONDS), delete.get(30, TimeUnit.SECONDS)))
                    .isIn(List.of(200, 412), List.of(404, 204));
        }
    }

    private <T> List<T> race(Callable<T> writer) throws Exception {
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            running.add(threads.submit(() -> {
                start.await(30, TimeUnit.SECONDS);
                return writer.call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> each : running) {
            results.add(each.get(60, TimeUnit.SECONDS));
        }
        return results;
    }
}
