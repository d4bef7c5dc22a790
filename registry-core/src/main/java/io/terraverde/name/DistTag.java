package io.terraverde.name;

import io.terraverde.core.RegistryException;
import java.util.Optional;
import java.util.regex.Pattern;

/// A dist-tag, the name of a version that moves: `latest`, `next`.
///
/// @param text as written
public record DistTag(String text) implements Comparable<DistTag> {
    /// The tag a bare `npm install` asks for.
    public static final DistTag LATEST = new DistTag("latest");

    private static final int MAX_LENGTH = 214;
    private static final String NUMBER = "(?:0|[1-9]\\d*+|[xX])";
    private static final String IDENTIFIER = "(?:\\d*+[a-zA-Z-][0-9a-zA-Z-]*+|0|[1-9]\\d*+)";
    private static final Pattern RANGE = Pattern.compile("~?v*+" + NUMBER + "(?:\\." + NUMBER + "(?:\\." + NUMBER
            + "(?:-" + IDENTIFIER + "(?:\\." + IDENTIFIER + ")*+)?)?)?");

    /// Checks the characters and the length.
    ///
    /// @throws RegistryException.Invalid `invalid tag` when it is none
    public DistTag {
        if (!isValid(text)) {
            throw RegistryException.Invalid.malformed("invalid tag");
        }
    }

    /// Reads a tag as it stands in a document or in a decoded request path.
    ///
    /// @throws RegistryException.Invalid `invalid tag` when it is none
    public static DistTag parse(String text) {
        return new DistTag(text);
    }

    /// Reads a tag that may be none.
    public static Optional<DistTag> tryParse(String text) {
        return isValid(text) ? Optional.of(new DistTag(text)) : Optional.empty();
    }

    /// Reads a tag that is to be set. A tag that can be read as a range of versions, as `1.x` or `v2`, could never be
    /// installed, so it is refused; documents may hold such tags from elsewhere.
    ///
    /// @throws RegistryException.Invalid when it is none, or reads as a range
    public static DistTag parseNew(String text) {
        DistTag tag = parse(text);
        if (tag.isRange()) {
            throw RegistryException.Invalid.malformed(
                    "invalid tag \"" + text + "\": clients would read it as a version or a range of versions");
        }
        return tag;
    }

    /// Whether clients read it as a version or a range of versions, like node-semver's `validRange`.
    public boolean isRange() {
        return RANGE.matcher(text).matches();
    }

    @Override
    public int compareTo(DistTag other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean isValid(String text) {
        return text.length() <= MAX_LENGTH && PackageName.isPart(text);
    }
}
