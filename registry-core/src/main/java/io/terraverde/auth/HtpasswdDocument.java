package io.terraverde.auth;

import io.terraverde.document.CommitId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The users of an htpasswd file, with every line of it as it was read. Immutable.
///
/// A line is `user:hash` or `user:hash:anything`, the parts trimmed; of two lines of one user the later counts. Lines
/// without a colon are nobody's, and kept. Bytes that are no UTF-8 are kept as well.
public final class HtpasswdDocument {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final List<CommitId> commits;
    private final List<String> lines;
    private final Map<String, Entry> entries;

    /// @param user as it stands before the first colon, trimmed
    /// @param hash what stands behind it, trimmed
    /// @param line the index of the line
    private record Entry(String user, String hash, int line) {}

    private HtpasswdDocument(List<CommitId> commits, List<String> lines, Map<String, Entry> entries) {
        this.commits = commits;
        this.lines = lines;
        this.entries = entries;
    }

    /// A document of these lines.
    ///
    /// @param commits the latest commit ids, oldest first
    /// @param lines with their ends, each byte as one character (ISO 8859-1), without the line of the commit ids
    static HtpasswdDocument of(List<CommitId> commits, List<String> lines) {
        Map<String, Entry> entries = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Entry entry = entry(lines.get(i), i);
            if (entry != null) {
                entries.put(entry.user, entry);
            }
        }
        return new HtpasswdDocument(List.copyOf(commits), List.copyOf(lines), entries);
    }

    /// A document without users.
    public static HtpasswdDocument empty() {
        return of(List.of(), List.of());
    }

    /// The latest commit ids, oldest first.
    List<CommitId> commits() {
        return commits;
    }

    /// The lines with their ends, each byte as one character.
    List<String> lines() {
        return lines;
    }

    /// How many users there are.
    public int size() {
        return entries.size();
    }

    /// The hash of a user, as it stands in the file; empty when there is no such user.
    public Optional<String> hash(String user) {
        return Optional.ofNullable(entries.get(user)).map(Entry::hash).filter(hash -> !hash.isEmpty());
    }

    /// The same with one user more, on a new last line: `user:hash:autocreated 2026-11-20T16:26:13.040Z`.
    ///
    /// @param user without colon and line break
    public HtpasswdDocument withNewUser(String user, String hash, Instant created) {
        return withLines(List.of(raw(user + ":" + hash + ":autocreated " + MILLIS.format(created) + "\n")));
    }

    private HtpasswdDocument withLines(List<String> more) {
        List<String> next = new ArrayList<>(lines);
        for (String line : more) {
            if (!next.isEmpty() && !next.getLast().endsWith("\n")) {
                next.add(next.removeLast() + "\n");
            }
            next.add(line);
        }
        return of(commits, next);
    }

    /// The same with the lines of those users of another document that this one does not have. Users of this document
    /// keep their passwords.
    HtpasswdDocument withUsersOf(HtpasswdDocument other) {
        List<String> missing = other.entries.values().stream()
                .filter(entry -> !entry.hash.isEmpty() && !entries.containsKey(entry.user))
                .sorted(Comparator.comparingInt(Entry::line))
                .map(entry -> other.lines.get(entry.line))
                .toList();
        return missing.isEmpty() ? this : withLines(missing);
    }

    /// The same with another hash for a user, whose line keeps its place and what stands behind the hash.
    ///
    /// @throws IllegalArgumentException when there is no such user
    public HtpasswdDocument withHash(String user, String hash) {
        Entry entry = entries.get(user);
        if (entry == null) {
            throw new IllegalArgumentException("no such user: \"" + user + "\"");
        }
        String line = lines.get(entry.line);
        int start = line.indexOf(':') + 1;
        int colon = line.indexOf(':', start);
        int end = colon < 0 ? withoutEnd(line).length() : colon;
        List<String> next = new ArrayList<>(lines);
        next.set(entry.line, line.substring(0, start) + raw(hash) + line.substring(end));
        return of(commits, next);
    }

    /// The same with these commit ids.
    HtpasswdDocument withCommits(List<CommitId> next) {
        return new HtpasswdDocument(List.copyOf(next), lines, entries);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HtpasswdDocument that && commits.equals(that.commits) && lines.equals(that.lines);
    }

    @Override
    public int hashCode() {
        return lines.hashCode();
    }

    /// Says how many users there are; the hashes stay inside.
    @Override
    public String toString() {
        return "htpasswd of " + size() + " users";
    }

    private static @Nullable Entry entry(String rawLine, int index) {
        int first = rawLine.indexOf(':');
        if (first < 0) {
            return null;
        }
        String line = withoutEnd(rawLine);
        int second = line.indexOf(':', first + 1);
        String user = text(line.substring(0, first)).strip();
        String hash = text(line.substring(first + 1, second < 0 ? line.length() : second))
                .strip();
        return user.isEmpty() ? null : new Entry(user, hash, index);
    }

    private static String withoutEnd(String line) {
        if (line.endsWith("\r\n")) {
            return line.substring(0, line.length() - 2);
        }
        return line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
    }

    private static String raw(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String text(String raw) {
        return new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
