package io.terraverde.web.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/// A body that is prepared once and answered often, as it is and compressed: packuments. Answering it copies,
/// parses and hashes nothing. Share it freely; it does not change.
///
/// ```
/// identity   ETag "8a80554c91d9fca8acb82f023de02f11"        (MD5 of the uncompressed bytes)
/// gzip       ETag "8a80554c91d9fca8acb82f023de02f11-gzip"   Content-Encoding: gzip
/// ```
public final class CachedBytes implements Answer {
    private final Form identity;
    private final @Nullable Form gzip;

    private CachedBytes(Form identity, @Nullable Form gzip) {
        this.identity = identity;
        this.gzip = gzip;
    }

    /// Takes prepared bytes, which must not change any more: they are not copied.
    ///
    /// @param contentType for example `application/json; charset=utf-8`
    /// @param body uncompressed
    /// @param gzip the same compressed; null when it is not worth it
    /// @param cacheControl for example `private, max-age=0, must-revalidate`
    /// @param vary for example `Accept, Accept-Encoding`; never `Authorization`, which makes npm write tokens to
    ///     disk
    public static CachedBytes of(
            String contentType,
            byte[] body,
            byte @Nullable [] gzip,
            Instant lastModified,
            String cacheControl,
            String vary) {
        return of(contentType, body, gzip, Optional.of(lastModified), cacheControl, vary);
    }

    /// The same, compressed here when it is worth it: from 1024 bytes on.
    public static CachedBytes compressed(
            String contentType, byte[] body, Instant lastModified, String cacheControl, String vary) {
        return of(contentType, body, worthGzip(body), Optional.of(lastModified), cacheControl, vary);
    }

    /// The same without `Last-Modified`, for what may change twice within a second, or go back to what it was.
    public static CachedBytes compressed(String contentType, byte[] body, String cacheControl, String vary) {
        return of(contentType, body, worthGzip(body), Optional.empty(), cacheControl, vary);
    }

    /// The same bytes with another `Cache-Control`.
    public CachedBytes withCacheControl(String value) {
        HttpField field = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, value);
        return new CachedBytes(identity.with(field), gzip == null ? null : gzip.with(field));
    }

    @Override
    public int status() {
        return 200;
    }

    /// The bytes it holds, in all forms: what a cache must count.
    public int sizeBytes() {
        return identity.body.length + (gzip == null ? 0 : gzip.body.length);
    }

    /// The ETag of the uncompressed form, with its quotes.
    public String etag() {
        return identity.etag;
    }

    /// The form that fits what the client accepts.
    ///
    /// @param acceptEncoding the request's header
    Form select(@Nullable String acceptEncoding) {
        return gzip != null && AcceptEncoding.allowsGzip(acceptEncoding) ? gzip : identity;
    }

    /// The form the client has, judging by its validators; empty when it has none of them.
    Optional<Form> matching(String ifNoneMatch, Form selected) {
        if (EntityTags.matches(ifNoneMatch, selected.etag)) {
            return Optional.of(selected);
        }
        Form other = selected == identity ? gzip : identity;
        return Optional.ofNullable(other).filter(form -> EntityTags.matches(ifNoneMatch, form.etag));
    }

    private static CachedBytes of(
            String contentType,
            byte[] body,
            byte @Nullable [] gzip,
            Optional<Instant> lastModified,
            String cacheControl,
            String vary) {
        List<HttpField> validators = new ArrayList<>();
        lastModified.ifPresent(instant -> validators.add(new PreEncodedHttpField(
                HttpHeader.LAST_MODIFIED,
                DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC)))));
        validators.add(new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, cacheControl));
        validators.add(new PreEncodedHttpField(HttpHeader.VARY, vary));
        Shared shared = new Shared(new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, contentType), validators);
        String digest = EntityTags.digest(body);
        return new CachedBytes(
                new Form("\"" + digest + "\"", body, null, shared),
                gzip == null ? null : new Form("\"" + digest + "-gzip\"", gzip, "gzip", shared));
    }

    private static byte @Nullable [] worthGzip(byte[] body) {
        return body.length < AnswerWriter.COMPRESSED_FROM ? null : AnswerWriter.compress(body);
    }

    /// One representation with its header lines, encoded once.
    static final class Form {
        private final String etag;
        private final byte[] body;
        private final HttpField[] validators;
        private final HttpField contentType;
        private final @Nullable HttpField encoding;

        private Form(String etag, byte[] body, @Nullable String encoding, Shared shared) {
            this(
                    etag,
                    body,
                    shared.validatorsWith(new PreEncodedHttpField(HttpHeader.ETAG, etag)),
                    shared.contentType(),
                    encoding == null ? null : new PreEncodedHttpField(HttpHeader.CONTENT_ENCODING, encoding));
        }

        private Form(
                String etag, byte[] body, HttpField[] validators, HttpField contentType, @Nullable HttpField encoding) {
            this.etag = etag;
            this.body = body;
            this.validators = validators;
            this.contentType = contentType;
            this.encoding = encoding;
        }

        private Form with(HttpField cacheControl) {
            HttpField[] changed = validators.clone();
            for (int i = 0; i < changed.length; i++) {
                if (changed[i].getHeader() == cacheControl.getHeader()) {
                    changed[i] = cacheControl;
                }
            }
            return new Form(etag, body, changed, contentType, encoding);
        }

        /// The lines that also a 304 has.
        HttpField[] validators() {
            return validators;
        }

        HttpField contentType() {
            return contentType;
        }

        @Nullable HttpField encoding() {
            return encoding;
        }

        byte[] body() {
            return body;
        }
    }

    /// @param validators but for the ETag, which each form has for itself
    private record Shared(HttpField contentType, List<HttpField> validators) {
        HttpField[] validatorsWith(HttpField etag) {
            return Stream.concat(Stream.of(etag), validators.stream()).toArray(HttpField[]::new);
        }
    }
}
