package io.terraverde.tarball;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// What somebody says the digests of a tarball are: a subresource integrity text such as `sha512-z4PhNX7v…==
/// sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=`.
///
/// The rules are those of the npm client (its module `ssri`): hashes are separated by white space, options after `?`
/// and unknown algorithms are ignored, and only the hashes of the strongest algorithm count, of which one must match.
///
/// @param hashes the hashes this registry can check, in the order of the text
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

    /// Whether the declared digests are those of a tarball.
    public Match matches(Integrity actual) {
        Algorithm strongest =
                hashes.stream().map(Hash::algorithm).max(Algorithm::compareTo).orElse(null);
        if (strongest == null) {
            return Match.UNKNOWN;
        }
        boolean same = hashes.contains(new Hash(strongest, strongest.digestOf(actual)));
        return same ? Match.SAME : Match.DIFFERENT;
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
    public record Hash(Algorithm algorithm, String digest) {}

    /// The algorithms this registry computes, weakest first.
    public enum Algorithm {
        /// SHA-1, all that packages of before 2017 have.
        SHA1("sha1-"),
        /// SHA-512, what every client writes today.
        SHA512("sha512-");

        private final String prefix;

        Algorithm(String prefix) {
            this.prefix = prefix;
        }

        private String digestOf(Integrity integrity) {
            return withoutPadding(
                    switch (this) {
                        case SHA1 ->
                            Base64.getEncoder().encodeToString(HexFormat.of().parseHex(integrity.shasum()));
                        case SHA512 -> integrity.sri().substring(prefix.length());
                    });
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
