package io.terraverde.tarball;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What somebody says the digests of a tarball are: a subresource integrity text such as `sha512-z4PhNX7v…==
/// sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=`.
///
/// The rules are those of the npm client (its module `ssri`): hashes are separated by white space, options after `?`
/// and unknown algorithms are ignored, and only the hashes of the strongest algorithm count, of which one must match.
///
/// @param hashes those of known algorithms, in the order of the text
public record DeclaredIntegrity(List<Hash> hashes) {
    /// Copies the hashes.
    public DeclaredIntegrity {
        hashes = List.copyOf(hashes);
    }

    /// Reads the text; one without any known hash, even an empty one, declares nothing.
    public static DeclaredIntegrity parse(String text) {
        var hashes = new ArrayList<Hash>();
        for (String word : text.strip().split("\\s+", -1)) {
            for (Algorithm algorithm : Algorithm.values()) {
                if (word.startsWith(algorithm.prefix)) {
                    hashes.add(new Hash(algorithm, digestOf(word.substring(algorithm.prefix.length()))));
                }
            }
        }
        return new DeclaredIntegrity(hashes);
    }

    /// What `dist` of a version declares: its `integrity`, or its `shasum` when there is none that can be checked.
    ///
    /// @param shasum SHA-1 in hexadecimal digits; a text that is none is the digest of nothing
    public static DeclaredIntegrity ofDist(Optional<String> integrity, Optional<String> shasum) {
        DeclaredIntegrity declared = parse(integrity.orElse(""));
        Optional<String> digits = shasum.filter(text -> !text.isBlank());
        return declared.isNothing() && digits.isPresent()
                ? new DeclaredIntegrity(List.of(Hash.ofShasum(digits.get())))
                : declared;
    }

    /// Nothing that could be checked.
    public static DeclaredIntegrity nothing() {
        return new DeclaredIntegrity(List.of());
    }

    /// Whether there is nothing to be checked.
    public boolean isNothing() {
        return hashes.isEmpty();
    }

    /// Whether the declared digests are those of a tarball. Only hashes of algorithms that an {@link Integrity} has
    /// count.
    public Match matches(Integrity actual) {
        Algorithm strongest = hashes.stream()
                .map(Hash::algorithm)
                .filter(algorithm -> algorithm == Algorithm.SHA1 || algorithm == Algorithm.SHA512)
                .max(Algorithm::compareTo)
                .orElse(null);
        if (strongest == null) {
            return Match.UNKNOWN;
        }
        Hash hash = strongest == Algorithm.SHA1 ? Hash.ofShasum(actual.shasum()) : Hash.ofSri(actual.sri());
        return hashes.contains(hash) ? Match.SAME : Match.DIFFERENT;
    }

    /// Checks bytes that will pass by. All algorithms count.
    public IntegrityCheck check() {
        return new IntegrityCheck(this);
    }

    /// The algorithm that decides; empty when nothing is declared.
    Optional<Algorithm> strongest() {
        return hashes.stream().map(Hash::algorithm).max(Algorithm::compareTo);
    }

    /// The hashes of one algorithm as a subresource integrity text.
    String text(Algorithm algorithm) {
        return hashes.stream()
                .filter(hash -> hash.algorithm() == algorithm)
                .map(Hash::text)
                .collect(Collectors.joining(" "));
    }

    private static String digestOf(String base64) {
        int options = base64.indexOf('?');
        return withoutPadding(options < 0 ? base64 : base64.substring(0, options));
    }

    private static String withoutPadding(String base64) {
        int to = base64.length();
        while (to > 0 && base64.charAt(to - 1) == '=') {
            to--;
        }
        return base64.substring(0, to);
    }

    /// One hash of the text.
    ///
    /// @param digest in base64, without its padding
    public record Hash(Algorithm algorithm, String digest) {
        private static Hash ofSri(String sri) {
            return new Hash(Algorithm.SHA512, digestOf(sri.substring(Algorithm.SHA512.prefix.length())));
        }

        private static Hash ofShasum(String hexadecimal) {
            try {
                return of(Algorithm.SHA1, HexFormat.of().parseHex(hexadecimal));
            } catch (IllegalArgumentException e) {
                return new Hash(Algorithm.SHA1, hexadecimal);
            }
        }

        static Hash of(Algorithm algorithm, byte[] digest) {
            return new Hash(algorithm, Base64.getEncoder().withoutPadding().encodeToString(digest));
        }

        /// As a subresource integrity text.
        String text() {
            return algorithm.prefix + digest;
        }
    }

    /// The known algorithms, weakest first.
    public enum Algorithm {
        /// SHA-1, all that packages of before 2017 have.
        SHA1("sha1-", "SHA-1"),
        /// SHA-256, which few have.
        SHA256("sha256-", "SHA-256"),
        /// SHA-384, which few have.
        SHA384("sha384-", "SHA-384"),
        /// SHA-512, what every client writes today.
        SHA512("sha512-", "SHA-512");

        private final String prefix;
        private final String javaName;

        Algorithm(String prefix, String javaName) {
            this.prefix = prefix;
            this.javaName = javaName;
        }

        MessageDigest newDigest() {
            try {
                return MessageDigest.getInstance(javaName);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java has no " + javaName, e);
            }
        }
    }

    /// How a declaration compares with the bytes.
    public enum Match {
        /// The bytes are the declared ones.
        SAME,
        /// They are not.
        DIFFERENT,
        /// Nothing was declared that can be checked.
        UNKNOWN
    }
}
