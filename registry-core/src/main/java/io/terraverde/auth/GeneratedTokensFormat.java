package io.terraverde.auth;

import io.terraverde.document.CommitId;
import io.terraverde.document.DocumentFormat;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How generated tokens stand in Verdaccio's `.token-db.json`: JSON with two spaces, no newline at the end. Empty bytes
/// are a document without tokens.
public final class GeneratedTokensFormat implements DocumentFormat<GeneratedTokensDocument> {
    private static final ObjectWriter WRITER = JsonMapper.shared().writer().with(printer());

    @Override
    public GeneratedTokensDocument read(byte[] bytes) {
        if (bytes.length == 0) {
            return GeneratedTokensDocument.empty();
        }
        try {
            if (JsonMapper.shared().readTree(bytes) instanceof ObjectNode root) {
                return GeneratedTokensDocument.of(root);
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the generated tokens are no JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("the generated tokens are no JSON object");
    }

    @Override
    public byte[] write(GeneratedTokensDocument document) {
        return WRITER.writeValueAsBytes(document.json());
    }

    @Override
    public List<CommitId> commits(GeneratedTokensDocument document) {
        return document.commits();
    }

    @Override
    public GeneratedTokensDocument withCommits(GeneratedTokensDocument document, List<CommitId> commits) {
        return document.withCommits(commits);
    }

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter twoSpaces = new DefaultIndenter("  ", "\n");
        Separators separators = Separators.createDefaultInstance()
                .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("");
        return new DefaultPrettyPrinter(separators)
                .withObjectIndenter(twoSpaces)
                .withArrayIndenter(twoSpaces);
    }
}
