package io.terraverde.web.uplink;

import io.terraverde.uplink.UpstreamException;
import io.terraverde.uplink.UpstreamException.Kind;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;

/// Says in words what failed below HTTP.
///
/// The words of the libraries are left out where ours suffice: they name addresses, and may name more.
final class Failures {
    private Failures() {}

    /// A request without an answer.
    ///
    /// @param where follows the words
    static UpstreamException noAnswer(String label, String where, Throwable failure) {
        return new UpstreamException(kind(failure), label + ": " + words(failure) + where, null, failure);
    }

    /// What happened, for people.
    static String words(Throwable failure) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            String words = known(one);
            if (words != null) {
                return words;
            }
        }
        return "the connection failed (" + failure.getClass().getSimpleName() + ")";
    }

    /// A time as people write it: `30 s`, `1500 ms`.
    static String text(Duration time) {
        return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private static Kind kind(Throwable failure) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            if (one instanceof TimeoutException || one instanceof SocketTimeoutException) {
                return Kind.TIMED_OUT;
            }
            if (one instanceof HttpException) {
                return Kind.WRONG;
            }
        }
        return Kind.UNREACHABLE;
    }

    private static @Nullable String known(Throwable one) {
        return switch (one) {
            case HttpResponseException e
            when e.getCause() == null ->
                "the proxy answered " + e.getResponse().getStatus() + " when asked for a connection";
            case UnknownHostException _ -> "its host is unknown";
            case UnresolvedAddressException _ -> "its host is unknown";
            case SocketTimeoutException _ -> "connecting took too long";
            case TimeoutException _ -> "connecting took too long";
            case ConnectException _ -> "the connection was refused";
            case NoRouteToHostException _ -> "there is no way to its host";
            case CertPathBuilderException _ -> "TLS failed: its certificate is not trusted";
            case CertificateException e when e.getCause() == null -> "TLS failed: " + e.getMessage();
            case SSLException e when e.getCause() == null -> "TLS failed: " + e.getMessage();
            case HttpException _ -> "it answered with something else than HTTP";
            case EOFException _ -> "the connection broke off";
            case ClosedChannelException _ -> "the connection broke off";
            case SocketException _ -> "the connection broke off";
            default -> null;
        };
    }
}
