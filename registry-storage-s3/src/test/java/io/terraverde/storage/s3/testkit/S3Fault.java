package io.terraverde.storage.s3.testkit;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One thing that goes wrong with a request. Several can follow each other in one rule: held first, then
/// lost.
public sealed interface S3Fault {
    /// Whether the store has done what the request asks for when the fault strikes.
    enum Moment {
        /// It has not, and what ends the request here means that it never will.
        BEFORE_EFFECT,
        /// It has.
        AFTER_EFFECT
    }

    /// An error document instead of the answer. A status of 200 is an error all the same, as CopyObject and
    /// CompleteMultipartUpload send them.
    ///
    /// @param headers in addition, in their order
    record Answer(Moment moment, int status, String code, Map<String, String> headers) implements S3Fault {
        /// Copies the headers.
        public Answer {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }
    }

    /// An answer of whoever stands between the client and the store, before anything has happened: a page for
    /// people, and none of S3's headers.
    record Foreign(int status) implements S3Fault {}

    /// A page of a listing that has no entries, and says that it is not the last.
    record EmptyPage() implements S3Fault {}

    /// The connection is cut, and the client gets no byte.
    record Cut(Moment moment) implements S3Fault {}

    /// The effect happens, and the connection is cut after so many bytes of the answer, before its head ends.
    record CutHead(long afterBytes) implements S3Fault {}

    /// The effect happens, and the connection is cut after so many bytes of the answer's body.
    record CutBody(long afterBytes) implements S3Fault {}

    /// The request waits at a gate.
    record Hold(Moment moment, S3Gate gate) implements S3Fault {}

    /// The request takes its time.
    record Delay(Moment moment, Duration duration) implements S3Fault {}

    /// The answer carries this header, whatever the right one is.
    record Header(String name, String value) implements S3Fault {}

    /// An error, and nothing has happened.
    static S3Fault answer(int status, String code) {
        return new Answer(Moment.BEFORE_EFFECT, status, code, Map.of());
    }

    /// An error, although the request took effect.
    static S3Fault answerAfterEffect(int status, String code) {
        return new Answer(Moment.AFTER_EFFECT, status, code, Map.of());
    }

    /// What a proxy says that finds no store behind it, and nothing has happened.
    static S3Fault foreignAnswer(int status) {
        return new Foreign(status);
    }

    /// Instead of a page of a listing one without entries that is not the last, and names no next one.
    static S3Fault emptyPage() {
        return new EmptyPage();
    }

    /// 500 InternalError, and nothing has happened.
    static S3Fault internalError() {
        return answer(500, "InternalError");
    }

    /// 503 SlowDown, and nothing has happened.
    static S3Fault slowDown() {
        return answer(503, "SlowDown");
    }

    /// 429 TooManyRequests, as R2 says it, and nothing has happened.
    static S3Fault tooManyRequests() {
        return answer(429, "TooManyRequests");
    }

    /// 409 ConditionalRequestConflict, as AWS and Ozone say it, and nothing has happened.
    static S3Fault conditionalRequestConflict() {
        return answer(409, "ConditionalRequestConflict");
    }

    /// 409 ConcurrentModification, as Ceph says it, and nothing has happened.
    static S3Fault concurrentModification() {
        return answer(409, "ConcurrentModification");
    }

    /// 403 AccessDenied, and nothing has happened.
    static S3Fault accessDenied() {
        return answer(403, "AccessDenied");
    }

    /// The connection is cut before anything has happened.
    static S3Fault cutRequest() {
        return new Cut(Moment.BEFORE_EFFECT);
    }

    /// The request takes effect, and its answer is lost without a byte.
    static S3Fault loseAnswer() {
        return new Cut(Moment.AFTER_EFFECT);
    }

    /// The request takes effect, and its answer is cut within the first header: clients see no header at all.
    static S3Fault cutAnswer() {
        return cutAnswer("HTTP/1.1 200 OK\r\n".length() + 7);
    }

    /// The request takes effect, and its answer is cut after so many bytes of its head; a shorter head loses
    /// its last byte.
    static S3Fault cutAnswer(long afterBytes) {
        return new CutHead(afterBytes);
    }

    /// The answer is cut within its body.
    static S3Fault cutBody(long afterBytes) {
        return new CutBody(afterBytes);
    }

    /// The request waits at the gate before it takes effect.
    static S3Fault hold(S3Gate gate) {
        return new Hold(Moment.BEFORE_EFFECT, gate);
    }

    /// The request takes effect, and its answer waits at the gate.
    static S3Fault holdAnswer(S3Gate gate) {
        return new Hold(Moment.AFTER_EFFECT, gate);
    }

    /// The request waits so long, at most a minute, before it takes effect.
    static S3Fault delay(Duration duration) {
        return new Delay(Moment.BEFORE_EFFECT, duration);
    }

    /// The request takes effect, and its answer waits so long, at most a minute.
    static S3Fault delayAnswer(Duration duration) {
        return new Delay(Moment.AFTER_EFFECT, duration);
    }

    /// The answer carries a wrong ETag.
    static S3Fault wrongEtag() {
        return header("ETag", "\"ffffffffffffffffffffffffffffffff\"");
    }

    /// The answer carries this header, whatever the right one is.
    static S3Fault header(String name, String value) {
        return new Header(name, value);
    }
}
