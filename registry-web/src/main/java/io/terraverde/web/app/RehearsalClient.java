package io.terraverde.web.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What npm does with a registry, as far as the JVM of the registry learns from it.
final class RehearsalClient implements AutoCloseable {
    private static final String USER = "rehearsal";
    private static final int PACKAGES = 8;
    private static final int VERSIONS = 24;
    private static final int TARBALLS = 4;
    private static final int CODE_BYTES = 40_000;
    private static final int DEPENDENCIES = 12;
    private static final int AT_ONCE = 8;
    private static final String ABBREVIATED =
            "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*";

    private static final JsonMapper json = JsonMapper.shared();

    private final URI base;
    private final HttpClient client = HttpClient.newHttpClient();

    /// @param base where the registry is, with a slash at its end
    RehearsalClient(String base) {
        this.base = URI.create(base);
    }

    /// Makes a user and publishes, version by version, packages with manifests of a usual size.
    void publish() throws IOException, InterruptedException {
        ObjectNode user = json.createObjectNode().put("name", USER).put("password", USER);
        HttpRequest.Builder login = request("-/user/org.couchdb.user:" + USER);
        String token = json.readTree(send(put(login, user))).path("token").asString();
        List<Task> packages = new ArrayList<>();
        for (int i = 0; i < PACKAGES; i++) {
            String name = name(i);
            packages.add(() -> {
                for (int version = 0; version < VERSIONS; version++) {
                    HttpRequest.Builder to = request(name.replace("/", "%2f"));
                    send(put(to.header("Authorization", "Bearer " + token), document(name, version)));
                }
            });
        }
        together(packages);
    }

    /// Asks for all packages as clients do, and for some tarballs of each.
    void install() throws IOException, InterruptedException {
        List<Task> packages = new ArrayList<>();
        for (int i = 0; i < PACKAGES; i++) {
            String name = name(i);
            packages.add(() -> {
                send(request(name.replace("/", "%2f")).header("Accept", ABBREVIATED));
                send(request(name));
                for (int version = VERSIONS - TARBALLS; version < VERSIONS; version++) {
                    send(request(name + "/-/" + file(name, version)));
                }
            });
        }
        for (String path : List.of("-/ping", "-/v1/search?text=x")) {
            packages.add(() -> send(request(path)));
        }
        together(packages);
    }

    @Override
    public void close() {
        client.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).header("Accept-Encoding", "gzip, deflate, br");
    }

    private static HttpRequest.Builder put(HttpRequest.Builder to, JsonNode body) {
        return to.header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
    }

    private byte[] send(HttpRequest.Builder to) throws IOException, InterruptedException {
        HttpRequest request = to.build();
        HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(request + " was answered " + answer.statusCode());
        }
        return answer.body();
    }

    private static String name(int number) {
        return (number % 2 == 0 ? "" : "@rehearsal/") + "package-" + number;
    }

    private static String file(String name, int version) {
        return name.substring(name.indexOf('/') + 1) + "-1." + version + ".0.tgz";
    }

    private ObjectNode document(String name, int version) throws IOException {
        String number = "1." + version + ".0";
        ObjectNode document = json.createObjectNode().put("_id", name).put("name", name);
        document.putObject("dist-tags").put("latest", number);
        ObjectNode manifest = document.putObject("versions").putObject(number);
        manifest.put("name", name).put("version", number).put("description", "A package to rehearse with.");
        manifest.put("_id", name + "@" + number).put("main", "index.js").put("license", "MIT");
        manifest.putArray("keywords").add("rehearsal").add("package").add(name);
        manifest.putObject("repository").put("type", "git").put("url", "git+https://example.test/" + name + ".git");
        manifest.putObject("scripts").put("test", "node --test").put("build", "node build.js");
        for (String kind : List.of("dependencies", "devDependencies")) {
            ObjectNode dependencies = manifest.putObject(kind);
            for (int i = 0; i < DEPENDENCIES; i++) {
                dependencies.put(kind + "-" + i, "^" + version + "." + i + ".0");
            }
        }
        byte[] tarball = tarball(manifest, version);
        manifest.putObject("dist")
                .put("integrity", "sha512-" + Base64.getEncoder().encodeToString(sha512(tarball)))
                .put("tarball", base.resolve(name + "/-/" + file(name, version)).toString());
        document.put("readme", ("# " + name + "\n\nWords \"quoted\" and not, \u00e0 la carte.\n").repeat(40));
        document.putObject("_attachments")
                .putObject(name + "-" + number + ".tgz")
                .put("content_type", "application/octet-stream")
                .put("data", new String(Base64.getEncoder().encode(tarball), ISO_8859_1))
                .put("length", tarball.length);
        return document;
    }

    private static byte[] tarball(JsonNode manifest, int version) throws IOException {
        byte[] code = new byte[CODE_BYTES];
        RandomGeneratorFactory.of("SplittableRandom").create(version).nextBytes(code);
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            add(tar, "package/package.json", json.writeValueAsBytes(manifest));
            add(tar, "package/index.js", code);
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static byte[] sha512(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-512", e);
        }
    }

    private static void together(List<Task> tasks) throws IOException, InterruptedException {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Task task : tasks) {
                running.add(threads.submit(() -> {
                    task.run();
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the rehearsal broke off", e);
        }
    }

    /// Requests one after another.
    private interface Task {
        void run() throws IOException, InterruptedException;
    }
}
