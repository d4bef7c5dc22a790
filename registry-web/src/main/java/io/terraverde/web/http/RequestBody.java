package io.terraverde.web.http;

import io.terraverde.core.RegistryException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;

/// The body of a request, read once. Compressed bodies (`gzip`, `deflate`) are inflated; the limit counts what
/// comes out.
public final class RequestBody {
    private static final String TOO_LARGE = "request entity too large";

    private final Request request;
    private final ClientInput input;

    RequestBody(Request request, ClientInput input) {
        this.request = request;
        this.input = input;
    }

    /// Requires `Content-Type: application/json`.
    ///
    /// @throws HttpRefusal 415, in Verdaccio's words
    public void requireJson() {
        String type = header(HttpHeader.CONTENT_TYPE);
        if (type == null) {
            throw new HttpRefusal(415, "content-type is missing, expect: application/json");
        }
        int semicolon = type.indexOf(';');
        String bare = (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
        if (!bare.equalsIgnoreCase("application/json")) {
            throw new HttpRefusal(415, "wrong content-type, expect: application/json, got: " + shorten(bare));
        }
    }

    /// The bytes of the body, inflated. Reading on behind the limit throws, and a body whose announced length
    /// is above it is refused before anything is read.
    ///
    /// @throws RegistryException.TooLarge `request entity too large`
    /// @throws HttpRefusal 415 for an encoding that is not understood
    public InputStream open(long maxBytes) throws IOException {
        HttpField length = request.getHeaders().getField(HttpHeader.CONTENT_LENGTH);
        if (length != null && length.getLongValue() > maxBytes) {
            throw new RegistryException.TooLarge(TOO_LARGE);
        }
        String encoding = header(HttpHeader.CONTENT_ENCODING);
        InputStream plain =
                switch (encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT)) {
                    case "identity", "" -> input;
                    case "gzip", "x-gzip" -> new Inflated(source -> new GZIPInputStream(source, 8192));
                    case "deflate" -> new Inflated(InflaterInputStream::new);
                    default -> throw new HttpRefusal(415, "unsupported content encoding \"" + shorten(encoding) + "\"");
                };
        return new Limited(plain, maxBytes);
    }

    /// Reads the body to its end and keeps nothing of it. What is compressed is not inflated: a few bytes of it
    /// can stand for any number.
    ///
    /// @param maxBytes as they are sent
    /// @throws RegistryException.TooLarge when it is larger
    public void skip(long maxBytes) throws IOException {
        try (InputStream stream = new Limited(input, maxBytes)) {
            stream.transferTo(OutputStream.nullOutputStream());
        }
    }

    /// The whole body, in memory: for routes whose bodies are small. As many of them as there are requests at a
    /// time must fit.
    ///
    /// @throws RegistryException.TooLarge when it is larger
    public byte[] bytes(long maxBytes) throws IOException {
        try (InputStream stream = open(maxBytes)) {
            return stream.readAllBytes();
        }
    }

    /// The whole body as JSON.
    ///
    /// @throws RegistryException.Invalid when it is none: truncated, nested too deeply, with a key twice
    public JsonNode json(long maxBytes) throws IOException {
        byte[] bytes = bytes(maxBytes);
        try {
            JsonNode tree = Json.MAPPER.readTree(bytes);
            if (tree.isMissingNode()) {
                throw RegistryException.Invalid.malformed("the body is empty, expect JSON");
            }
            return tree;
        } catch (JacksonException e) {
            throw RegistryException.Invalid.malformed("cannot read the body as JSON" + place(e.getLocation()));
        }
    }

    private @Nullable String header(HttpHeader name) {
        return request.getHeaders().get(name);
    }

    private static String place(@Nullable TokenStreamLocation location) {
        return location == null ? "" : ": line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String shorten(@Nullable String text) {
        String shown = text == null ? "undefined" : text;
        return shown.length() <= 200 ? shown : shown.substring(0, 200) + "…";
    }

    /// Opens the inflater at the first read, because making one reads.
    private interface Inflater {
        InputStream over(InputStream source) throws IOException;
    }

    private final class Inflated extends InputStream {
        private final Inflater inflater;
        private @Nullable InputStream inflated;

        private Inflated(Inflater inflater) {
            this.inflater = inflater;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                InputStream stream = inflated;
                if (stream == null) {
                    stream = inflater.over(input);
                    inflated = stream;
                }
                return stream.read(target, offset, length);
            } catch (ZipException | EOFException e) {
                throw RegistryException.Invalid.malformed("cannot inflate the body: " + shorten(e.getMessage()));
            }
        }
    }

    private static final class Limited extends InputStream {
        private final InputStream source;
        private long left;

        private Limited(InputStream source, long maxBytes) {
            this.source = source;
            this.left = maxBytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = source.read(target, offset, length);
            if (read > left) {
                throw new RegistryException.TooLarge(TOO_LARGE);
            }
            left -= Math.max(0, read);
            return read;
        }
    }
}
