package io.terraverde.web.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides between gzip and no encoding (RFC 9110, section 12.5.3). Without the header nothing is compressed.
final class AcceptEncoding {
    /// What npm, pnpm, Yarn, bun and browsers send: known without reading it.
    private static final Set<String> USUAL = Set.of(
            "gzip",
            "gzip,deflate",
            "gzip, deflate",
            "gzip, deflate, br",
            "gzip, deflate, br, zstd",
            "gzip,deflate,br",
            "br, gzip, deflate");

    private AcceptEncoding() {}

    /// Whether gzip is allowed, and not liked less than the plain form.
    ///
    /// @param header the request's `Accept-Encoding`
    static boolean allowsGzip(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return false;
        }
        if (USUAL.contains(header)) {
            return true;
        }
        double gzip = -1;
        double any = -1;
        double identity = -1;
        for (QualityList.Entry entry : QualityList.parse(header).entries()) {
            switch (entry.value()) {
                case "gzip", "x-gzip" -> gzip = Math.max(gzip, entry.quality());
                case "*" -> any = entry.quality();
                case "identity" -> identity = entry.quality();
                default -> {}
            }
        }
        double wanted = gzip >= 0 ? gzip : any;
        return wanted > 0 && wanted >= identity;
    }
}
