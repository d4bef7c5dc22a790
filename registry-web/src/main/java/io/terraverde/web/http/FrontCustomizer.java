package io.terraverde.web.http;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/// What happens to every request as soon as its head is read: too many header lines are refused, the raw target is
/// put aside, and the answer gets the header lines that every answer has.
final class FrontCustomizer implements HttpConfiguration.Customizer {
    static final HttpField CLOSE = new PreEncodedHttpField(HttpHeader.CONNECTION, "close");

    private final int maxHeaders;
    private final SlowPeers slowPeers;
    private final BooleanSupplier draining;
    private final List<HttpField> always;
    private final HttpField persistent;

    /// @param poweredBy the value of `X-Powered-By`; empty for no such line
    /// @param draining whether connections are to be closed after their answer
    FrontCustomizer(HttpLimits limits, String poweredBy, SlowPeers slowPeers, BooleanSupplier draining) {
        this.maxHeaders = limits.maxHeaders();
        this.slowPeers = slowPeers;
        this.draining = draining;
        HttpField anyOrigin = new PreEncodedHttpField("Access-Control-Allow-Origin", "*");
        this.always = poweredBy.isEmpty()
                ? List.of(anyOrigin)
                : List.of(new PreEncodedHttpField("X-Powered-By", poweredBy), anyOrigin);
        this.persistent = limits.keepAlive().isZero()
                ? CLOSE
                : new PreEncodedHttpField(
                        HttpHeader.KEEP_ALIVE, "timeout=" + limits.keepAlive().toSeconds());
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable answerHeaders) {
        addTo(answerHeaders);
        if (request.getHeaders().size() > maxHeaders) {
            throw new HttpException.RuntimeException(431, "Request Header Fields Too Large");
        }
        if (draining.getAsBoolean() || !request.getConnectionMetaData().isPersistent()) {
            answerHeaders.add(CLOSE);
        } else {
            answerHeaders.add(persistent);
        }
        return new FrontRequest(
                request, slowPeers.requestBegins(request.getConnectionMetaData().getConnection()));
    }

    /// Adds the lines that every answer has, whoever makes it.
    void addTo(HttpFields.Mutable answerHeaders) {
        always.forEach(answerHeaders::put);
    }
}
