package io.terraverde.auth;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One generated token as JSON:
/// `{"user","token":"OTAxO...yYmU=","key","cidr":[],"readonly":false,"created":1795203019691,"name","expires":"ISO"}`.
///
/// What cannot be read is taken in the way that permits less.
final class GeneratedTokenRecord {
    private GeneratedTokenRecord() {}

    /// The token; empty when the record has no key.
    ///
    /// @param user under whose name it stands
    static Optional<GeneratedToken> read(String user, JsonNode json) {
        JsonNode key = json.path("key");
        if (!key.isString()) {
            return Optional.empty();
        }
        return Optional.of(new GeneratedToken(
                user,
                json.path("token").asString(""),
                key.stringValue(),
                cidr(json.path("cidr")),
                readonly(json.path("readonly")),
                instant(json.path("created")).orElse(Instant.EPOCH),
                Optional.of(json.path("name")).filter(JsonNode::isString).map(JsonNode::stringValue),
                expires(json.path("expires"))));
    }

    static ObjectNode write(GeneratedToken token) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("user", token.user()).put("token", token.mask()).put("key", token.key());
        ArrayNode cidr = json.putArray("cidr");
        token.cidr().forEach(cidr::add);
        json.put("readonly", token.readonly());
        json.put("created", token.created().toEpochMilli());
        token.name().ifPresent(name -> json.put("name", name));
        token.expires().ifPresent(expires -> json.put("expires", expires.toString()));
        return json;
    }

    private static boolean readonly(JsonNode json) {
        return !isAbsent(json) && !(json.isBoolean() && !json.booleanValue());
    }

    /// An entry that is no range stays in the list, where it matches nothing.
    private static List<String> cidr(JsonNode json) {
        if (isAbsent(json)) {
            return List.of();
        }
        if (!json.isArray()) {
            return List.of(json.asString(""));
        }
        List<String> ranges = new ArrayList<>();
        json.forEach(range -> ranges.add(range.asString("")));
        return ranges;
    }

    private static Optional<Instant> expires(JsonNode json) {
        return isAbsent(json) ? Optional.empty() : Optional.of(instant(json).orElse(Instant.EPOCH));
    }

    /// Milliseconds since 1970, or ISO 8601.
    private static Optional<Instant> instant(JsonNode json) {
        try {
            if (json.isNumber()) {
                return Optional.of(Instant.ofEpochMilli((long) json.doubleValue()));
            }
            return json.isString() ? Optional.of(Instant.parse(json.stringValue())) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isAbsent(JsonNode json) {
        return json.isMissingNode() || json.isNull();
    }
}
