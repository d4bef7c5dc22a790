package io.terraverde.web.npm;

import io.terraverde.access.AccessRules;
import io.terraverde.access.Action;
import io.terraverde.name.PackageName;
import io.terraverde.read.PackumentReader;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Answers;
import io.terraverde.web.http.Endpoint;
import io.terraverde.web.http.Exchange;

/// `GET /{package}/{version or dist-tag}`: one version's manifest.
public final class ShowVersion implements Endpoint {
    private final AccessRules access;
    private final PackumentReader packuments;

    /// Over the services of one registry.
    public ShowVersion(AccessRules access, PackumentReader packuments) {
        this.access = access;
        this.packuments = packuments;
    }

    @Override
    public Answer answer(Exchange exchange) {
        PackageName name = exchange.packageName();
        access.require(Action.ACCESS, name, exchange.caller());
        byte[] manifest =
                packuments.version(name, exchange.version(), exchange.packumentForm(), PublicBase.of(exchange));
        return Answers.jsonBytes(200, manifest).with("Vary", "Accept, Accept-Encoding");
    }
}
