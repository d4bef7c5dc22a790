package io.terraverde.search;

import io.terraverde.name.PackageName;
import io.terraverde.packument.Maintainer;
import io.terraverde.packument.Packument;
import io.terraverde.packument.RawJson;
import io.terraverde.packument.VersionManifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// What a list of packages shows of one: taken from the version that `latest` names.
///
/// @param date when that version was published, an ISO 8601 text; may be empty
/// @param modified when the package was last changed; may be empty
/// @param author as the manifest has it, a text or an object; JSON null when it has none
/// @param links `homepage`, `repository`, `bugs`, those that are known
/// @param license may be empty
public record PackageSummary(
        PackageName name,
        String version,
        String description,
        List<String> keywords,
        String date,
        String modified,
        JsonNode author,
        String publisher,
        List<Maintainer> maintainers,
        Map<String, String> links,
        String license,
        boolean deprecated,
        Map<String, String> distTags,
        Set<String> stars) {
    /// Copies the collections.
    public PackageSummary {
        keywords = List.copyOf(keywords);
        maintainers = List.copyOf(maintainers);
        links = Map.copyOf(links);
        distTags = Map.copyOf(distTags);
        stars = Set.copyOf(stars);
    }

    /// The summary of a packument; empty when it has no version to show.
    static Optional<PackageSummary> of(PackageName name, Packument packument) {
        String latest = packument.distTags().getOrDefault("latest", "");
        @Nullable VersionManifest manifest = packument.versions().get(latest);
        if (manifest == null) {
            return Optional.empty();
        }
        Map<String, RawJson> members = manifest.members();
        JsonNode author = tree(members, "author");
        List<Maintainer> maintainers = packument.maintainers().isEmpty()
                ? people(tree(members, "maintainers"), author)
                : packument.maintainers();
        String publisher = tree(members, "_npmUser").path("name").asString("");
        return Optional.of(new PackageSummary(
                name,
                latest,
                text(members, "description"),
                keywords(tree(members, "keywords")),
                packument.time().getOrDefault(latest, ""),
                packument.time().getOrDefault("modified", ""),
                author,
                publisher.isEmpty() && !maintainers.isEmpty()
                        ? maintainers.getFirst().name()
                        : publisher,
                maintainers,
                links(members),
                text(members, "license"),
                manifest.deprecated().isPresent(),
                packument.distTags(),
                packument.stars()));
    }

    /// All the text that words are looked for in besides the name.
    String haystack() {
        return description + '\n' + String.join("\n", keywords);
    }

    private static List<Maintainer> people(JsonNode maintainers, JsonNode author) {
        List<Maintainer> people = new ArrayList<>();
        for (JsonNode one : maintainers) {
            add(people, one);
        }
        if (people.isEmpty()) {
            add(people, author);
        }
        return people;
    }

    private static void add(List<Maintainer> people, JsonNode person) {
        String name =
                person.isString() ? person.stringValue() : person.path("name").asString("");
        if (!name.isEmpty()) {
            people.add(new Maintainer(name, person.path("email").asString("")));
        }
    }

    private static List<String> keywords(JsonNode keywords) {
        List<String> texts = new ArrayList<>();
        if (keywords.isString()) {
            for (String word : keywords.stringValue().split("[,\\s]+", -1)) {
                if (!word.isEmpty()) {
                    texts.add(word);
                }
            }
        }
        for (JsonNode keyword : keywords) {
            if (keyword.isString()) {
                texts.add(keyword.stringValue());
            }
        }
        return texts;
    }

    private static Map<String, String> links(Map<String, RawJson> members) {
        Map<String, String> links = new LinkedHashMap<>();
        put(links, "homepage", tree(members, "homepage"));
        put(links, "repository", tree(members, "repository"));
        put(links, "bugs", tree(members, "bugs"));
        return links;
    }

    private static void put(Map<String, String> links, String name, JsonNode value) {
        String url = value.isString() ? value.stringValue() : value.path("url").asString("");
        if (!url.isEmpty()) {
            links.put(name, url);
        }
    }

    private static String text(Map<String, RawJson> members, String name) {
        @Nullable RawJson value = members.get(name);
        return value == null ? "" : value.asText().orElse("");
    }

    private static JsonNode tree(Map<String, RawJson> members, String name) {
        @Nullable RawJson value = members.get(name);
        return value == null ? NullNode.getInstance() : value.tree();
    }
}
