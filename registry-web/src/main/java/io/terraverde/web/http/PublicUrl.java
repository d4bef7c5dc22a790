package io.terraverde.web.http;

import io.terraverde.core.RegistryException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The address under which clients see this registry, for the URLs it hands out: fixed by `VERDACCIO_PUBLIC_URL`,
/// or what the request says.
///
/// Without a fixed address, a client can make up as many bases as there are host names, so whoever keeps something
/// per base must bound how many it keeps; 64 are plenty for the names one registry is reached by.
public final class PublicUrl {
    /// A host as a URI has it, underscores included (RFC 3986, section 3.2.2), with an optional port.
    private static final Pattern HOST =
            Pattern.compile("(?:\\[[0-9a-fA-F:.]{2,45}]|[A-Za-z0-9._~!$&'()*+,;=%-]{1,255})(?::(\\d{1,5}))?");

    private final Optional<String> fixed;
    private final String prefix;

    /// @param publicUrl the value of `VERDACCIO_PUBLIC_URL`; what is no http or https URL is ignored
    /// @param urlPrefix the path below which clients see the registry: `my`, `/my`, `/my/` mean the same
    public PublicUrl(Optional<String> publicUrl, String urlPrefix) {
        this.prefix = wrap(urlPrefix.strip());
        this.fixed = publicUrl.flatMap(text -> resolve(text.strip(), prefix));
    }

    /// Whether the address is the same for every request.
    public boolean isFixed() {
        return fixed.isPresent();
    }

    /// The base, with a slash at the end; empty when the request names no host.
    ///
    /// @param requestScheme how the client is connected, `http` or `https`
    /// @param host the request's `Host`, or what a trusted proxy says
    /// @param forwardedProtocol what a proxy says about the scheme
    /// @throws RegistryException.Invalid when the host is none
    public Optional<String> base(String requestScheme, @Nullable String host, @Nullable String forwardedProtocol) {
        if (fixed.isPresent() || host == null || host.isEmpty()) {
            return fixed;
        }
        var parsed = HOST.matcher(host);
        if (!parsed.matches()) {
            throw RegistryException.Invalid.malformed("invalid host");
        }
        String scheme = forwardedProtocol == null ? requestScheme : firstScheme(forwardedProtocol);
        String name = host.toLowerCase(Locale.ROOT);
        String port = parsed.group(1);
        boolean defaultPort = port != null && port.equals(scheme.equals("https") ? "443" : "80");
        String authority = defaultPort ? name.substring(0, name.length() - port.length() - 1) : name;
        return Optional.of(scheme + "://" + authority + (prefix.isEmpty() ? "/" : prefix));
    }

    private static String firstScheme(String forwarded) {
        int comma = forwarded.indexOf(',');
        String scheme = (comma < 0 ? forwarded : forwarded.substring(0, comma)).strip();
        return scheme.equals("https") ? "https" : "http";
    }

    private static Optional<String> resolve(String publicUrl, String prefix) {
        try {
            URI uri = new URI(publicUrl);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            if (!web
                    || uri.getRawAuthority() == null
                    || !HOST.matcher(uri.getRawAuthority()).matches()) {
                return Optional.empty();
            }
            String path = prefix.length() > 1 ? prefix : wrap(uri.getRawPath());
            String root = scheme + "://" + uri.getRawAuthority();
            return Optional.of(root + (path.isEmpty() ? "/" : path));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /// Empty, or with one slash at each end.
    private static String wrap(String path) {
        int from = 0;
        int to = path.length();
        while (from < to && path.charAt(from) == '/') {
            from++;
        }
        while (to > from && path.charAt(to - 1) == '/') {
            to--;
        }
        return from == to ? "" : "/" + path.substring(from, to) + "/";
    }
}
