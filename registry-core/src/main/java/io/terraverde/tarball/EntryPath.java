package io.terraverde.tarball;

import io.terraverde.core.RegistryException;
import java.util.ArrayList;
import java.util.List;

/// The path of an entry as the npm client unpacks it: without the first segment, whatever that is (`package/`,
/// usually).
///
/// @param segments what follows the first segment, without empty ones and `.`; empty for the folder itself
record EntryPath(List<String> segments) {
    private static final int SHOWN_CHARACTERS = 120;

    EntryPath {
        segments = List.copyOf(segments);
    }

    /// Reads an entry's name, or the target of a hard link, which is a name too.
    ///
    /// @throws RegistryException.Invalid when it points outside of the package on any system
    static EntryPath parse(String name) {
        requireRelative(name, name);
        for (String segment : name.split("[/\\\\]", -1)) {
            if (segment.equals("..")) {
                throw outside(name);
            }
        }
        String[] parts = name.split("/", -1);
        var segments = new ArrayList<String>();
        for (int i = 1; i < parts.length; i++) {
            if (!parts[i].isEmpty() && !parts[i].equals(".")) {
                segments.add(parts[i]);
            }
        }
        if (!segments.isEmpty() && startsWithDrive(segments.getFirst())) {
            throw outside(name);
        }
        return new EntryPath(segments);
    }

    /// Whether it is the file of this name beside `package.json`.
    boolean isTopFile(String file) {
        return segments.size() == 1 && segments.getFirst().equals(file);
    }

    /// Checks that a symbolic link at this path stays inside of the package.
    void requireInside(String target) {
        String shown = String.join("/", segments) + " -> " + target;
        requireRelative(target, shown);
        int depth = segments.size() - 1;
        for (String segment : target.split("[/\\\\]", -1)) {
            if (segment.equals("..")) {
                depth--;
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                depth++;
            }
            if (depth < 0) {
                throw outside(shown);
            }
        }
    }

    /// An entry's name for a message: short and without control characters.
    static String shown(String name) {
        String text = name.replaceAll("\\p{Cntrl}", "?");
        return "\"" + (text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…") + "\"";
    }

    private static void requireRelative(String path, String shown) {
        boolean absolute = path.startsWith("/") || path.startsWith("\\");
        if (path.isEmpty() || absolute || path.indexOf('\0') >= 0 || startsWithDrive(path)) {
            throw outside(shown);
        }
    }

    private static boolean startsWithDrive(String path) {
        return path.length() >= 2 && path.charAt(1) == ':' && Character.isLetter(path.charAt(0));
    }

    private static RegistryException outside(String name) {
        return RegistryException.Invalid.malformed(
                "tarball entry " + shown(name) + " has a path that leaves the package");
    }
}
