package io.terraverde.web.notify;

import io.terraverde.core.Caller;
import io.terraverde.name.PackageName;
import io.terraverde.publish.WrittenDocument;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What happened, as templates see it.
///
/// @param context the names a template may use, with maps, lists, texts and numbers
public record Notice(PackageName name, Map<String, ? extends @Nullable Object> context) {
    private static final String ENDING = ".tgz";

    /// Copies the context, keeping its order.
    public Notice {
        context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
    }

    /// A version was published.
    ///
    /// @param document as the client wrote it; may be closed
    public static Notice published(PackageName name, String version, WrittenDocument document, Caller publisher) {
        return published(name, version, DocumentContext.of(document), publisher);
    }

    /// A version was published.
    ///
    /// @param document the publish document without its attachments
    public static Notice published(
            PackageName name, String version, Map<String, ? extends @Nullable Object> document, Caller publisher) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>(document);
        context.put("publishedPackage", name + "@" + version);
        context.put("publishType", "publish");
        context.putIfAbsent("publisher", person(publisher));
        return new Notice(name, context);
    }

    /// The tarball of a version was removed, which is the last step of unpublishing it.
    ///
    /// @param file as `base-1.0.0.tgz`
    /// @param revision as the client named it
    public static Notice fileUnpublished(PackageName name, String file, String revision, Caller publisher) {
        return unpublished(name, versionIn(name, file), revision, publisher);
    }

    /// A version was unpublished.
    public static Notice unpublished(PackageName name, String version, String revision, Caller publisher) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("name", name.text());
        context.put("version", version);
        context.put("_rev", revision);
        context.put("publishedPackage", name + "@" + version);
        context.put("publishType", "unpublish");
        context.put("publisher", person(publisher));
        return new Notice(name, context);
    }

    /// A whole package was unpublished.
    public static Notice unpublished(PackageName name, Caller publisher) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("name", name.text());
        context.put("publishedPackage", name.text());
        context.put("publishType", "unpublish");
        context.put("publisher", person(publisher));
        return new Notice(name, context);
    }

    private static String versionIn(PackageName name, String file) {
        String before = name.base() + "-";
        return file.startsWith(before) && file.endsWith(ENDING) && file.length() > before.length() + ENDING.length()
                ? file.substring(before.length(), file.length() - ENDING.length())
                : "";
    }

    private static Map<String, Object> person(Caller caller) {
        Map<String, Object> person = new LinkedHashMap<>();
        caller.user().ifPresent(user -> person.put("name", user));
        person.put("groups", List.copyOf(caller.groups()));
        person.put("real_groups", caller.ownGroups());
        return person;
    }
}
