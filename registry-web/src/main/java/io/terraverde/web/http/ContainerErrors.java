package io.terraverde.web.http;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Errors that are found before or behind the routes (a request line that cannot be read, a head that is too
/// large) in npm's form, without a page and without a cause. The connection is closed behind them.
final class ContainerErrors extends ErrorHandler {
    private final FrontCustomizer front;

    ContainerErrors(FrontCustomizer front) {
        this.front = front;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            String message,
            @Nullable Throwable cause,
            Callback callback) {
        front.addTo(response.getHeaders());
        response.getHeaders().put(FrontCustomizer.CLOSE);
        BodyAnswer answer = Answers.error(code, text(code));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Answers.JSON);
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    private static String text(int code) {
        if (code >= 500 && code != 503) {
            return "internal server error";
        }
        String standard = HttpStatus.getMessage(code);
        return standard == null ? "error " + code : standard.toLowerCase(Locale.ROOT);
    }
}
