package io.terraverde.web.npm;

import io.terraverde.access.AccessRules;
import io.terraverde.access.Action;
import io.terraverde.name.PackageName;
import io.terraverde.publish.PackageEditor;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Answers;
import io.terraverde.web.http.Exchange;
import io.terraverde.web.notify.Notice;
import io.terraverde.web.notify.Notices;
import java.util.Map;

/// The DELETE requests of `npm unpublish`. A whole package must still be what the client read: npm asks for that also
/// when the version to unpublish was the only one it saw. The file of a version that is gone can only be removed,
/// whatever has changed since.
public final class Unpublish {
    private final AccessRules access;
    private final PackageEditor editor;
    private final Notices notices;

    /// @param notices told of what is gone
    public Unpublish(AccessRules access, PackageEditor editor, Notices notices) {
        this.access = access;
        this.editor = editor;
        this.notices = notices;
    }

    /// `DELETE /{package}/-rev/{revision}`: the whole package.
    public Answer wholePackage(Exchange exchange) {
        PackageName name = exchange.packageName();
        access.require(Action.UNPUBLISH, name, exchange.caller());
        editor.unpublish(name, exchange.segment("revision"));
        notices.tell(() -> Notice.unpublished(name, exchange.caller()));
        return Answers.json(201, Map.of("ok", "package removed"));
    }

    /// `DELETE /{package}/-/{file}/-rev/{revision}`: the tarball of a version that is unpublished already.
    public Answer tarball(Exchange exchange) {
        PackageName name = exchange.packageName();
        access.require(Action.UNPUBLISH, name, exchange.caller());
        access.require(Action.PUBLISH, name, exchange.caller());
        String file = exchange.fileName();
        String revision = exchange.segment("revision");
        editor.unpublishFile(name, file);
        notices.tell(() -> Notice.fileUnpublished(name, file, revision, exchange.caller()));
        return Answers.json(201, Map.of("ok", "tarball removed"));
    }
}
