package io.terraverde.publish;

import io.terraverde.core.RegistryException;
import io.terraverde.tarball.SpoolWriter;
import io.terraverde.tarball.SpooledTarball;
import io.terraverde.tarball.TarballSpool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One document while it is read. Closing it frees the spooled tarballs unless the document was handed out whole.
final class DocumentParts implements AutoCloseable {
    private static final int MAX_ATTACHMENTS = 2;
    private static final int MAX_PROVENANCE_CHARACTERS = 1 << 20;
    private static final String PROVENANCE_TYPE = "application/vnd.dev.sigstore.bundle";

    private final JsonMapper json;
    private final JsonParser parser;
    private final BodyMeter meter;
    private final TarballSpool spool;
    private final PublishLimits limits;

    private final Set<String> keys = new LinkedHashSet<>();
    private final Map<String, String> distTags = new LinkedHashMap<>();
    private final Map<String, ObjectNode> versions = new LinkedHashMap<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private final ObjectNode others;
    private @Nullable String name;
    private @Nullable ObjectNode users;
    private @Nullable ArrayNode maintainers;
    private @Nullable String readme;
    private @Nullable String access;
    private boolean handedOut;

    DocumentParts(JsonMapper json, JsonParser parser, BodyMeter meter, TarballSpool spool, PublishLimits limits) {
        this.json = json;
        this.parser = parser;
        this.meter = meter;
        this.spool = spool;
        this.limits = limits;
        this.others = json.createObjectNode();
    }

    WrittenDocument readDocument() {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw RegistryException.Invalid.malformed("can't parse incoming json");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                keys.add(key);
                readMember(key);
            }
        }
        if (parser.nextToken() != null) {
            throw RegistryException.Invalid.malformed("can't parse incoming json: something follows the document");
        }
        handedOut = true;
        return new WrittenDocument(
                keys,
                Optional.ofNullable(name),
                distTags,
                versions,
                Optional.ofNullable(users),
                Optional.ofNullable(maintainers),
                Optional.ofNullable(readme),
                Optional.ofNullable(access),
                attachments,
                others);
    }

    @Override
    public void close() {
        if (handedOut) {
            return;
        }
        for (Attachment attachment : attachments) {
            if (attachment instanceof Attachment.Tarball tarball) {
                tarball.spooled().close();
            }
        }
    }

    private void readMember(String key) {
        switch (key) {
            case "name" -> name = requireText();
            case "dist-tags" -> readDistTags();
            case "versions" -> readVersions();
            case "_attachments" -> readAttachments();
            default -> take(key, json.readTree(parser));
        }
    }

    private void take(String key, JsonNode value) {
        if (key.equals("users") && value instanceof ObjectNode object) {
            users = object;
        } else if (key.equals("maintainers") && value instanceof ArrayNode array) {
            maintainers = array;
        } else if (key.equals("readme") && value.isString()) {
            readme = value.stringValue();
        } else if (key.equals("access") && value.isString()) {
            access = value.stringValue();
        } else {
            others.set(key, value);
        }
    }

    private void readDistTags() {
        requireObject();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String tag = parser.currentName();
            parser.nextToken();
            distTags.put(tag, requireText());
        }
    }

    private void readVersions() {
        requireObject();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String version = parser.currentName();
            parser.nextToken();
            requireObject();
            if (versions.size() == limits.maxVersions()) {
                throw new RegistryException.TooLarge("request entity too large");
            }
            versions.put(version, (ObjectNode) json.readTree(parser));
        }
    }

    private void readAttachments() {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw unsupported();
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            if (parser.nextToken() != JsonToken.START_OBJECT || attachments.size() == MAX_ATTACHMENTS) {
                throw unsupported();
            }
            readAttachment(key);
        }
    }

    private void readAttachment(String key) {
        String contentType = "";
        OptionalLong length = OptionalLong.empty();
        SpooledTarball tarball = null;
        String text = null;
        try {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = parser.currentName();
                JsonToken token = parser.nextToken();
                if (member.equals("data")) {
                    if (token != JsonToken.VALUE_STRING) {
                        throw unsupported();
                    }
                    if (isProvenance(key, contentType)) {
                        text = readProvenance();
                    } else {
                        tarball = readTarball();
                    }
                } else if (member.equals("length") && token == JsonToken.VALUE_NUMBER_INT) {
                    length = OptionalLong.of(parser.getLongValue());
                } else if (member.equals("content_type") && token == JsonToken.VALUE_STRING) {
                    contentType = parser.getString();
                } else {
                    parser.skipChildren();
                }
            }
            if (tarball != null) {
                attachments.add(new Attachment.Tarball(key, length, tarball));
                tarball = null;
            } else if (text != null) {
                attachments.add(new Attachment.Provenance(key, length, contentType, text));
            } else {
                throw unsupported();
            }
        } finally {
            if (tarball != null) {
                tarball.close();
            }
        }
    }

    private static boolean isProvenance(String key, String contentType) {
        return key.endsWith(".sigstore") || (!key.endsWith(".tgz") && contentType.startsWith(PROVENANCE_TYPE));
    }

    private SpooledTarball readTarball() {
        meter.tarballBegins();
        try (SpoolWriter writer = spool.begin()) {
            parser.readBinaryValue(Base64Variants.MIME_NO_LINEFEEDS, writer);
            return writer.finish();
        } finally {
            meter.tarballEnds();
        }
    }

    private String readProvenance() {
        String text = parser.getString();
        if (text.length() > MAX_PROVENANCE_CHARACTERS) {
            throw new RegistryException.TooLarge("request entity too large: provenance of more than 1 MiB");
        }
        return text;
    }

    private void requireObject() {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw RegistryException.Invalid.unprocessable("bad incoming package data");
        }
    }

    private String requireText() {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw RegistryException.Invalid.unprocessable("bad incoming package data");
        }
        return parser.getString();
    }

    private static RegistryException unsupported() {
        return RegistryException.Invalid.malformed("unsupported registry call");
    }
}
