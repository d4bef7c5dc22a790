package io.terraverde.auth;

import io.terraverde.document.CommitId;
import io.terraverde.document.DocumentFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How users stand in an htpasswd file that Verdaccio, Apache and nginx read too:
///
/// ```
/// # terraverde-commits 9f86d081884c7d65 2c26b46b68ffc68f
/// alice:$2a$10$...:autocreated 2026-11-20T16:26:13.040Z
/// ```
///
/// The first line holds the commit ids. It has no colon, so Verdaccio takes it for no user and keeps it when it adds
/// one; to Apache and nginx it is a comment. Any bytes at all are a valid document.
public final class HtpasswdFormat implements DocumentFormat<HtpasswdDocument> {
    private static final String COMMITS = "# terraverde-commits ";
    private static final Pattern WORD = Pattern.compile("(?<!\\S)[A-Za-z0-9]{1,64}(?!\\S)");

    @Override
    public HtpasswdDocument read(byte[] bytes) {
        List<String> lines = new ArrayList<>();
        List<CommitId> commits = new ArrayList<>();
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        for (int start = 0; start < all.length(); ) {
            int newline = all.indexOf('\n', start);
            int end = newline < 0 ? all.length() : newline + 1;
            String line = all.substring(start, end);
            if (line.startsWith(COMMITS) && line.indexOf(':') < 0) {
                addCommits(line, commits);
            } else {
                lines.add(line);
            }
            start = end;
        }
        return HtpasswdDocument.of(latest(commits), lines);
    }

    @Override
    public byte[] write(HtpasswdDocument document) {
        StringBuilder all = new StringBuilder();
        if (!document.commits().isEmpty()) {
            all.append(
                    document.commits().stream().map(CommitId::value).collect(Collectors.joining(" ", COMMITS, "\n")));
        }
        document.lines().forEach(all::append);
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public List<CommitId> commits(HtpasswdDocument document) {
        return document.commits();
    }

    @Override
    public HtpasswdDocument withCommits(HtpasswdDocument document, List<CommitId> commits) {
        return document.withCommits(commits);
    }

    /// Words that are no commit ids are dropped: somebody has edited the line.
    private static void addCommits(String line, List<CommitId> commits) {
        Matcher word = WORD.matcher(line.substring(COMMITS.length()));
        while (word.find()) {
            commits.add(new CommitId(word.group()));
        }
    }

    private static List<CommitId> latest(List<CommitId> commits) {
        return commits.subList(Math.max(0, commits.size() - CommitId.KEPT), commits.size());
    }
}
