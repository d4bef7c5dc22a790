package io.terraverde.web.npm;

import io.terraverde.access.AccessRules;
import io.terraverde.access.Action;
import io.terraverde.name.PackageName;
import io.terraverde.packument.PackumentForm;
import io.terraverde.read.PreparedPackuments;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.CachedBytes;
import io.terraverde.web.http.Endpoint;
import io.terraverde.web.http.Exchange;
import java.time.Instant;

/// `GET /{package}`: the packument, full or abbreviated. The hottest route there is.
public final class ShowPackument implements Endpoint {
    /// Kept by clients and always asked about again, so that nobody sees a state older than an acknowledged publish.
    private static final String CACHE = "private, no-cache";

    /// For the write commands of npm, which hand back the `_rev` they read.
    private static final String NO_CACHE = "no-store";

    private final AccessRules access;
    private final PreparedPackuments<CachedBytes> packuments;

    /// Over the services of one registry.
    public ShowPackument(AccessRules access, PreparedPackuments<CachedBytes> packuments) {
        this.access = access;
        this.packuments = packuments;
    }

    /// How packuments become answers.
    public static PreparedPackuments.Preparation<CachedBytes> preparation() {
        return new PreparedPackuments.Preparation<>() {
            @Override
            public CachedBytes prepare(PackumentForm form, byte[] json, Instant modified) {
                return CachedBytes.compressed(form.contentType(), json, modified, CACHE, "Accept, Accept-Encoding");
            }

            @Override
            public int sizeBytes(CachedBytes prepared) {
                return prepared.sizeBytes();
            }
        };
    }

    @Override
    public Answer answer(Exchange exchange) {
        PackageName name = exchange.packageName();
        access.require(Action.ACCESS, name, exchange.caller());
        CachedBytes packument = packuments.find(name, exchange.packumentForm(), PublicBase.of(exchange));
        boolean forWriting = exchange.query("write").filter("true"::equals).isPresent();
        return forWriting ? packument.withCacheControl(NO_CACHE) : packument;
    }
}
