package io.terraverde.web.config;

import io.terraverde.uplink.Uplink.TarballDelivery;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/// One entry of `uplinks:`, another registry that rules may name in `proxy`.
///
/// @param name as rules write it
/// @param url its base, without a slash at the end
/// @param maxAge how long what it said is used without asking again
/// @param cache whether its tarballs are kept
/// @param tarballs how clients come to its tarballs (`terraverde.uplinks.{name}.tarballs`)
/// @param connection how it is reached
public record UplinkSettings(
        String name, URI url, Duration maxAge, boolean cache, TarballDelivery tarballs, ConnectionSettings connection) {
    /// What was decided, for the start of the log, without what may be a password: `npmjs(https://upstream.example)`,
    /// with `tarballs=redirect` after the address when clients do not get them from here.
    String summary() {
        return name + "(" + Secret.hiddenIn(url)
                + (tarballs == TarballDelivery.CACHE
                        ? ""
                        : " tarballs=" + tarballs.name().toLowerCase(Locale.ROOT))
                + ")";
    }
}
