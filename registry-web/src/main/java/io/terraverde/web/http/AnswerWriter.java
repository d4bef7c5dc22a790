package io.terraverde.web.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.eclipse.jetty.ee10.servlet.ServletContextResponse;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/// Writes one answer to one client: conditions, ranges, encoding, HEAD, and the bytes.
final class AnswerWriter {
    /// Smaller bodies are sent as they are.
    static final int COMPRESSED_FROM = 1024;
    private static final int SLICE = 128 * 1024;
    private static final List<HttpHeader> ABOUT_BODY = List.of(
            HttpHeader.ETAG,
            HttpHeader.LAST_MODIFIED,
            HttpHeader.CACHE_CONTROL,
            HttpHeader.VARY,
            HttpHeader.ACCEPT_RANGES,
            HttpHeader.CONTENT_TYPE,
            HttpHeader.CONTENT_LENGTH,
            HttpHeader.CONTENT_RANGE,
            HttpHeader.CONTENT_ENCODING);

    private final FrontRequest request;
    private final ServletContextResponse response;
    private final HttpFields.Mutable headers;
    /// The same lines, without the servlet layer's own opinion of how a media type is written.
    private final HttpFields.Mutable unwrapped;
    private final boolean head;
    private long bytesWritten;

    AnswerWriter(FrontRequest request, ServletContextResponse response) {
        this.request = request;
        this.response = response;
        this.headers = response.getHeaders();
        this.unwrapped = response.getWrapped().getHeaders();
        this.head = request.requestMethod().equals("HEAD");
    }

    /// Writes an answer.
    ///
    /// @throws ClientGoneException when the client does not take it
    /// @throws SourceFailedException when a stream failed after bytes of it were sent
    void write(Answer answer) throws IOException {
        headers.remove(HttpHeader.CONTENT_TYPE);
        switch (answer) {
            case CachedBytes cached -> writeCached(cached);
            case StreamAnswer stream -> {
                try (stream) {
                    writeStream(stream);
                }
            }
            case BodyAnswer body -> writeBody(body);
        }
    }

    /// Takes back what a started answer said about its body, so that another answer can be given.
    void startOver() {
        for (HttpHeader name : ABOUT_BODY) {
            headers.remove(name);
        }
    }

    /// Whether the head of an answer is on its way, so that no other answer can be given.
    boolean committed() {
        return response.isCommitted();
    }

    /// The status sent.
    int status() {
        return response.getStatus();
    }

    /// How many bytes of bodies were sent.
    long bytesWritten() {
        return bytesWritten;
    }

    private void writeCached(CachedBytes cached) throws IOException {
        CachedBytes.Form form = cached.select(requestHeader(HttpHeader.ACCEPT_ENCODING));
        CachedBytes.Form known = knownForm(cached, form);
        for (HttpField field : (known == null ? form : known).validators()) {
            headers.put(field);
        }
        if (known != null) {
            notModified();
            return;
        }
        response.setStatus(200);
        unwrapped.put(form.contentType());
        headers.put(HttpHeader.CONTENT_LENGTH, form.body().length);
        if (form.encoding() != null) {
            headers.put(form.encoding());
        }
        send(form.body());
    }

    private CachedBytes.@Nullable Form knownForm(CachedBytes cached, CachedBytes.Form selected) {
        if (!isRead()) {
            return null;
        }
        // A date does not count: it has whole seconds, and two publishes may share one.
        String ifNoneMatch = requestHeader(HttpHeader.IF_NONE_MATCH);
        return ifNoneMatch == null
                ? null
                : cached.matching(ifNoneMatch, selected).orElse(null);
    }

    private void writeBody(BodyAnswer answer) throws IOException {
        byte[] body = answer.body();
        response.setStatus(answer.status());
        answer.headers().forEach(header -> headers.put(header.name(), header.value()));
        Optional<String> contentType = answer.contentType();
        if (contentType.isEmpty()) {
            boolean lengthAllowed = answer.status() >= 200 && answer.status() != 304;
            if (lengthAllowed) {
                headers.put(HttpHeader.CONTENT_LENGTH, 0);
            }
            send(body);
            return;
        }
        headers.put(HttpHeader.VARY, "Accept-Encoding");
        boolean gzip =
                body.length >= COMPRESSED_FROM && AcceptEncoding.allowsGzip(requestHeader(HttpHeader.ACCEPT_ENCODING));
        if (answer.status() / 100 == 2) {
            String digest = answer.digest();
            String etag = gzip ? "\"" + digest + "-gzip\"" : "\"" + digest + "\"";
            headers.put(HttpHeader.ETAG, etag);
            String ifNoneMatch = isRead() ? requestHeader(HttpHeader.IF_NONE_MATCH) : null;
            if (ifNoneMatch != null && EntityTags.matches(ifNoneMatch, etag)) {
                notModified();
                return;
            }
        }
        unwrapped.put(HttpHeader.CONTENT_TYPE, contentType.get());
        byte[] sent = gzip ? compress(body) : body;
        if (gzip) {
            headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
        }
        headers.put(HttpHeader.CONTENT_LENGTH, sent.length);
        send(sent);
    }

