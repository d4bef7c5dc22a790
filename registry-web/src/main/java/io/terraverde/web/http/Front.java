package io.terraverde.web.http;

import io.terraverde.core.RegistryException;
import io.terraverde.storage.StorageException;
import io.terraverde.uplink.RequestVia;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers every request: finds its route, lets the endpoint answer, turns what it throws into an answer, writes,
/// logs and measures.
final class Front {
    private static final Logger log = LoggerFactory.getLogger(Front.class);
    /// What is read and thrown away of a body nobody wanted: enough that a client which sends all before it reads
    /// gets to see the refusal.
    private static final long MAX_UNWANTED_BYTES = 64L << 20;

    private static final String BUSY = "too many requests at a time, try again";

    private final HttpSetup setup;
    private final SlowPeers slowPeers;
    private final Semaphore permits;

    Front(HttpSetup setup, SlowPeers slowPeers) {
        this.setup = setup;
        this.slowPeers = slowPeers;
        this.permits = new Semaphore(setup.limits().maxRequests());
    }

    /// Answers one request wholly.
    void handle(HttpServletRequest servletRequest) {
        ServletContextRequest context = ServletContextRequest.getServletContextRequest(servletRequest);
        FrontRequest request = Request.as(context, FrontRequest.class);
        long start = setup.metrics().begin();
        ClientInput input = new ClientInput(context.getHttpInput(), request.transfer());
        AnswerWriter writer = new AnswerWriter(request, context.getServletContextResponse());
        RequestTarget target =
                RequestTarget.parse(String.valueOf(request.target().getPath()));
        Optional<Router.Match> match = setup.router().match(request.requestMethod(), target);
        Exchange exchange = new Exchange(
                request,
                setup.seen(),
                new RequestBody(request, input),
                context.getServletContextResponse().getHeaders(),
                match.orElse(null));
        String failure = null;
        try {
            failure = answer(exchange, match, writer);
        } finally {
            setup.metrics().end(start, match.map(Router.Match::route).orElse(null), writer.status());
            setup.accessLog().write(exchange, writer.status(), input.count(), writer.bytesWritten(), failure);
            throwAwayRest(request, context, input);
            slowPeers.requestEnds(request.getConnectionMetaData().getConnection());
        }
    }

    /// Answers, and says in a few words what failed, if something did.
    private @Nullable String answer(Exchange exchange, Optional<Router.Match> match, AnswerWriter writer) {
        boolean bounded = match.isEmpty() || !match.get().route().unbounded();
        if (bounded && !permits.tryAcquire()) {
            writeInsteadOf(writer, Answers.error(503, BUSY).with("Retry-After", "1"), exchange.method());
            return BUSY;
        }
        try {
            writer.write(answerOf(exchange, match));
            return null;
        } catch (Throwable e) {
            return refuse(exchange, writer, e);
        } finally {
            if (bounded) {
                permits.release();
            }
        }
    }

    private Answer answerOf(Exchange exchange, Optional<Router.Match> match) throws IOException {
        if (exchange.method().equals("OPTIONS")) {
            return Cors.answer(exchange);
        }
        @Nullable String via = exchange.headerOrNull("Via");
        if (Via.names(setup.serverId(), via)) {
            throw new HttpRefusal(508, "loop detected");
        }
        if (match.isEmpty()) {
            return Answers.fileNotFound();
        }
        Endpoint endpoint = match.get().route().endpoint();
        return via == null ? endpoint.answer(exchange) : RequestVia.call(via, () -> endpoint.answer(exchange));
    }

    private String refuse(Exchange exchange, AnswerWriter writer, Throwable thrown) {
        Throwable failure = told(thrown);
        String asked = exchange.method() + " " + AccessLog.shown(exchange.target());
        if (failure instanceof ClientGoneException) {
            log.debug("the client is gone request=\"{}\"", asked, failure);
            // It may have closed one direction only, or broken its own framing: then it still hears this.
            writeInsteadOf(writer, Answers.error(400, "the request's body is incomplete"), asked);
            exchange.cut();
            return "the client is gone";
        }
        if (writer.committed()) {
            log.warn("an answer was cut short request=\"{}\"", asked, failure);
            exchange.cut();
            return "the answer was cut short";
        }
        if (!writeInsteadOf(writer, setup.errors().answer(failure, asked), asked)) {
            exchange.cut();
        }
        boolean mayBeTold = failure instanceof RegistryException || failure instanceof HttpRefusal;
        return mayBeTold ? String.valueOf(failure.getMessage()) : "internal server error";
    }

    private static boolean writeInsteadOf(AnswerWriter writer, BodyAnswer answer, String asked) {
        if (writer.committed()) {
            return false;
        }
        try {
            writer.startOver();
            writer.write(answer);
            return true;
        } catch (IOException e) {
            log.debug("the client is gone request=\"{}\"", asked, e);
            return false;
        }
    }

    /// The failure that says what to answer, wherever libraries in between have packed it.
    private static Throwable told(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            switch (cause) {
                case RegistryException refusal -> {
                    return refusal;
                }
                case HttpRefusal refusal -> {
                    return refusal;
                }
                case StorageException broken -> {
                    return broken;
                }
                case ClientGoneException gone -> {
                    return gone;
                }
                default -> cause = cause.getCause();
            }
        }
        return thrown;
    }

    private void throwAwayRest(FrontRequest request, ServletContextRequest context, ClientInput input) {
        boolean none = input.ended() || (!hasBody(request) && input.count() == 0);
        boolean unasked = input.count() == 0 && request.getHeaders().contains(HttpHeader.EXPECT);
        if (none || unasked) {
            return;
        }
        try {
            context.getServletContextResponse().closeOutput();
            byte[] unwanted = new byte[16 * 1024];
            long left = MAX_UNWANTED_BYTES;
            while (left > 0) {
                int read = input.read(unwanted, 0, unwanted.length);
                if (read < 0) {
                    return;
                }
                left -= read;
            }
            request.getConnectionMetaData().getConnection().getEndPoint().close();
        } catch (IOException | HttpRefusal e) {
            log.debug("the rest of a body did not come", e);
            request.getConnectionMetaData().getConnection().getEndPoint().close();
        }
    }

    private static boolean hasBody(FrontRequest request) {
        return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }
}
