package io.terraverde.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.storage.s3.testkit.S3Call;
import io.terraverde.storage.s3.testkit.S3Fault;
import io.terraverde.storage.s3.testkit.S3Gate;
import io.terraverde.storage.s3.testkit.S3Operation;
import io.terraverde.storage.s3.testkit.S3Script;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Scripted faults, as a client meets them, and what the bucket holds then.
final class S3StubFaultTest {
    private final S3Stub stub = S3Stub.builder()
            .bucket("b")
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
    void errorBeforeTheEffectLeavesNothing() throws Exception {
        stub.script().on(S3Operation.PUT_OBJECT).then(S3Fault.slowDown());

        HttpResponse<String> answer = put("k");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("<Code>SlowDown</Code>");
        assertThat(stub.bucket("b").keys()).isEmpty();
        assertThat(put("k").statusCode()).isEqualTo(200);
    }

    @Test
    void errorAfterTheEffectLeavesTheObject() throws Exception {
        stub.script().on(S3Operation.PUT_OBJECT).then(S3Fault.answerAfterEffect(500, "InternalError"));

        assertThat(put("k").statusCode()).isEqualTo(500);
        assertThat(stub.bucket("b").keys()).containsExactly("k");
    }

    @Test
    void requestThatIsCutHasNoEffect() {
        stub.script().on(S3Operation.PUT_OBJECT).always().then(S3Fault.cutRequest());

        assertThatThrownBy(() -> put("k")).isInstanceOf(IOException.class);
        assertThat(stub.bucket("b").keys()).isEmpty();
    }

    @Test
    void answerThatIsLostHadItsEffect() {
        stub.script().on(S3Operation.PUT_OBJECT).always().then(S3Fault.loseAnswer());

        assertThatThrownBy(() -> put("k")).isInstanceOf(IOException.class);
        assertThat(stub.bucket("b").keys()).containsExactly("k");
        assertThat(stub.journal().getLast().status()).isZero();
    }

    @Test
    void answerThatIsCutInItsHeadHadItsEffect() {
        stub.script().on(S3Operation.PUT_OBJECT).always().then(S3Fault.cutAnswer());

        assertThatThrownBy(() -> put("k")).isInstanceOf(IOException.class);
        assertThat(stub.bucket("b").keys()).containsExactly("k");
    }

    @Test
    void bodyThatIsCutIsNotTakenForWhole() {
        stub.bucket("b").put("k", "0123456789".getBytes(StandardCharsets.UTF_8));
        stub.script().on(S3Operation.GET_OBJECT).always().then(S3Fault.cutBody(4));

        assertThatThrownBy(() -> client.send("GET", "/b/k", Map.of())).isInstanceOf(IOException.class);
    }

    @Test
    void wrongEtagIsInTheHeaderOnly() throws Exception {
        stub.script().on(S3Operation.PUT_OBJECT).then(S3Fault.wrongEtag());

        String told = put("k").headers().firstValue("etag").orElseThrow();

        assertThat(told).isNotEqualTo(stub.bucket("b").object("k").orElseThrow().etag());
    }

    @Test
    void heldRequestTakesEffectWhenItIsLetGo() throws Exception {
        S3Gate gate = new S3Gate();
        stub.script().on(S3Operation.PUT_OBJECT).then(S3Fault.hold(gate));

        Future<HttpResponse<String>> answer = threads.submit(() -> put("k"));
        gate.awaitArrival();
        boolean before = stub.bucket("b").object("k").isPresent();
        gate.open();

        assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(before).isFalse();
        assertThat(stub.bucket("b").keys()).containsExactly("k");
    }

    @Test
    void heldAnswerHadItsEffectAndCanBeLostAfterwards() throws Exception {
        S3Gate gate = new S3Gate();
        stub.script().on(S3Operation.PUT_OBJECT).always().then(S3Fault.holdAnswer(gate), S3Fault.loseAnswer());

        Future<HttpResponse<String>> answer = threads.submit(() -> put("k"));
        gate.awaitArrival();
        boolean before = stub.bucket("b").object("k").isPresent();
        gate.open();

        assertThat(before).isTrue();
        assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void delayedRequestIsAnswered() throws Exception {
        stub.script().onAny().then(S3Fault.delay(Duration.ofMillis(1)), S3Fault.delayAnswer(Duration.ofMillis(1)));

        assertThat(put("k").statusCode()).isEqualTo(200);
    }

    @Test
    void ruleStrikesItsRequestsAndNoOthers() throws Exception {
        S3Script.Rule rule = stub.script()
                .on(S3Operation.PUT_OBJECT, S3Operation.DELETE_OBJECT)
                .key("k")
                .when(call -> call.header("if-none-match").isPresent())
                .after(1)
                .times(2)
                .then(S3Fault.conditionalRequestConflict());

        assertThat(create("k").statusCode()).isEqualTo(200);
        assertThat(put("k").statusCode()).isEqualTo(200);
        assertThat(create("other").statusCode()).isEqualTo(200);
        assertThat(create("k").statusCode()).isEqualTo(409);
        assertThat(create("k").statusCode()).isEqualTo(409);
        assertThat(create("k").statusCode()).isEqualTo(412);
        assertThat(rule.used()).isEqualTo(2);
    }

    @Test
    void lastingRuleEndsWhenItIsTakenBack() throws Exception {
        S3Script.Rule rule = stub.script().onAny().always().then(S3Fault.accessDenied());
        stub.script().onAny().always().then(S3Fault.tooManyRequests());

        assertThat(put("k").statusCode()).isEqualTo(403);
        rule.cancel();
        assertThat(put("k").statusCode()).isEqualTo(429);
        stub.script().heal();
        assertThat(put("k").statusCode()).isEqualTo(200);
    }

    @Test
    void stubThatIsDownRefusesAndComesBackWithItsObjects() throws Exception {
        put("k");

        stub.down();
        assertThatThrownBy(() -> put("other")).isInstanceOf(IOException.class);
        stub.up();

        assertThat(client.send("GET", "/b/k", Map.of()).body()).isEqualTo("v");
        assertThat(stub.bucket("b").keys()).containsExactly("k");
    }

    @Test
    void requestsAreCountedAndKept() throws Exception {
        put("k");
        create("k");
        client.send("GET", "/b", Map.of("list-type", "2", "prefix", "p/"));

        assertThat(stub.count()).isEqualTo(3);
        assertThat(stub.count(S3Operation.PUT_OBJECT)).isEqualTo(2);
        assertThat(stub.count(S3Operation.GET_OBJECT, S3Operation.HEAD_OBJECT)).isZero();
        assertThat(stub.journal()).map(S3Call::status).containsExactly(200, 412, 200);
        assertThat(stub.journal().getLast().parameter("prefix")).contains("p/");
        stub.clearJournal();
        assertThat(stub.count()).isZero();
        assertThat(stub.journal()).isEmpty();
    }

    private HttpResponse<String> put(String key) throws IOException, InterruptedException {
        return client.send("PUT", "/b/" + key, Map.of(), Map.of(), "v");
    }

    private HttpResponse<String> create(String key) throws IOException, InterruptedException {
        return client.send("PUT", "/b/" + key, Map.of(), Map.of("if-none-match", "*"), "v");
    }
}
