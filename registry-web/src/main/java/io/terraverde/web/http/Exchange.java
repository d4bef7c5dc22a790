package io.terraverde.web.http;

import io.terraverde.core.Caller;
import io.terraverde.core.RegistryException;
import io.terraverde.name.PackageName;
import io.terraverde.packument.PackumentForm;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/// One request while it is answered. Belongs to the thread that answers it.
public final class Exchange {
    private final FrontRequest request;
    private final Seen seen;
    private final RequestBody body;
    private final HttpFields.Mutable answerHeaders;
    private final Router.@Nullable Match match;
    private @Nullable QueryParameters query;
    private @Nullable Caller caller;
    private @Nullable String clientAddress;

    Exchange(
            FrontRequest request,
            Seen seen,
            RequestBody body,
            HttpFields.Mutable answerHeaders,
            Router.@Nullable Match match) {
        this.request = request;
        this.seen = seen;
        this.body = body;
        this.answerHeaders = answerHeaders;
        this.match = match;
    }

    /// The method of the request line, as `GET`.
    public String method() {
        return request.requestMethod();
    }

    /// The value of a header; several lines of one name are joined by commas.
    public Optional<String> header(String name) {
        return Optional.ofNullable(headerOrNull(name));
    }

    /// The path as the client wrote it, still percent-encoded, without the query.
    public String rawPath() {
        return String.valueOf(request.target().getPath());
    }

    /// Whether anything stands behind a `?`.
    public boolean hasQuery() {
        String text = request.target().getQuery();
        return text != null && !text.isEmpty();
    }

    /// The name in the segment `{package}`.
    ///
    /// @throws RegistryException.Invalid `invalid package`
    /// @throws RegistryException.NotFound for a scope alone, and for `-`, as Verdaccio has it
    public PackageName packageName() {
        String text = segment("package");
        boolean scopeAlone = text.startsWith("@") && PackageName.isPart(text.substring(1));
        if (scopeAlone || text.equals("-")) {
            throw new RegistryException.NotFound("no such package available");
        }
        return PackageName.parse(text);
    }

    /// The text of any segment, decoded and not validated.
    ///
    /// @param name as in the route's pattern
    /// @throws RegistryException.Invalid when its escapes cannot be decoded
    public String segment(String name) {
        Router.Match found = match;
        if (found == null) {
            throw new IllegalStateException("no route has matched");
        }
        return RequestTarget.decode(found.values().get(found.route().indexOf(name)));
    }

    /// The segment `{file}`, safe as a file's name.
    ///
    /// @throws RegistryException.Invalid `invalid filename`
    public String fileName() {
        return part("file", "invalid filename");
    }

    /// The segment `{version}`: a version, a dist-tag, or what else a client may take for one.
    ///
    /// @throws RegistryException.Invalid `invalid version`
    public String version() {
        return part("version", "invalid version");
    }

    /// The segment `{tag}`.
    ///
    /// @throws RegistryException.Invalid `invalid tag`
    public String tag() {
        return part("tag", "invalid tag");
    }

    /// The segment `{revision}`.
    ///
    /// @throws RegistryException.Invalid `invalid revision`
    public String revision() {
        return part("revision", "invalid revision");
    }

    /// The first value of a query parameter.
    public Optional<String> query(String name) {
        QueryParameters parameters = query;
        if (parameters == null) {
            parameters = QueryParameters.parse(request.target().getQuery());
            query = parameters;
        }
        return parameters.first(name);
    }

    /// Who asks. Found out at the first call.
    ///
    /// @throws RegistryException when the credential itself forbids the request
    public Caller caller() {
        Caller known = caller;
        if (known == null) {
            known = seen.callers().identify(this);
            caller = known;
        }
        return known;
    }

    /// The caller's name if somebody has asked for it and somebody is logged in.
    Optional<String> knownUser() {
        return Optional.ofNullable(caller).flatMap(Caller::user);
    }

    /// The address of the client, as far as the proxies in front are trusted.
    public String clientAddress() {
        String known = clientAddress;
        if (known == null) {
            known = seen.trustProxy().clientAddress(peerAddress(), headerOrNull("X-Forwarded-For"));
            clientAddress = known;
        }
        return known;
    }

    /// The address that is connected: the client, or a proxy.
    public String peerAddress() {
        return PeerAddress.of(request);
    }

    /// The base of the URLs in the answer, with a slash at the end, as `https://npm.example/`; empty when the
    /// request names no host.
    ///
    /// @throws RegistryException.Invalid `invalid host`
    public Optional<String> publicBase() {
        String host = request.getHeaders().get(HttpHeader.HOST);
        if (seen.trustForwardedHost() && seen.trustProxy().trusts(peerAddress())) {
            String forwarded = headerOrNull("X-Forwarded-Host");
            host = forwarded == null ? host : first(forwarded);
        }
        return seen.publicUrl().base(request.isSecure() ? "https" : "http", host, headerOrNull(seen.protocolHeader()));
    }

    /// Which form of a packument is wanted.
    public PackumentForm packumentForm() {
        return AcceptForm.preferredBy(headerOrNull("Accept"));
    }

    /// Whether `Accept` gives a media type more weight than another, as `text/plain` than `application/json`.
    public boolean prefers(String type, String other) {
        String accept = headerOrNull("Accept");
        if (accept == null) {
            return false;
        }
        QualityList accepted = QualityList.parse(accept);
        return accepted.ofMediaType(type) > accepted.ofMediaType(other);
    }

    /// The request's body.
    public RequestBody body() {
        return body;
    }

    /// Adds a header line to the answer, whatever the answer is: also to an error.
    public void addToAnswer(String name, String value) {
        answerHeaders.put(name, value);
    }

    /// Breaks the connection off.
    void cut() {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
    }

    /// The raw target as the client wrote it, for the log.
    String target() {
        return request.target().getPathQuery();
    }

    @Nullable String headerOrNull(String name) {
        List<String> values = request.getHeaders().getValuesList(name);
        return switch (values.size()) {
            case 0 -> null;
            case 1 -> values.getFirst();
            default -> String.join(",", values);
        };
    }

    private String part(String name, String complaint) {
        String text = segment(name);
        if (!PackageName.isPart(text)) {
            throw RegistryException.Invalid.malformed(complaint);
        }
        return text;
    }

    private static String first(String list) {
        int comma = list.indexOf(',');
        return (comma < 0 ? list : list.substring(0, comma)).strip();
    }

    /// How requests are looked at.
    ///
    /// @param trustForwardedHost whether `X-Forwarded-Host` of a trusted proxy replaces `Host`
    /// @param protocolHeader the header in which a proxy names the scheme, `X-Forwarded-Proto` unless
    ///     `VERDACCIO_FORWARDED_PROTO` names another
    public record Seen(
            PublicUrl publicUrl,
            TrustProxy trustProxy,
            boolean trustForwardedHost,
            String protocolHeader,
            Callers callers) {}

    /// Finds out who asks.
    @FunctionalInterface
    public interface Callers {
        /// Reads the credentials of a request. A wrong one is no error but an anonymous caller.
        Caller identify(Exchange exchange);
    }
}
