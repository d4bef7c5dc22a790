package io.terraverde.web.uplink;

import io.terraverde.uplink.UpstreamException;
import io.terraverde.uplink.UpstreamException.Kind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.io.Content;

/// One request that was sent, until the head of its answer is there.
final class Attempt implements Response.BeginListener, Response.ContentSourceListener, Response.CompleteListener {
    private final UpstreamOptions options;
    private final HttpClient client;
    private final Request request;
    private final String where;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final CountDownLatch completed = new CountDownLatch(1);
    private volatile boolean begun;

    /// @param where follows every message about a failure
    Attempt(UpstreamOptions options, HttpClient client, Request request, String where) {
        this.options = options;
        this.client = client;
        this.request = request;
        this.where = where;
    }

    /// Waits for the head.
    ///
    /// @return what failed, or nothing when the head is there
    /// @throws UpstreamException when it takes too long
    Optional<Throwable> await(Deadline atMost) {
        try {
            answer.get(atMost.left().toNanos(), TimeUnit.NANOSECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            retireConnection();
            var _ = request.abort(e);
            throw failure(Kind.TIMED_OUT, "no answer within " + Failures.text(options.timeout()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var _ = request.abort(e);
            throw failure(Kind.LEFT_ALONE, "the request was given up before the answer", e);
        }
    }

    /// The answer that was waited for.
    Answer answer() {
        return answer.resultNow();
    }

    /// Whether the connection was there and broke off before a byte of the answer.
    boolean mayBeRepeated() {
        return request.getConnection() != null && !begun;
    }

    @Override
    public void onBegin(Response response) {
        begun = true;
    }

    @Override
    public void onContentSource(Response response, Content.Source source) {
        AnswerBody body = new AnswerBody(source, new Ending(response), options.timeout());
        if (!answer.complete(new Answer(response.getStatus(), response.getHeaders(), body))) {
            body.close();
        }
    }

    @Override
    public void onComplete(Result result) {
        completed.countDown();
        Throwable failure = result.getFailure();
        if (failure != null) {
            answer.completeExceptionally(failure);
        }
    }

    /// A connection that says nothing may be dead without anybody knowing: an HTTP/2 connection would take in all
    /// further requests until the kernel gives up. Those under way on it may go on.
    private void retireConnection() {
        Connection connection = request.getConnection();
        Destination destination = client.resolveDestination(request);
        if (connection != null && destination.getConnectionPool() instanceof BoundedPool pool) {
            pool.retire(connection);
        }
    }

    private UpstreamException failure(Kind kind, String what, Exception cause) {
        return new UpstreamException(kind, options.label() + ": " + what + where, null, cause);
    }

    private final class Ending implements AnswerBody.Transfer {
        private final Response response;

        private Ending(Response response) {
            this.response = response;
        }

        @Override
        public void awaitEnd() {
            try {
                // Jetty gives the connection back just after the last byte. Whoever asks again before that would
                // open another one.
                if (!completed.await(1, TimeUnit.SECONDS)) {
                    abort();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void abort() {
            var _ = response.abort(new IOException("the body is not wanted any more"));
        }

        @Override
        public IOException brokenOff(Throwable failure) {
            return new IOException(
                    options.label() + ": the body broke off: " + Failures.words(failure) + where, failure);
        }

        @Override
        public SocketTimeoutException silent(Duration length) {
            retireConnection();
            return new SocketTimeoutException(
                    options.label() + ": silent for " + Failures.text(length) + " within the body" + where);
        }
    }
}
