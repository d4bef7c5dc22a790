package io.terraverde.storage.s3.testkit;

import io.terraverde.storage.s3.testkit.HttpListener.Reply;
import io.terraverde.storage.s3.testkit.S3Fault.Moment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The faults of one request, applied around its effect.
record Faults(List<S3Fault> faults) {
    private static final Duration MAX_DELAY = Duration.ofMinutes(1);

    Reply around(Supplier<HttpAnswer> effect) throws InterruptedException {
        for (S3Fault fault : faults) {
            Optional<Reply> instead = before(fault);
            if (instead.isPresent()) {
                return instead.get();
            }
        }
        Reply reply = Reply.whole(effect.get());
        for (S3Fault fault : faults) {
            reply = after(fault, reply);
        }
        return reply;
    }

    private static Optional<Reply> before(S3Fault fault) throws InterruptedException {
        return switch (fault) {
            case S3Fault.Answer answer
            when answer.moment() == Moment.BEFORE_EFFECT -> Optional.of(Reply.whole(error(answer)));
            case S3Fault.Foreign(int status) -> Optional.of(Reply.whole(foreign(status)));
            case S3Fault.EmptyPage _ ->
                Optional.of(Reply.whole(HttpAnswer.xml(
                        200,
                        Xml.result(
                                "ListBucketResult",
                                xml -> xml.add("KeyCount", 0).add("IsTruncated", true)))));
            case S3Fault.Cut(Moment moment)
            when moment == Moment.BEFORE_EFFECT -> Optional.of(new Reply(HttpAnswer.empty(500), 0));
            case S3Fault.Hold(Moment moment, S3Gate gate)
            when moment == Moment.BEFORE_EFFECT -> {
                gate.pass();
                yield Optional.empty();
            }
            case S3Fault.Delay(Moment moment, Duration duration)
            when moment == Moment.BEFORE_EFFECT -> {
                pause(duration);
                yield Optional.empty();
            }
            case S3Fault.Answer _,
                    S3Fault.Cut _,
                    S3Fault.CutHead _,
                    S3Fault.CutBody _,
                    S3Fault.Hold _,
                    S3Fault.Delay _,
                    S3Fault.Header _ -> Optional.empty();
        };
    }

    private static Reply after(S3Fault fault, Reply reply) throws InterruptedException {
        int head = reply.answer().head().length;
        return switch (fault) {
            case S3Fault.Answer answer -> new Reply(error(answer), reply.limitBytes());
            case S3Fault.Foreign _, S3Fault.EmptyPage _ -> reply;
            case S3Fault.Cut _ -> new Reply(reply.answer(), 0);
            case S3Fault.CutHead(long afterBytes) -> new Reply(reply.answer(), Math.min(afterBytes, head - 1));
            case S3Fault.CutBody(long afterBytes) -> new Reply(reply.answer(), head + afterBytes);
            case S3Fault.Hold(Moment moment, S3Gate gate) -> {
                if (moment == Moment.AFTER_EFFECT) {
                    gate.pass();
                }
                yield reply;
            }
            case S3Fault.Delay(Moment moment, Duration duration) -> {
                if (moment == Moment.AFTER_EFFECT) {
                    pause(duration);
                }
                yield reply;
            }
            case S3Fault.Header(String name, String value) ->
                new Reply(reply.answer().without(name).with(name, value), reply.limitBytes());
        };
    }

    private static HttpAnswer error(S3Fault.Answer fault) {
        HttpAnswer answer = Errors.answer(new S3Refusal(fault.status(), fault.code(), "Scripted."), "scripted");
        for (Map.Entry<String, String> each : fault.headers().entrySet()) {
            answer = answer.with(each.getKey(), each.getValue());
        }
        return answer;
    }

    private static HttpAnswer foreign(int status) {
        byte[] page = (status + " page not found\n").getBytes(StandardCharsets.UTF_8);
        return new HttpAnswer(status, Map.of("Content-Type", "text/plain; charset=utf-8"), S3Content.of(page));
    }

    private static void pause(Duration duration) throws InterruptedException {
        long millis = Math.min(duration.toMillis(), MAX_DELAY.toMillis());
        if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("nobody counts this down");
        }
    }
}
