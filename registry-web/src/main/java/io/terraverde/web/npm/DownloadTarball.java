package io.terraverde.web.npm;

import io.terraverde.access.AccessRules;
import io.terraverde.access.Action;
import io.terraverde.name.PackageName;
import io.terraverde.read.FoundTarball;
import io.terraverde.read.OpenTarball;
import io.terraverde.read.TarballReader;
import io.terraverde.read.TarballReader.Wanted;
import io.terraverde.uplink.Download;
import io.terraverde.uplink.UpstreamFailures;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Answers;
import io.terraverde.web.http.Endpoint;
import io.terraverde.web.http.Exchange;
import io.terraverde.web.http.StreamAnswer;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// `GET /{package}/-/{file}`: a tarball, streamed from where it lies or as it arrives, or where else it is.
public final class DownloadTarball implements Endpoint {
    /// A version keeps its bytes as long as it is published. Whoever publishes others under its name has unpublished it
    /// first, and lock files, which name digests, refuse those.
    private static final String CACHE = "private, max-age=31536000, immutable";

    private final AccessRules access;
    private final TarballReader tarballs;
    private final TarballAddress elsewhere;

    /// @param elsewhere where clients are sent for the bytes of hosted tarballs
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
        // Signed addresses are good for GET alone.
        Wanted wanted = exchange.method().equals("GET") ? Wanted.BYTES_OR_ADDRESS : Wanted.BYTES;
        return switch (tarballs.find(name, file, wanted)) {
            case FoundTarball.Hosted hosted -> hosted(exchange, name, hosted);
            case FoundTarball.Kept kept -> stored(kept.whole(), kept.opening());
            case FoundTarball.Arriving arriving -> arriving(arriving);
            case FoundTarball.Elsewhere there -> redirect(there.address().toString());
        };
    }

    private Answer hosted(Exchange exchange, PackageName name, FoundTarball.Hosted tarball) {
        Optional<String> address = elsewhere.of(exchange.method(), name, tarball.file());
        return address.isPresent()
                ? redirect(address.get())
                : stored(tarball.opening().whole(), tarball.opening());
    }

    private static Answer stored(OpenTarball whole, FoundTarball.Opening opening) {
        return StreamAnswer.ofOpen(
                        whole.sizeBytes(),
                        whole.body(),
                        (first, length) ->
                                opening.range(first, first + length - 1).body())
                .withEtag(whole.etag())
                .withCacheControl(CACHE);
    }

    /// Given on as it comes. Its length is known if the uplink says it.
    private static Answer arriving(FoundTarball.Arriving tarball) {
        Download download = tarball.download();
        OptionalLong size = download.head().sizeBytes();
        StreamAnswer answer = size.isPresent()
                ? StreamAnswer.of(
                        size.getAsLong(),
                        (first, length) -> length == 0
                                ? InputStream.nullInputStream()
                                : UpstreamFailures.told(download.read(first, first + length - 1)))
                : StreamAnswer.ofUnknownLength((first, length) -> UpstreamFailures.told(download.read()));
        StreamAnswer tagged = tarball.shasum()
                .filter(DownloadTarball::isHex)
                .map(answer::withEtag)
                .orElse(answer);
        return tagged.withCacheControl(CACHE).closing(download::close);
    }

    private static Answer redirect(String address) {
        return Answers.redirect(address).with("Cache-Control", "no-store");
    }

    private static boolean isHex(String text) {
        return text.matches("[0-9a-fA-F]{40}");
    }
}
