package io.terraverde.packument;

import java.util.Arrays;

/// Takes the white space between the tokens of a JSON text away; what lies inside quotes is left alone. The text
/// must be JSON: of `1 2` it makes one number.
final class JsonWhiteSpace {
    private JsonWhiteSpace() {}

    /// The same array when there is nothing to take away.
    static byte[] strip(byte[] text) {
        int first = firstBetweenTokens(text);
        if (first == text.length) {
            return text;
        }
        byte[] out = new byte[text.length];
        System.arraycopy(text, 0, out, 0, first);
        int size = first;
        boolean inString = false;
        for (int i = first; i < text.length; i++) {
            byte b = text[i];
            if (inString) {
                out[size++] = b;
                if (b == '\\' && i + 1 < text.length) {
                    out[size++] = text[++i];
                } else if (b == '"') {
                    inString = false;
                }
            } else if (!isSpace(b)) {
                out[size++] = b;
                inString = b == '"';
            }
        }
        return Arrays.copyOf(out, size);
    }

    private static int firstBetweenTokens(byte[] text) {
        boolean inString = false;
        for (int i = 0; i < text.length; i++) {
            byte b = text[i];
            if (inString) {
                if (b == '\\') {
                    i++;
                } else if (b == '"') {
                    inString = false;
                }
            } else if (isSpace(b)) {
                return i;
            } else {
                inString = b == '"';
            }
        }
        return text.length;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\t' || b == '\r';
    }
}
