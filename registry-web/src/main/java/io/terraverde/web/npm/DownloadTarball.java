package io.terraverde.web.npm;

import io.terraverde.access.AccessRules;
import io.terraverde.access.Action;
import io.terraverde.name.PackageName;
import io.terraverde.read.OpenTarball;
import io.terraverde.read.TarballReader;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Endpoint;
import io.terraverde.web.http.Exchange;
import io.terraverde.web.http.StreamAnswer;

/// `GET /{package}/-/{file}`: a tarball, streamed from the storage.
public final class DownloadTarball implements Endpoint {
    /// The bytes of a published version never change.
    private static final String CACHE = "private, max-age=31536000, immutable";

    private final AccessRules access;
    private final TarballReader tarballs;

    /// Over the services of one registry.
    public DownloadTarball(AccessRules access, TarballReader tarballs) {
        this.access = access;
        this.tarballs = tarballs;
    }

    @Override
    public Answer answer(Exchange exchange) {
        PackageName name = exchange.packageName();
        access.require(Action.ACCESS, name, exchange.caller());
        String file = exchange.fileName();
        OpenTarball whole = tarballs.open(name, file);
        return StreamAnswer.ofOpen(
                        whole.sizeBytes(),
                        whole.body(),
                        (first, length) -> tarballs.openRange(name, file, first, first + length - 1)
                                .body())
                .withEtag(whole.etag())
                .withCacheControl(CACHE);
    }
}
