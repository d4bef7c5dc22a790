package io.terraverde.web.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Certificates as PEM text, or in a file of it.
final class PemText {
    private static final String BEGIN = "-----BEGIN ";
    private static final String HINT = "a PEM file has -----BEGIN CERTIFICATE----- lines, and no keys";

    private PemText() {}

    /// The path of a file that holds certificates.
    ///
    /// @param base what the path is relative to
    static Optional<Path> file(Value value, Path base) {
        return value.text().flatMap(text -> {
            Path file = base.resolve(text).normalize();
            return content(file, value::wrong).map(_ -> file);
        });
    }

    /// The path of a file that holds certificates; one that does not is warned of, and is none.
    ///
    /// @param base what the path is relative to
    static Optional<Path> fileOrNone(Value value, Path base) {
        return value.text().flatMap(text -> {
            Path file = base.resolve(text).normalize();
            return content(file, (message, hint) -> value.warn(message + ", it is left out", hint))
                    .map(_ -> file);
        });
    }

    /// The text itself, whether it stands in the configuration or in a file that the configuration names.
    ///
    /// @param base what the path is relative to
    static Optional<String> text(Value value, Path base) {
        return value.text().flatMap(text -> {
            if (!text.contains(BEGIN)) {
                return content(base.resolve(text.strip()).normalize(), value::wrong);
            }
            return holdsCertificates(text) ? Optional.of(text) : value.wrong("no certificates in this text", HINT);
        });
    }

    /// @param complaint takes a message and a hint
    private static Optional<String> content(Path file, BiConsumer<String, String> complaint) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            complaint.accept("cannot read \"" + file + "\"", "the path of a PEM file");
            return Optional.empty();
        }
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            if (holdsCertificates(text)) {
                return Optional.of(text);
            }
            complaint.accept("no certificates in \"" + file + "\"", HINT);
        } catch (IOException e) {
            complaint.accept("cannot read \"" + file + "\": " + e, "the path of a PEM file");
        }
        return Optional.empty();
    }

    private static boolean holdsCertificates(String text) {
        try {
            return !CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))
                    .isEmpty();
        } catch (CertificateException e) {
            return false;
        }
    }
}
