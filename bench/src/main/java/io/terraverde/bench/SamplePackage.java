package io.terraverde.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A made-up package whose manifests look like real ones: a paragraph of prose, keywords, scripts and dependencies
/// whose
/// ranges move a little from version to version, so that it compresses as real packuments do. The same arguments make
/// the same bytes.
///
/// @param name unscoped
/// @param versions how many versions the whole package has
/// @param dependencies of each version; about 40 bytes each
/// @param ballastBytes what each tarball holds besides its `package.json`, and does not compress
record SamplePackage(String name, int versions, int dependencies, int ballastBytes) {
    private static final String[] WORDS = {
        "async", "babel", "cache", "color", "core", "debug", "eslint", "event", "fetch", "file", "glob", "hash", "http",
        "json", "loader", "merge", "node", "object", "parse", "path", "plugin", "promise", "react", "retry", "router",
        "schema", "stream", "string", "style", "tree", "types", "util", "vue", "webpack", "worker", "yaml"
    };

    SamplePackage(String name, int versions, int dependencies) {
        this(name, versions, dependencies, 0);
    }

    static String version(int number) {
        return "%d.%d.%d".formatted(1 + number / 100, number / 10 % 10, number % 10);
    }

    /// What npm sends to publish the version of that number, counted from 0.
    byte[] publishBody(int number) {
        var version = version(number);
        var tarball = tarball(number);
        return """
                {"_id":"%1$s","name":"%1$s","description":"%2$s","dist-tags":{"latest":"%3$s"},\
                "versions":{"%3$s":%4$s},"access":null,"_attachments":{"%1$s-%3$s.tgz":\
                {"content_type":"application/octet-stream","data":"%5$s","length":%6$d}}}""".formatted(
                        name,
                        description(),
                        version,
                        manifest(number, tarball, ",\"readme\":\"" + readme() + "\""),
                        tarball.base64(),
                        tarball.bytes().length)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Publishes all versions, one after the other.
    void publishAll(Connection connection, Map<String, String> login) throws IOException {
        for (var number = 0; number < versions; number++) {
            var answer = connection.putJson("/" + name, login, publishBody(number));
            if (answer.status() != 201) {
                throw new IOException(
                        "cannot publish %s %d: status %d, %s".formatted(name, number, answer.status(), answer.text()));
            }
        }
    }

    /// Writes the package, with all its versions and the tarball of the last one, as Verdaccio stores it.
    void writeTo(Path storage) throws IOException {
        var folder = Files.createDirectories(storage.resolve(name));
        var last = versions - 1;
        var tarball = tarball(last);
        var manifests = IntStream.range(0, versions)
                .mapToObj(number -> "\"%s\":%s".formatted(version(number), manifest(number, tarball(number), "")))
                .collect(Collectors.joining(","));
        var times = IntStream.range(0, versions)
                .mapToObj(number -> "\"%s\":\"2026-01-01T00:%02d:%02d.%03dZ\""
                        .formatted(version(number), number / 60 % 60, number % 60, number % 1000))
                .collect(Collectors.joining(","));
        Files.write(folder.resolve("%s-%s.tgz".formatted(name, version(last))), tarball.bytes());
        Files.writeString(folder.resolve("package.json"), """
                {"name":"%1$s","versions":{%2$s},"time":{"modified":"2026-01-02T00:00:00.000Z",\
                "created":"2026-01-01T00:00:00.000Z",%3$s},"users":{},"dist-tags":{"latest":"%4$s"},"_uplinks":{},\
                "_distfiles":{},"_attachments":{"%1$s-%4$s.tgz":{"shasum":"%5$s","version":"%4$s"}},\
                "_rev":"%6$d-0123456789abcdef","_id":"%1$s","readme":"%7$s"}""".formatted(
                        name, manifests, times, version(last), tarball.shasum(), versions, readme()));
    }

    SampleTarball tarball(int number) {
        return SampleTarball.of("{\"name\":\"%s\",\"version\":\"%s\"}".formatted(name, version(number)), ballastBytes);
    }

    private String manifest(int number, SampleTarball tarball, String more) {
        var version = version(number);
        return """
                {"name":"%1$s","version":"%2$s","description":"%3$s","keywords":["%1$s","%4$s"],"license":"MIT",\
                "main":"dist/index.js","types":"dist/index.d.ts","repository":{"type":"git",\
                "url":"git+ssh://git@git.example/acme/%1$s.git"},"author":{"name":"Acme Developers",\
                "email":"developers@acme.example"},"engines":{"node":">=18"},\
                "scripts":{"build":"tsc -p .","test":"node --test","lint":"eslint src"},"dependencies":{%5$s},\
                "_id":"%1$s@%2$s","_nodeVersion":"24.11.0","_npmVersion":"11.6.1",\
                "dist":{"integrity":"%6$s","shasum":"%7$s","tarball":"http://registry.example/%1$s/-/%1$s-%2$s.tgz"},\
                "contributors":[]%8$s}""".formatted(
                        name,
                        version,
                        description(),
                        String.join("\",\"", words(3)),
                        dependencies(number),
                        tarball.integrity(),
                        tarball.shasum(),
                        more);
    }

    private String dependencies(int number) {
        var random = new Random(number);
        var names = words(2 * dependencies);
        return IntStream.range(0, dependencies)
                .mapToObj(i -> "\"@acme/%s-%s-%d\":\"^%d.%d.%d\""
                        .formatted(names[2 * i], names[2 * i + 1], i, 1 + i % 7, number / 8 + i % 5, random.nextInt(4)))
                .collect(Collectors.joining(","));
    }

    private String description() {
        return "The " + String.join(" ", words(8)) + " of " + name;
    }

    private String readme() {
        return "# " + name + "\\n\\n" + String.join(" ", words(200)) + "\\n";
    }

    private String[] words(int count) {
        var random = new Random(name.hashCode());
        return random.ints(count, 0, WORDS.length).mapToObj(i -> WORDS[i]).toArray(String[]::new);
    }
}
