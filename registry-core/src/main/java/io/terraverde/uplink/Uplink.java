package io.terraverde.uplink;

import io.terraverde.name.PackageName;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;

/// Another registry that rules name in `proxy`.
///
/// @param name as rules write it
/// @param url its base, without a slash at the end, and without a user: what is made of it goes to clients and into
/// logs
/// @param maxAge how long what it said is used without asking again
/// @param cache whether its tarballs are kept
/// @param tarballs how clients come to its tarballs
/// @param upstream how it is asked
/// @param cacheName a name for what is kept of it, safe as a segment of a key: `npmjs-1f2e3d4c`. Another address is
///     another registry, whatever it is called
public record Uplink(
        String name,
        URI url,
        Duration maxAge,
        boolean cache,
        TarballDelivery tarballs,
        Upstream upstream,
        String cacheName) {
    /// Leaves the user away.
    public Uplink {
        url = withoutUser(url);
    }

    /// With the name in the cache that {@link #cacheName(String, URI)} gives; another user may see other packages.
    public Uplink(String name, URI url, Duration maxAge, boolean cache, TarballDelivery tarballs, Upstream upstream) {
        this(name, url, maxAge, cache, tarballs, upstream, cacheName(name, url));
    }

    /// Where it has the packument of a package: `https://upstream.example/@acme%2fbase`.
    public URI packument(PackageName of) {
        return URI.create(url + "/" + of.text().replace("/", "%2f"));
    }

    /// The name in the cache of any server outside.
    public static String cacheName(String name, URI url) {
        String readable = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest((name + "\n" + url).getBytes(StandardCharsets.UTF_8));
            return readable.substring(0, Math.min(40, readable.length())) + "-"
                    + HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static URI withoutUser(URI url) {
        String authority = url.getRawAuthority();
        int at = authority == null ? -1 : authority.lastIndexOf('@');
        if (at < 0) {
            return url;
        }
        String text = url.toString();
        int from = text.indexOf("//") + 2;
        return URI.create(text.substring(0, from) + text.substring(from + at + 1));
    }

    /// How clients come to the tarballs of an uplink.
    public enum TarballDelivery {
        /// Through the registry, which keeps them.
        CACHE,
        /// From the registry's address they are sent on to the uplink's.
        REDIRECT,
        /// Packuments name the uplink's own address.
        ORIGINAL
    }
}
