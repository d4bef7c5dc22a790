package io.terraverde.document;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A document of one line of text, with its commit ids on the line before: `id id\ntext`.
final class TextFormat implements DocumentFormat<TextFormat.Text> {
    record Text(List<CommitId> commits, String value) {
        static Text of(String value) {
            return new Text(List.of(), value);
        }
    }

    @Override
    public Text read(byte[] bytes) {
        String all = new String(bytes, StandardCharsets.UTF_8);
        int newline = all.indexOf('\n');
        if (newline < 0) {
            throw new IllegalArgumentException("no line of commit ids");
        }
        List<CommitId> commits = Stream.of(all.substring(0, newline).split(" ", -1))
                .filter(id -> !id.isEmpty())
                .map(CommitId::new)
                .toList();
        return new Text(commits, all.substring(newline + 1));
    }

    @Override
    public byte[] write(Text text) {
        String ids = text.commits().stream().map(CommitId::value).collect(Collectors.joining(" "));
        return (ids + "\n" + text.value()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public List<CommitId> commits(Text text) {
        return text.commits();
    }

    @Override
    public Text withCommits(Text text, List<CommitId> commits) {
        return new Text(commits, text.value());
    }
}
