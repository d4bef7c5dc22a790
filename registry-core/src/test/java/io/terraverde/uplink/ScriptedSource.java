package io.terraverde.uplink;

import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/// A server that answers one question after the other as a test says, and notes what it was asked.
final class ScriptedSource implements DownloadPlan.Source {
    /// The tag of the files it has.
    static final String TAG = "\"v1\"";

    private final BlockingQueue<Supplier<UpstreamAnswer>> answers = new LinkedBlockingQueue<>();
    private final List<String> asked = new ArrayList<>();

    /// The next answer.
    ScriptedSource then(UpstreamAnswer answer) {
        return thenDo(() -> answer);
    }

    /// The next answer is no answer.
    ScriptedSource thenFail(UpstreamException failure) {
        return thenDo(() -> {
            throw failure;
        });
    }

    /// The next answer, made when it is asked for.
    ScriptedSource thenDo(Supplier<UpstreamAnswer> answer) {
        answers.add(answer);
        return this;
    }

    /// What it was asked: `0`, or `100 "v1"`.
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public UpstreamAnswer open(long offset, Optional<String> etag) {
        note(offset + etag.map(" "::concat).orElse(""));
        Supplier<UpstreamAnswer> next = answers.poll();
        if (next == null) {
            throw new AssertionError("nobody expected to be asked again");
        }
        return next.get();
    }

    private synchronized void note(String question) {
        asked.add(question);
    }

    /// A whole file of known size, with a tag.
    static UpstreamAnswer.Found file(long sizeBytes, InputStream body) {
        return part(0, sizeBytes, body);
    }

    /// The bytes of a file from an offset on.
    static UpstreamAnswer.Found part(long offset, long sizeBytes, InputStream body) {
        return found(offset, OptionalLong.of(sizeBytes), Optional.of(TAG), body);
    }

    /// A file of which nothing is said.
    static UpstreamAnswer.Found plain(InputStream body) {
        return found(0, OptionalLong.empty(), Optional.empty(), body);
    }

    static UpstreamAnswer.Found found(long offset, OptionalLong sizeBytes, Optional<String> etag, InputStream body) {
        return new UpstreamAnswer.Found(
                offset,
                sizeBytes,
                etag,
                etag.map(ignored -> Instant.EPOCH),
                etag.map(ignored -> "application/octet-stream"),
                UpstreamAnswer.Encoding.IDENTITY,
                body);
    }

    /// A failure of a kind.
    static UpstreamException failure(UpstreamException.Kind kind) {
        return new UpstreamException(kind, "uplink \"npmjs\" fails", null, null);
    }
}
