package io.terraverde.web.npm;

import io.terraverde.access.AccessRules;
import io.terraverde.access.Action;
import io.terraverde.core.Caller;
import io.terraverde.core.RegistryException;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Maintainer;
import io.terraverde.packument.Packument;
import io.terraverde.publish.PackageEdit;
import io.terraverde.publish.PackageEditor;
import io.terraverde.read.PackumentReader;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Answers;
import io.terraverde.web.http.Exchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// `npm access` and pnpm's `owner`: who may do what with a package. The rules of the configuration decide that, so it
/// can be looked at here and not changed; owners are a list for people to read.
public final class PackageAccess {
    private static final long MAX_BODY_BYTES = 64 << 10;

    private final AccessRules access;
    private final PackumentReader packuments;
    private final PackageEditor editor;

    /// Over the services of one registry.
    public PackageAccess(AccessRules access, PackumentReader packuments, PackageEditor editor) {
        this.access = access;
        this.packuments = packuments;
        this.editor = editor;
    }

    /// `GET /-/package/{package}/visibility`: public means that nobody need log in.
    public Answer visibility(Exchange exchange) {
        readable(exchange);
        return Answers.json(200, Map.of("public", isPublic(exchange.packageName())));
    }

    /// `GET /-/package/{package}/access`
    public Answer status(Exchange exchange) {
        readable(exchange);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access", isPublic(exchange.packageName()) ? "public" : "restricted");
        answer.put("publish_requires_tfa", false);
        return Answers.json(200, answer);
    }

    /// `POST /-/package/{package}/access`: refused, because the configuration decides.
    public Answer setStatus(Exchange exchange) {
        access.require(Action.PUBLISH, exchange.packageName(), exchange.caller());
        throw new RegistryException.Forbidden(
                "access is decided by the registry's configuration (packages:), not per package");
    }

    /// `GET /-/package/{package}/collaborators`: an object for npm, a list for pnpm, which ask the same URL.
    public Answer collaborators(Exchange exchange) {
        Packument packument = readable(exchange);
        boolean pnpm = exchange.header("User-Agent").orElse("").startsWith("pnpm/");
        if (pnpm) {
            List<Map<String, String>> list = new ArrayList<>();
            packument.maintainers().forEach(one -> {
                Map<String, String> entry = new LinkedHashMap<>();
                entry.put("user", one.name());
                entry.put("email", one.email());
                entry.put("permissions", "write");
                list.add(entry);
            });
            return Answers.json(200, list);
        }
        Map<String, String> rights = new LinkedHashMap<>();
        packument.maintainers().forEach(one -> rights.put(one.name(), "write"));
        return Answers.json(200, rights);
    }

    /// `GET /-/package/{package}/owners`
    public Answer owners(Exchange exchange) {
        List<Map<String, String>> owners = new ArrayList<>();
        readable(exchange).maintainers().forEach(one -> {
            Map<String, String> entry = new LinkedHashMap<>();
            entry.put("username", one.name());
            entry.put("email", one.email());
            owners.add(entry);
        });
        return Answers.json(200, owners);
    }

    /// `PUT /-/package/{package}/owners`
    public Answer addOwner(Exchange exchange) throws IOException {
        PackageName name = exchange.packageName();
        access.require(Action.PUBLISH, name, exchange.caller());
        JsonNode body = exchange.body().json(MAX_BODY_BYTES);
        String user = body.path("user").stringValueOpt().orElse("");
        if (user.isEmpty()) {
            throw RegistryException.Invalid.malformed("cannot add an owner: the body names no \"user\"");
        }
        Packument read = packuments.find(name);
        List<Maintainer> owners = new ArrayList<>(read.maintainers());
        if (owners.stream().noneMatch(one -> one.name().equals(user))) {
            owners.add(new Maintainer(user, ""));
        }
        return changeOwners(exchange, name, read, owners);
    }

    /// `DELETE /-/package/{package}/owners/{user}`
    public Answer removeOwner(Exchange exchange) {
        PackageName name = exchange.packageName();
        access.require(Action.PUBLISH, name, exchange.caller());
        String user = exchange.segment("user");
        Packument read = packuments.find(name);
        List<Maintainer> owners = new ArrayList<>(read.maintainers());
        if (!owners.removeIf(one -> one.name().equals(user))) {
            throw new RegistryException.NotFound("\"" + user + "\" is not an owner of " + name);
        }
        if (owners.isEmpty()) {
            throw RegistryException.Invalid.malformed("cannot remove the last owner of a package");
        }
        return changeOwners(exchange, name, read, owners);
    }

    private Answer changeOwners(Exchange exchange, PackageName name, Packument read, List<Maintainer> owners) {
        editor.edit(
                name,
                Optional.of(read.rev()),
                PackageEdit.owners(owners),
                exchange.caller().user().orElse(""));
        return Answers.json(201, Map.of("ok", "owners changed"));
    }

    private Packument readable(Exchange exchange) {
        PackageName name = exchange.packageName();
        access.require(Action.ACCESS, name, exchange.caller());
        return packuments.find(name);
    }

    private boolean isPublic(PackageName name) {
        return access.allows(Action.ACCESS, name, Caller.anonymous());
    }
}
