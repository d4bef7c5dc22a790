package io.terraverde.it.bucket;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.http.ScriptedBrowser;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.shell.Parallel;
import io.terraverde.storage.s3.testkit.S3Bucket;
import io.terraverde.storage.s3.testkit.S3Fault;
import io.terraverde.storage.s3.testkit.S3Gate;
import io.terraverde.storage.s3.testkit.S3Operation;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Everything that instances share is in the bucket, and nothing but logs and spool files on their disks.
class NoLocalStateIT {
    private static final String PREFIX = "team/npm/";

    @Test
    void everythingIsInTheBucketBelowThePrefix() {
        try (S3Stub stub = BucketSetup.aStub().start();
                Registry registry = Registry.start(
                        BucketSetup.over(stub).with("    region:", "    keyPrefix: team/npm\n    region:"))) {
            RegistryHttp alice = Accounts.as(registry, "alice");
            alice.publish(aPackage("@acme/stateless")).is(201);
            Accounts.createToken(alice).is(200);
            JsonNode login = registry.http().post("/-/v1/login", "{}").is(200).json();
            S3Bucket bucket = BucketSetup.bucketOf(stub);
            assertThat(bucket.keys()).anyMatch(key -> key.startsWith(PREFIX + ".terraverde/logins/"));
            ScriptedBrowser.open(registry.http(), login.path("loginUrl").asString())
                    .logIn("alice", "secret");
            registry.http().get(login.path("doneUrl").asString()).is(200);

            assertThat(bucket.keys())
                    .allMatch(key -> key.startsWith(PREFIX))
                    .contains(
                            PREFIX + "verdaccio-s3-db.json",
                            PREFIX + ".terraverde/htpasswd",
                            PREFIX + ".token-db.json",
                            PREFIX + "@acme/stateless/package.json",
                            PREFIX + "@acme/stateless/stateless-1.0.0.tgz");
            assertThat(text(bucket, ".terraverde/htpasswd")).contains("\nalice:$2");
            assertThat(text(bucket, "verdaccio-s3-db.json")).contains("@acme/stateless");
            assertThat(files(registry.folder())).containsExactlyInAnyOrder("config.yaml", "registry.log");
        }
    }

    /// Both come to the point of writing their secret before either has written it.
    @Test
    void instancesThatStartTogetherAgreeOnTheSecret() throws InterruptedException {
        try (S3Stub stub = BucketSetup.aStub().start()) {
            var gate = new S3Gate();
            stub.script()
                    .on(S3Operation.PUT_OBJECT)
                    .key("verdaccio-s3-db.json")
                    .times(2)
                    .then(S3Fault.hold(gate));
            Callable<Registry> instance =
                    () -> Registry.start(BucketSetup.over(stub).with("timeout: 10s", "timeout: 60s"));
            var starting = CompletableFuture.supplyAsync(() -> Parallel.all(2, List.of(instance, instance)));
            gate.awaitArrivals(2);
            gate.open();
            List<Registry> instances = starting.join();
            try (Registry one = instances.getFirst();
                    Registry other = instances.getLast()) {
                String token = one.http().login("alice", "secret");

                assertThat(Accounts.whoami(other.http().as(token))).isEqualTo("alice");
                other.http().as(token).publish(aPackage("@acme/agreed")).is(201);
                one.http().as(token).served("@acme/agreed").tarball("1.0.0");
            }
        }
    }

    private static String text(S3Bucket bucket, String key) {
        return bucket.object(PREFIX + key).orElseThrow().content().text();
    }

    private static List<String> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + folder, e);
        }
    }
}
