package io.terraverde.publish;

import io.terraverde.core.RegistryException;
import io.terraverde.tarball.TarballSpool;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads the body of a `PUT /{package}` as it arrives. Tarballs are decoded and spooled piece by piece, never held in
/// memory, wherever they stand in the document; the rest becomes a {@link WrittenDocument}. May be used by any number
/// of threads.
public final class PublishDocumentReader {
    private static final int MAX_DEPTH = 200;
    private static final int MAX_NAME_CHARACTERS = 4096;
    private static final int MAX_NUMBER_CHARACTERS = 400;
    private static final int SHORTEST_TOKEN_BYTES = 4;
    private static final long ALWAYS_ALLOWED_TOKENS = 10_000;

    private final TarballSpool spool;
    private final PublishLimits limits;
    private final JsonMapper json;

    /// @param spool where tarballs wait; its room is freed when the document is closed, or refused
    public PublishDocumentReader(TarballSpool spool, PublishLimits limits) {
        this.spool = spool;
        this.limits = limits;
        this.json = mapper(limits);
    }

    /// Reads a body to its end; the stream stays open. The caller closes the document.
    ///
    /// @param body the JSON text, after any `Content-Encoding` was undone
    /// @throws RegistryException.Invalid when it is not JSON, or not a document of this kind
    /// @throws RegistryException.TooLarge as soon as it exceeds a limit, the rest unread
    /// @throws RegistryException.Unavailable when a tarball cannot be spooled
    /// @throws IOException from the stream, as it is
    public WrittenDocument read(InputStream body) throws IOException {
        var meter = new BodyMeter(body, limits);
        try (JsonParser parser = json.createParser(meter);
                var parts = new DocumentParts(json, parser, meter, spool, limits)) {
            return parts.readDocument();
        } catch (JacksonIOException e) {
            if (e.getCause() instanceof CharConversionException) {
                throw malformed(e);
            }
            throw e.getCause();
        } catch (JacksonException e) {
            throw malformed(e);
        } catch (NumberFormatException e) {
            // How Jackson 3.2 reports an exponent that no BigDecimal holds.
            throw RegistryException.Invalid.malformed("malformed JSON: a number is out of range");
        }
    }

    private static RegistryException malformed(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return RegistryException.Invalid.malformed("malformed JSON" + where + ": " + e.getOriginalMessage());
    }

    private static JsonMapper mapper(PublishLimits limits) {
        var constraints = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNameLength(MAX_NAME_CHARACTERS)
                .maxNumberLength(MAX_NUMBER_CHARACTERS)
                .maxStringLength((int) Math.min(limits.maxMetadataBytes(), Integer.MAX_VALUE))
                .maxTokenCount(limits.maxMetadataBytes() / SHORTEST_TOKEN_BYTES + ALWAYS_ALLOWED_TOKENS)
                .build();
        var factory = JsonFactory.builder()
                .streamReadConstraints(constraints)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }
}
