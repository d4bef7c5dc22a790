package io.terraverde.publish;

import io.terraverde.core.RegistryException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The body of a `PUT /{package}` as a client wrote it: a publish, or an edit of the packument (deprecate, star, owner,
/// unpublish). Its shape is checked, what it says is not. Closing it frees the tarballs it holds.
///
/// A member of the wrong type that nothing here depends on is in `others`, like every unknown member.
///
/// @param keys all members of the document that are not null, because for several edits it matters which are there
/// @param distTags in the order of the document
/// @param versions in the order of the document; keys are as written
/// @param access usually `public` or `restricted`
/// @param attachments two at most
/// @param others every other member, for example `_id`, `_rev`, `time`
public record WrittenDocument(
        Set<String> keys,
        Optional<String> name,
        Map<String, String> distTags,
        Map<String, ObjectNode> versions,
        Optional<ObjectNode> users,
        Optional<ArrayNode> maintainers,
        Optional<String> readme,
        Optional<String> access,
        List<Attachment> attachments,
        ObjectNode others)
        implements AutoCloseable {
    /// Copies the collections and keeps their order.
    public WrittenDocument {
        keys = Collections.unmodifiableSet(new LinkedHashSet<>(keys));
        distTags = Collections.unmodifiableMap(new LinkedHashMap<>(distTags));
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        attachments = List.copyOf(attachments);
    }

    /// Whether the document has this member, and not as null.
    public boolean has(String key) {
        return keys.contains(key);
    }

    /// The tarball of a publish.
    ///
    /// @throws RegistryException.Invalid when there is none, more than one, or an empty one
    public Attachment.Tarball onlyTarball() {
        List<Attachment.Tarball> tarballs = new ArrayList<>();
        for (Attachment attachment : attachments) {
            if (attachment instanceof Attachment.Tarball tarball) {
                tarballs.add(tarball);
            }
        }
        if (tarballs.size() != 1) {
            throw RegistryException.Invalid.malformed("unsupported registry call");
        }
        Attachment.Tarball tarball = tarballs.getFirst();
        if (tarball.spooled().sizeBytes() == 0) {
            throw RegistryException.Invalid.unprocessable("refusing to accept zero-length file");
        }
        return tarball;
    }

    /// The provenance bundle, if there is one.
    ///
    /// @throws RegistryException.Invalid when there is more than one
    public Optional<Attachment.Provenance> onlyProvenance() {
        List<Attachment.Provenance> bundles = new ArrayList<>();
        for (Attachment attachment : attachments) {
            if (attachment instanceof Attachment.Provenance bundle) {
                bundles.add(bundle);
            }
        }
        if (bundles.size() > 1) {
            throw RegistryException.Invalid.malformed("unsupported registry call");
        }
        return bundles.stream().findFirst();
    }

    /// Frees the spooled tarballs.
    @Override
    public void close() {
        for (Attachment attachment : attachments) {
            if (attachment instanceof Attachment.Tarball tarball) {
                tarball.spooled().close();
            }
        }
    }
}
