package io.terraverde.web.npm;

import io.terraverde.access.AccessRules;
import io.terraverde.access.Action;
import io.terraverde.core.RegistryException;
import io.terraverde.name.PackageName;
import io.terraverde.read.ProvenanceReader;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Answers;
import io.terraverde.web.http.Endpoint;
import io.terraverde.web.http.Exchange;

/// `GET /-/npm/v1/attestations/{name}@{version}`: where a version was built, if it was published with provenance.
public final class Attestations implements Endpoint {
    private final AccessRules access;
    private final ProvenanceReader provenance;

    /// Over the services of one registry.
    public Attestations(AccessRules access, ProvenanceReader provenance) {
        this.access = access;
        this.provenance = provenance;
    }

    @Override
    public Answer answer(Exchange exchange) {
        String spec = exchange.segment("spec");
        int at = spec.lastIndexOf('@');
        if (at < 1) {
            throw RegistryException.Invalid.malformed("cannot look up attestations: expect {name}@{version}");
        }
        PackageName name = PackageName.parse(spec.substring(0, at));
        access.require(Action.ACCESS, name, exchange.caller());
        return Answers.jsonBytes(200, provenance.attestations(name, spec.substring(at + 1)));
    }
}
