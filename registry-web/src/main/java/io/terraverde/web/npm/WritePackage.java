package io.terraverde.web.npm;

import io.terraverde.access.AccessRules;
import io.terraverde.access.Action;
import io.terraverde.core.Caller;
import io.terraverde.core.RegistryException;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Maintainer;
import io.terraverde.publish.PackageEdit;
import io.terraverde.publish.PackageEditor;
import io.terraverde.publish.PublishDocumentReader;
import io.terraverde.publish.Publisher;
import io.terraverde.publish.WrittenDocument;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Answers;
import io.terraverde.web.http.Exchange;
import io.terraverde.web.notify.Notice;
import io.terraverde.web.notify.Notices;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `PUT /{package}` and `PUT /{package}/-rev/{revision}`: npm writes whole documents, and what it means by one is seen
/// from what is in it: a publish, a deprecation, a star, an unpublished version, new owners.
public final class WritePackage {
    private static final Answer CHANGED = Answers.json(201, ordered("ok", "package changed"));
    private static final Answer CREATED = Answers.json(201, ordered("ok", "created new package"));
    private static final Answer STARRED = Answers.json(200, Map.of("success", true));

    private final AccessRules access;
    private final PublishDocumentReader documents;
    private final Publisher publisher;
    private final PackageEditor editor;
    private final Notices notices;
    private final long maxBodyBytes;

    /// @param notices told of each publish
    /// @param maxBodyBytes of a request, as Verdaccio's `max_body_size`
    public WritePackage(
            AccessRules access,
            PublishDocumentReader documents,
            Publisher publisher,
            PackageEditor editor,
            Notices notices,
            long maxBodyBytes) {
        this.access = access;
        this.documents = documents;
        this.publisher = publisher;
        this.editor = editor;
        this.notices = notices;
        this.maxBodyBytes = maxBodyBytes;
    }

    /// `PUT /{package}`
    public Answer put(Exchange exchange) throws IOException {
        PackageName name = writable(exchange);
        try (InputStream body = exchange.body().open(maxBodyBytes);
                WrittenDocument document = documents.read(body)) {
            if (isStar(document)) {
                return star(exchange, name, document);
            }
            requireName(name, document);
            Map<String, String> deprecations = deprecations(document);
            if (document.attachments().isEmpty() && !deprecations.isEmpty()) {
                access.require(Action.UNPUBLISH, name, exchange.caller());
                editor.edit(name, revisionIn(document), PackageEdit.deprecate(deprecations), userOf(exchange));
                return CHANGED;
            }
            String version = publisher.publish(name, exchange.caller(), document, PublicBase.of(exchange));
            notices.tell(() -> Notice.published(name, version, document, exchange.caller()));
            return CREATED;
        }
    }

    /// `PUT /{package}/-rev/{revision}`
    public Answer putRevision(Exchange exchange) throws IOException {
        PackageName name = writable(exchange);
        Optional<String> rev = Optional.of(exchange.segment("revision"));
        try (InputStream body = exchange.body().open(maxBodyBytes);
                WrittenDocument document = documents.read(body)) {
            if (isStar(document)) {
                return star(exchange, name, document);
            }
            if (!document.has("versions") && document.maintainers().isPresent()) {
                editor.edit(name, rev, PackageEdit.owners(maintainers(document)), userOf(exchange));
                return CHANGED;
            }
            requireName(name, document);
            access.require(Action.UNPUBLISH, name, exchange.caller());
            editor.edit(name, rev, wholeEdit(document, exchange.caller()), userOf(exchange));
            return CHANGED;
        }
    }

    private PackageName writable(Exchange exchange) {
        PackageName name = exchange.packageName();
        access.require(Action.PUBLISH, name, exchange.caller());
        exchange.body().requireJson();
        return name;
    }

    private Answer star(Exchange exchange, PackageName name, WrittenDocument document) {
        String user = userOf(exchange);
        boolean starred = document.users().orElseThrow().has(user);
        editor.edit(name, Optional.empty(), PackageEdit.star(starred), user);
        return STARRED;
    }

    /// The edits of `npm unpublish`, and of pnpm's star: the whole packument comes back, changed. A document without
    /// versions would unpublish everything, and nobody means that.
    private static PackageEdit wholeEdit(WrittenDocument document, Caller caller) {
        if (!document.has("versions")) {
            throw RegistryException.Invalid.unprocessable("bad incoming package data: \"versions\" is missing");
        }
        Optional<Map<String, String>> tags =
                document.has("dist-tags") ? Optional.of(document.distTags()) : Optional.empty();
        Optional<Boolean> starred =
                document.users().flatMap(users -> caller.user().map(users::has));
        Set<String> kept = document.versions().keySet();
        return new PackageEdit(Optional.of(kept), deprecations(document), tags, Optional.empty(), starred);
    }

    private static boolean isStar(WrittenDocument document) {
        return !document.has("versions") && document.users().isPresent();
    }

    private static void requireName(PackageName name, WrittenDocument document) {
        if (document.name().filter(name.text()::equals).isEmpty()) {
            throw RegistryException.Invalid.unprocessable("bad incoming package data");
        }
    }

    private static Map<String, String> deprecations(WrittenDocument document) {
        Map<String, String> messages = new LinkedHashMap<>();
        for (Map.Entry<String, ObjectNode> version : document.versions().entrySet()) {
            JsonNode message = version.getValue().path("deprecated");
            if (message.isString()) {
                messages.put(version.getKey(), message.stringValue());
            }
        }
        return messages;
    }

    /// npm sends the whole packument as it read it, with the messages of all versions: those of an older state must
    /// not come back.
    private static Optional<String> revisionIn(WrittenDocument document) {
        return Optional.of(document.others().path("_rev").asString("")).filter(rev -> !rev.isEmpty());
    }

    private static List<Maintainer> maintainers(WrittenDocument document) {
        List<Maintainer> maintainers = new ArrayList<>();
        for (JsonNode one : document.maintainers().orElseThrow()) {
            String owner = one.path("name").asString("");
            if (owner.isEmpty()) {
                throw RegistryException.Invalid.malformed("cannot change owners: each maintainer needs a \"name\"");
            }
            maintainers.add(new Maintainer(owner, one.path("email").asString("")));
        }
        if (maintainers.isEmpty()) {
            throw RegistryException.Invalid.malformed("cannot change owners: a package keeps at least one owner");
        }
        return maintainers;
    }

    private static String userOf(Exchange exchange) {
        return exchange.caller().user().orElse("");
    }

    private static Map<String, Object> ordered(String key, String value) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        map.put("success", true);
        return map;
    }
}
