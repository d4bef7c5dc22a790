package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.bucket.BucketSetup;
import io.terraverde.it.content.Digests;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.http.ServedPackage;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.storage.s3.testkit.S3Bucket;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A bucket as Verdaccio's S3 plugin fills it, and the htpasswd file beside it: what Verdaccio 6.10.4 wrote into a
/// folder, under the plugin's keys and in its indentation.
class VerdaccioBucketIT {
    private static final S3Stub stub = BucketSetup.aStub().start();
    private static final S3Bucket bucket = BucketSetup.bucketOf(stub);

    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.with(filled());

    @AfterAll
    static void closeStub() {
        stub.close();
    }

    static Iterable<String> packages() {
        return VerdaccioFolder.expected().propertyNames();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packageIsServedWithItsTarballs(String name) {
        JsonNode expected = VerdaccioFolder.expected().path(name);

        ServedPackage served = alice().served(name);

        assertThat(served.versions())
                .contains(expected.path("versions")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toArray(String[]::new));
        assertThat(served.tags())
                .containsKeys(expected.path("dist-tags").propertyNames().toArray(String[]::new));
        expected.path("tarballs")
                .forEachEntry((file, sums) -> assertThat(Digests.integrity(
                                alice().get("/" + name + "/-/" + file).is(200).bytes()))
                        .isEqualTo(sums.path("integrity").asString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"login", "generated", "readonly"})
    void oldTokenIsStillGood(String kind) {
        assertThat(whoami(registry.http().as(VerdaccioFolder.token(kind)))).isEqualTo("alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "sha1", "apr1"})
    void userOfTheLocalFileLogsIn(String user) {
        assertThat(whoami(registry.http().as(user, "secret"))).isEqualTo(user);
    }

    @Test
    void localFileIsOnlyRead() throws IOException {
        Path file = registry.running().folder().resolve("htpasswd");
        byte[] before = Files.readAllBytes(file);

        registry.as("newcomer");

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(text(".terraverde/htpasswd")).contains("newcomer:", "alice:");
    }

    @Test
    void nextVersionJoinsTheOldOnes() {
        alice().publish(aPackage("left-pad-acme").withVersion("1.2.0")).is(201);

        ServedPackage served = alice().served("left-pad-acme");

        assertThat(served.versions()).containsExactly("1.0.0", "1.1.0", "1.2.0");
        served.versions().forEach(served::tarball);
        JsonNode written = JsonMapper.shared().readTree(text("left-pad-acme/package.json"));
        assertThat(written.path("_attachments").propertyNames())
                .contains("left-pad-acme-1.0.0.tgz", "left-pad-acme-1.2.0.tgz");
        assertThat(bucket.object("left-pad-acme/left-pad-acme-1.2.0.tgz")).isPresent();
    }

    @Test
    void newPackageJoinsTheList() {
        alice().publish(aPackage("@acme/joined")).is(201);

        JsonNode list = JsonMapper.shared().readTree(text("verdaccio-s3-db.json"));

        assertThat(list.path("list").valueStream().map(JsonNode::asString))
                .contains("@acme/base", "left-pad-acme", "@acme/app", "@acme/joined");
        assertThat(list.path("secret").asString()).isEqualTo("L4g4aXo59HOF2f15lWBeHg1uWhad6ADv");
    }

    private static RegistrySetup filled() {
        RegistrySetup setup = BucketSetup.over(stub);
        Path folder = VerdaccioFolder.copied().folder();
        Path storage = folder.resolve("storage");
        try (Stream<Path> all = Files.walk(storage)) {
            for (Path each : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                String key = storage.relativize(each).toString();
                byte[] bytes = Files.readAllBytes(each);
                bucket.put(
                        key.equals(".verdaccio-db.json") ? "verdaccio-s3-db.json" : key,
                        key.endsWith("/package.json") ? indented(bytes) : bytes);
            }
            Files.copy(folder.resolve("htpasswd"), setup.folder().resolve("htpasswd"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot fill the bucket from " + storage, e);
        }
        return setup;
    }

    private static byte[] indented(byte[] json) {
        return JsonMapper.shared().readTree(json).toPrettyString().getBytes(StandardCharsets.UTF_8);
    }

    private static RegistryHttp alice() {
        return registry.http().as(VerdaccioFolder.token("login"));
    }

    private static String whoami(RegistryHttp http) {
        return http.get("/-/whoami").json().path("username").asString("");
    }

    private static String text(String key) {
        return bucket.object(key).orElseThrow().content().text();
    }
}
