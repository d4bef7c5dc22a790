package io.terraverde.web.npm;

import io.terraverde.access.AccessRules;
import io.terraverde.access.Action;
import io.terraverde.core.Caller;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Maintainer;
import io.terraverde.search.PackageSearch;
import io.terraverde.search.PackageSummary;
import io.terraverde.search.SearchPage;
import io.terraverde.search.SearchQuery;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Answers;
import io.terraverde.web.http.Exchange;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Finding packages: `npm search`, and the lists of starred packages.
public final class Search {
    private static final int USUAL_SIZE = 20;
    private static final int MAX_SIZE = 250;
    private static final int MAX_FROM = 10_000;

    private final AccessRules access;
    private final PackageSearch packages;
    private final InstantSource clock;

    /// @param clock for the `time` of an answer
    public Search(AccessRules access, PackageSearch packages, InstantSource clock) {
        this.access = access;
        this.packages = packages;
        this.clock = clock;
    }

    /// `GET /-/v1/search?text=&size=&from=`
    public Answer search(Exchange exchange) {
        int size = Math.min(number(exchange, "size", USUAL_SIZE), MAX_SIZE);
        int from = Math.min(number(exchange, "from", 0), MAX_FROM);
        SearchQuery query = SearchQuery.parse(exchange.query("text").orElse(""));
        SearchPage page = packages.search(query, from, size, readableBy(exchange.caller()));
        List<Object> objects = new ArrayList<>();
        page.hits().forEach(hit -> objects.add(hit(hit)));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("objects", objects);
        answer.put("total", page.total());
        answer.put(
                "time",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC)));
        return Answers.compactJson(200, answer);
    }

    /// `GET /-/_view/starredByUser?key="user"`
    public Answer starredByUser(Exchange exchange) {
        String key = exchange.query("key").orElse("");
        String user = key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")
                ? key.substring(1, key.length() - 1)
                : key;
        if (user.isEmpty()) {
            return Answers.error(400, "missing query key username");
        }
        List<Map<String, String>> rows = new ArrayList<>();
        packages.starredBy(user, readableBy(exchange.caller())).forEach(name -> rows.add(Map.of("value", name.text())));
        return Answers.json(200, Map.of("rows", rows));
    }

    private Predicate<PackageName> readableBy(Caller caller) {
        return name -> access.allows(Action.ACCESS, name, caller);
    }

    private static int number(Exchange exchange, String parameter, int usual) {
        return exchange.query(parameter)
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .orElse(usual);
    }

    private static Map<String, Object> hit(SearchPage.Hit hit) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("quality", 1);
        detail.put("popularity", 1);
        detail.put("maintenance", 0);
        Map<String, Object> score = new LinkedHashMap<>();
        score.put("final", hit.score());
        score.put("detail", detail);
        Map<String, Object> flags = new LinkedHashMap<>();
        if (hit.summary().version().startsWith("0.")) {
            flags.put("unstable", true);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("package", described(hit.summary()));
        object.put("flags", flags);
        object.put("local", true);
        object.put("score", score);
        object.put("searchScore", Math.round(hit.score() * 100_000));
        return object;
    }

    private static Map<String, Object> described(PackageSummary summary) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", summary.name().text());
        shown.put("scope", summary.name().scope().orElse("unscoped"));
        shown.put("version", summary.version());
        shown.put("description", summary.description());
        shown.put("keywords", summary.keywords());
        shown.put("date", summary.date());
        shown.put("dist-tags", Map.of("latest", summary.version()));
        shown.put("versions", Map.of(summary.version(), "latest"));
        if (!summary.author().isNull()) {
            shown.put("author", summary.author());
        }
        shown.put("publisher", person(summary.publisher(), ""));
        List<Object> maintainers = new ArrayList<>();
        for (Maintainer maintainer : summary.maintainers()) {
            maintainers.add(person(maintainer.name(), maintainer.email()));
        }
        shown.put("maintainers", maintainers);
        shown.put("links", summary.links());
        shown.put("license", summary.license());
        shown.put("readmeFilename", "");
        shown.put("time", Map.of("modified", summary.modified()));
        return shown;
    }

    private static Map<String, String> person(String name, String email) {
        Map<String, String> person = new LinkedHashMap<>();
        person.put("username", name);
        person.put("name", name);
        person.put("email", email);
        return person;
    }
}
