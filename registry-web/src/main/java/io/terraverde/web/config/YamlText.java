package io.terraverde.web.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/// YAML 1.1 as a graph of nodes, which keep their lines. Files are bounded in bytes, depth and aliases, so that
/// none can take the memory away.
final class YamlText {
    static final int MAX_BYTES = 1 << 20;
    private static final int MAX_ALIASES = 100;
    private static final int MAX_DEPTH = 30;

    private YamlText() {}

    /// Reads a file; nothing, and a problem, when that is not possible. An empty file is an empty mapping.
    static Optional<MappingNode> read(Path file, Problems problems) {
        return content(file, problems).flatMap(text -> parse(text, problems));
    }

    /// The node a text stands for when it is not in a file.
    static ScalarNode scalar(String text) {
        Tag tag = new Resolver().resolve(NodeId.scalar, text, true);
        return new ScalarNode(tag, text, null, null, DumperOptions.ScalarStyle.PLAIN);
    }

    /// The value of a node: text, number, boolean, date or null.
    static @Nullable Object value(ScalarNode node) {
        try {
            return new Scalars().of(node);
        } catch (YAMLException | NumberFormatException e) {
            return node.getValue();
        }
    }

    private static Optional<String> content(Path file, Problems problems) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            problems.error(0, "", "cannot read the file: " + e, "");
            return Optional.empty();
        }
        if (bytes.length > MAX_BYTES) {
            problems.error(0, "", "the file is larger than " + MAX_BYTES + " bytes", "is it really a configuration?");
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            problems.error(0, "", "the file is not UTF-8 text", "");
            return Optional.empty();
        }
    }

    private static Optional<MappingNode> parse(String text, Problems problems) {
        try {
            Node root = yaml().compose(new StringReader(text));
            if (root == null || Tag.NULL.equals(root.getTag())) {
                return Optional.of(new MappingNode(Tag.MAP, List.of(), DumperOptions.FlowStyle.BLOCK));
            }
            if (root instanceof MappingNode mapping) {
                return Optional.of(mapping);
            }
            problems.error(line(root), "", "the file must hold settings as \"key: value\" lines", "");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            problems.error(
                    line,
                    "",
                    "not valid YAML: " + (e.getContext() == null ? "" : e.getContext() + ", ") + e.getProblem(),
                    "");
        } catch (YAMLException e) {
            problems.error(0, "", "not valid YAML: " + e.getMessage(), "");
        }
        return Optional.empty();
    }

    /// The line a node starts at, from 1; 0 when it is not in a file.
    static int line(Node node) {
        return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
    }

    private static Yaml yaml() {
        LoaderOptions bounds = new LoaderOptions();
        bounds.setMaxAliasesForCollections(MAX_ALIASES);
        bounds.setNestingDepthLimit(MAX_DEPTH);
        bounds.setCodePointLimit(MAX_BYTES);
        DumperOptions unused = new DumperOptions();
        return new Yaml(new SafeConstructor(bounds), new Representer(unused), unused, bounds);
    }

    private static final class Scalars extends SafeConstructor {
        Scalars() {
            super(new LoaderOptions());
        }

        @Nullable Object of(ScalarNode node) {
            return constructObject(node);
        }
    }
}