    private void writeStream(StreamAnswer answer) throws IOException {
        answer.etag().ifPresent(etag -> headers.put(HttpHeader.ETAG, etag));
        answer.cacheControl().ifPresent(value -> headers.put(HttpHeader.CACHE_CONTROL, value));
        String ifNoneMatch = requestHeader(HttpHeader.IF_NONE_MATCH);
        if (ifNoneMatch != null
                && answer.etag()
                        .filter(etag -> EntityTags.matches(ifNoneMatch, etag))
                        .isPresent()) {
            notModified();
            return;
        }
        unwrapped.put(HttpHeader.CONTENT_TYPE, answer.contentType());
        if (answer.length().isEmpty()) {
            response.setStatus(200);
            stream(answer, 0, -1);
            return;
        }
        long total = answer.length().getAsLong();
        headers.put(HttpHeader.ACCEPT_RANGES, "bytes");
        switch (range(answer, total)) {
            case ByteRange.Whole ignored -> {
                response.setStatus(200);
                headers.put(HttpHeader.CONTENT_LENGTH, total);
                stream(answer, 0, total);
            }
            case ByteRange.Part part -> {
                response.setStatus(206);
                headers.put(HttpHeader.CONTENT_RANGE, part.contentRange(total));
                headers.put(HttpHeader.CONTENT_LENGTH, part.length());
                stream(answer, part.offset(), part.length());
            }
            case ByteRange.Unsatisfiable ignored -> {
                headers.remove(HttpHeader.ETAG);
                headers.remove(HttpHeader.CACHE_CONTROL);
                headers.put(HttpHeader.CONTENT_RANGE, "bytes */" + total);
                writeBody(Answers.error(416, "range not satisfiable"));
            }
        }
    }

    private ByteRange range(StreamAnswer answer, long total) {
        String range = requestHeader(HttpHeader.RANGE);
        if (range == null || !request.requestMethod().equals("GET")) {
            return new ByteRange.Whole();
        }
        String ifRange = requestHeader(HttpHeader.IF_RANGE);
        boolean sameBody =
                ifRange == null || answer.etag().filter(ifRange.strip()::equals).isPresent();
        return sameBody ? ByteRange.parse(range, total) : new ByteRange.Whole();
    }

    private void stream(StreamAnswer answer, long offset, long length) throws IOException {
        if (head) {
            return;
        }
        try (InputStream source = answer.open(offset, length)) {
            byte[] buffer = new byte[length < 0 ? SLICE / 2 : Math.clamp(length, 1, SLICE / 2)];
            long left = length < 0 ? Long.MAX_VALUE : length;
            while (left > 0) {
                int read = readFrom(source, buffer, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    break;
                }
                left -= read;
                writeSlice(ByteBuffer.wrap(buffer, 0, read));
            }
            if (length >= 0 && left > 0) {
                throw new SourceFailedException(new IOException(left + " bytes are missing at the end of the source"));
            }
        }
    }

    private int readFrom(InputStream source, byte[] buffer, int length) throws IOException {
        try {
            return source.read(buffer, 0, length);
        } catch (IOException e) {
            throw new SourceFailedException(e);
        } catch (UncheckedIOException e) {
            throw new SourceFailedException(e);
        }
    }

    private void send(byte[] body) throws IOException {
        if (head || body.length == 0) {
            return;
        }
        for (int from = 0; from < body.length; from += SLICE) {
            writeSlice(ByteBuffer.wrap(body, from, Math.min(SLICE, body.length - from)));
        }
    }

    private void writeSlice(ByteBuffer slice) throws IOException {
        int length = slice.remaining();
        request.transfer().begin();
        try {
            HttpOutput output = response.getHttpOutput();
            output.write(slice);
        } catch (IOException e) {
            throw new ClientGoneException(e);
        } finally {
            request.transfer().end(length);
        }
        bytesWritten += length;
    }

    private void notModified() {
        response.setStatus(304);
    }

    private boolean isRead() {
        return head || request.requestMethod().equals("GET");
    }

    private @Nullable String requestHeader(HttpHeader name) {
        return request.getHeaders().get(name);
    }

    /// The body in gzip.
    static byte[] compress(byte[] body) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed, 16 * 1024)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compress in memory", e);
        }
        return compressed.toByteArray();
    }

    /// The source of a stream failed; the client must not take what it got for the whole.
    static final class SourceFailedException extends IOException {
        SourceFailedException(Exception cause) {
            super("the source of an answer failed", cause);
        }
    }
}
