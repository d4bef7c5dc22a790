package io.terraverde.web.npm;

import io.terraverde.access.AccessRules;
import io.terraverde.access.Action;
import io.terraverde.core.RegistryException;
import io.terraverde.name.DistTag;
import io.terraverde.name.PackageName;
import io.terraverde.publish.PackageEditor;
import io.terraverde.read.PackumentReader;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Answers;
import io.terraverde.web.http.Exchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// `npm dist-tag`, in all its forms.
public final class DistTags {
    /// Far more than any body that names tags and versions.
    private static final long MAX_BODY_BYTES = 64 << 10;

    private final AccessRules access;
    private final PackumentReader packuments;
    private final PackageEditor editor;

    /// Over the services of one registry.
    public DistTags(AccessRules access, PackumentReader packuments, PackageEditor editor) {
        this.access = access;
        this.packuments = packuments;
        this.editor = editor;
    }

    /// `GET /-/package/{package}/dist-tags`
    public Answer list(Exchange exchange) {
        PackageName name = exchange.packageName();
        access.require(Action.ACCESS, name, exchange.caller());
        return Answers.json(200, packuments.find(name).distTags());
    }

    /// `PUT` or `POST /-/package/{package}/dist-tags/{tag}`, and the old `PUT /{package}/{tag}`: the body is a version
    /// as a JSON string.
    public Answer set(Exchange exchange) throws IOException {
        PackageName name = writable(exchange);
        String tag = DistTag.parse(exchange.tag()).text();
        JsonNode version = exchange.body().json(MAX_BODY_BYTES);
        if (!version.isString()) {
            throw RegistryException.Invalid.malformed(
                    "cannot set a dist-tag: the body is a version as a JSON string, for example \"1.0.0\"");
        }
        editor.distTags(name, Map.of(tag, Optional.of(version.stringValue())));
        return Answers.json(201, Map.of("ok", "package tagged"));
    }

    /// `POST /-/package/{package}/dist-tags`: the body maps tags to versions, or to null to remove them.
    public Answer merge(Exchange exchange) throws IOException {
        PackageName name = writable(exchange);
        JsonNode body = exchange.body().json(MAX_BODY_BYTES);
        if (!body.isObject()) {
            throw RegistryException.Invalid.malformed(
                    "cannot set dist-tags: the body maps tags to versions, for example {\"beta\": \"1.0.0\"}");
        }
        Map<String, Optional<String>> tags = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : body.properties()) {
            JsonNode version = entry.getValue();
            if (!version.isNull() && !version.isString()) {
                throw RegistryException.Invalid.malformed("cannot set dist-tags: \"" + entry.getKey()
                        + "\" is neither a version as a JSON string nor null");
            }
            Optional<String> value = version.isNull() ? Optional.empty() : Optional.of(version.stringValue());
            tags.put(value.isPresent() ? DistTag.parse(entry.getKey()).text() : entry.getKey(), value);
        }
        editor.distTags(name, tags);
        return Answers.json(201, Map.of("ok", "tags updated"));
    }

    /// `DELETE /-/package/{package}/dist-tags/{tag}`. A tag that is not there is removed already.
    public Answer remove(Exchange exchange) {
        PackageName name = exchange.packageName();
        access.require(Action.PUBLISH, name, exchange.caller());
        editor.distTags(name, Map.of(exchange.tag(), Optional.empty()));
        return Answers.json(201, Map.of("ok", "tag removed"));
    }

    private PackageName writable(Exchange exchange) {
        PackageName name = exchange.packageName();
        access.require(Action.PUBLISH, name, exchange.caller());
        exchange.body().requireJson();
        return name;
    }
}
