package io.terraverde.web.http;

import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/// A request as it came, kept aside, while the servlet layer behind sees `/` for its path and a known method:
/// so nothing there decodes, normalises or refuses a path before {@link RequestTarget} has read it, and no list
/// of methods grows.
final class FrontRequest extends Request.Wrapper {
    private static final HttpURI ROOT = HttpURI.from("/");

    private final Transfer transfer;

    FrontRequest(Request request, Transfer transfer) {
        super(request);
        this.transfer = transfer;
    }

    @Override
    public HttpURI getHttpURI() {
        return ROOT;
    }

    @Override
    public String getMethod() {
        return "HEAD".equals(super.getMethod()) ? "HEAD" : "GET";
    }

    /// The target of the request line, not decoded.
    HttpURI target() {
        return super.getHttpURI();
    }

    /// The method of the request line.
    String requestMethod() {
        return super.getMethod();
    }

    /// How long its client was waited for.
    Transfer transfer() {
        return transfer;
    }
}
