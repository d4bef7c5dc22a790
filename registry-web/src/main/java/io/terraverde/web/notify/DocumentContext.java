package io.terraverde.web.notify;

import io.terraverde.publish.Attachment;
import io.terraverde.publish.WrittenDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The document of a publish as templates see it: all of it but the bytes of the attachments.
final class DocumentContext {
    private DocumentContext() {}

    /// @param document may be closed
    static Map<String, @Nullable Object> of(WrittenDocument document) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        document.others().properties().forEach(member -> values.put(member.getKey(), plain(member.getValue())));
        document.name().ifPresent(name -> values.put("name", name));
        document.access().ifPresent(access -> values.put("access", access));
        document.readme().ifPresent(readme -> values.put("readme", readme));
        document.users().ifPresent(users -> values.put("users", plain(users)));
        document.maintainers().ifPresent(maintainers -> values.put("maintainers", plain(maintainers)));
        values.put("dist-tags", document.distTags());
        Map<String, @Nullable Object> versions = new LinkedHashMap<>();
        document.versions().forEach((version, manifest) -> versions.put(version, plain(manifest)));
        values.put("versions", versions);
        Map<String, Object> attachments = new LinkedHashMap<>();
        document.attachments().forEach(attachment -> attachments.put(attachment.key(), described(attachment)));
        values.put("_attachments", attachments);
        return values;
    }

    private static Map<String, Object> described(Attachment attachment) {
        return switch (attachment) {
            case Attachment.Tarball tarball ->
                Map.of(
                        "content_type",
                        "application/octet-stream",
                        "length",
                        tarball.spooled().sizeBytes());
            case Attachment.Provenance bundle ->
                Map.of(
                        "content_type", bundle.contentType(),
                        "length", bundle.declaredLength().orElse(bundle.text().length()));
        };
    }

    /// JSON as maps, lists, texts, numbers, booleans and null.
    private static @Nullable Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                node.properties().forEach(member -> map.put(member.getKey(), plain(member.getValue())));
                yield map;
            }
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                node.forEach(member -> list.add(plain(member)));
                yield list;
            }
            case STRING -> node.stringValue();
            case NUMBER -> node.numberValue();
            case BOOLEAN -> node.booleanValue();
            case NULL, MISSING, BINARY, POJO -> null;
        };
    }
}
