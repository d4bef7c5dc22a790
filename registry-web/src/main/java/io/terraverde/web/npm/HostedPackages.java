package io.terraverde.web.npm;

import io.terraverde.core.RegistryException;
import io.terraverde.search.HostedLists;
import io.terraverde.search.LatestList;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Answers;
import io.terraverde.web.http.CachedBytes;
import io.terraverde.web.http.Exchange;
import io.terraverde.web.http.StreamAnswer;
import java.io.IOException;
import java.io.InputStream;

/// What is hosted here, as far as the caller may read it: for pages that show it, and for proxies in front
/// that decide by name where a request goes.
public final class HostedPackages {
    private static final String TEXT = "text/plain; charset=utf-8";

    /// Kept by clients and always asked about again: who is led by the list must not miss a new name.
    private static final String CACHE = "private, no-cache";

    private final HostedLists<CachedBytes> lists;

    /// Over the lists of one registry.
    public HostedPackages(HostedLists<CachedBytes> lists) {
        this.lists = lists;
    }

    /// How lists become answers. They have no `Last-Modified`: by an unpublish a list may become what it was before.
    public static HostedLists.Preparation<CachedBytes> preparation() {
        return new HostedLists.Preparation<>() {
            @Override
            public CachedBytes prepare(HostedLists.Form form, byte[] body) {
                return switch (form) {
                    case NAMES_JSON -> CachedBytes.compressed(Answers.JSON, body, CACHE, "Accept, Accept-Encoding");
                    case NAMES_TEXT -> CachedBytes.compressed(TEXT, body, CACHE, "Accept, Accept-Encoding");
                    case LATEST -> CachedBytes.compressed(Answers.JSON, body, CACHE, "Accept-Encoding");
                };
            }

            @Override
            public int sizeBytes(CachedBytes prepared) {
                return prepared.sizeBytes();
            }
        };
    }

    /// `GET /-/terraverde/names`, `?format=text` or `Accept: text/plain` for lines instead of JSON.
    ///
    /// Whoever sends a credential that does not count is refused: a proxy that took the names for everybody for all
    /// names would ask others for the private ones.
    public Answer names(Exchange exchange) {
        if (exchange.header("Authorization").isPresent()
                && exchange.caller().user().isEmpty()) {
            throw new RegistryException.Unauthenticated("the credential is not valid");
        }
        boolean lines = exchange.query("format")
                .map(format -> format.equals("text"))
                .orElseGet(() -> exchange.prefers("text/plain", "application/json"));
        return lines ? lists.namesAsText(exchange.caller()) : lists.namesAsJson(exchange.caller());
    }

    /// `GET /-/verdaccio/data/packages`
    public Answer latest(Exchange exchange) throws IOException {
        return switch (lists.latest(exchange.caller(), PublicBase.of(exchange))) {
            case HostedLists.Latest.Prepared<CachedBytes>(CachedBytes answer) -> answer;
            case HostedLists.Latest.Unprepared<CachedBytes>(LatestList list) -> streamed(list);
        };
    }

    /// Of the same content as one that is prepared, and so with the same ETag.
    private static Answer streamed(LatestList list) throws IOException {
        return StreamAnswer.of(list.sizeBytes(), (offset, length) -> {
                    InputStream body = list.open();
                    body.skipNBytes(offset);
                    return body;
                })
                .withContentType(Answers.JSON)
                .withCacheControl(CACHE)
                .withEtagOf(list.open());
    }
}
