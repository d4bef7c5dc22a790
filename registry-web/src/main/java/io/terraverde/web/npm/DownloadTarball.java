package io.terraverde.web.npm;

import io.terraverde.access.AccessRules;
import io.terraverde.access.Action;
import io.terraverde.name.PackageName;
import io.terraverde.read.OpenTarball;
import io.terraverde.read.TarballReader;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Answers;
import io.terraverde.web.http.Endpoint;
import io.terraverde.web.http.Exchange;
import io.terraverde.web.http.StreamAnswer;
import java.util.Optional;

/// `GET /{package}/-/{file}`: a tarball, streamed from the storage, or where else it is.
public final class DownloadTarball implements Endpoint {
    /// The bytes of a published version never change.
    private static final String CACHE = "private, max-age=31536000, immutable";

    private final AccessRules access;
    private final TarballReader tarballs;
    private final TarballAddress elsewhere;

    /// @param elsewhere where clients are sent for the bytes
    public DownloadTarball(AccessRules access, TarballReader tarballs, TarballAddress elsewhere) {
        this.access = access;
        this.tarballs = tarballs;
        this.elsewhere = elsewhere;
    }

    @Override
    public Answer answer(Exchange exchange) {
        PackageName name = exchange.packageName();
        access.require(Action.ACCESS, name, exchange.caller());
        String file = exchange.fileName();
        Optional<String> address = elsewhere.of(exchange.method(), name, () -> tarballs.locate(name, file));
        if (address.isPresent()) {
            return Answers.redirect(address.get()).with("Cache-Control", "no-store");
        }
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
