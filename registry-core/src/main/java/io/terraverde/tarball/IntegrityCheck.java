package io.terraverde.tarball;

import io.terraverde.tarball.DeclaredIntegrity.Algorithm;
import io.terraverde.tarball.DeclaredIntegrity.Hash;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compares bytes that pass by with what was declared of them. Only the digest that decides is computed. Not safe for
/// use by several threads.
public final class IntegrityCheck {
    private final DeclaredIntegrity declared;
    private final @Nullable Algorithm algorithm;
    private final @Nullable MessageDigest digest;

    IntegrityCheck(DeclaredIntegrity declared) {
        this.declared = declared;
        this.algorithm = declared.strongest().orElse(null);
        this.digest = algorithm == null ? null : algorithm.newDigest();
    }

    /// Adds bytes.
    public void update(byte[] bytes, int from, int length) {
        if (digest != null) {
            digest.update(bytes, from, length);
        }
    }

    /// How the bytes differ from what was declared; empty when they do not, or when nothing was declared.
    public Optional<Mismatch> finish() {
        if (algorithm == null || digest == null) {
            return Optional.empty();
        }
        Hash actual = Hash.of(algorithm, digest.digest());
        return declared.hashes().contains(actual)
                ? Optional.empty()
                : Optional.of(new Mismatch(declared.text(algorithm), actual.text()));
    }

    /// Bytes that are not the declared ones.
    ///
    /// @param expected a subresource integrity text, without padding
    /// @param actual the same of the bytes
    public record Mismatch(String expected, String actual) {}
}
