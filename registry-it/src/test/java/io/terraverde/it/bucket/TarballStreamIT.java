package io.terraverde.it.bucket;

import static io.terraverde.it.content.PackageSource.aPackage;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.LargePackage;
import io.terraverde.it.content.PackageSource;
import io.terraverde.it.content.PublishDocument;
import io.terraverde.it.http.Answer;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.http.ServedPackage;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Folders;
import io.terraverde.storage.s3.testkit.S3Bucket;
import io.terraverde.storage.s3.testkit.S3Fault;
import io.terraverde.storage.s3.testkit.S3Operation;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tarballs that come through the registry, from a store whose answers break off or lie.
class TarballStreamIT {
    private static final int BYTES = 2 << 20;
    private static final int NO_WHOLE_ANSWER = 0;
    private static final String TARBALL = "/stream/-/stream-1.0.0.tgz";
    private static final Path FOLDER = Folders.fresh("stream");
    private static final S3Stub stub = BucketSetup.aStub().start();

    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.with(BucketSetup.over(stub));

    @BeforeAll
    static void publish() {
        LargePackage large = LargePackage.write(aPackage("stream"), BYTES, FOLDER.resolve("stream.tgz"));
        registry.as("alice")
                .put(PublishDocument.path("stream"), large.document())
                .is(201);
    }

    @AfterEach
    void heal() {
        stub.script().heal();
    }

    @AfterAll
    static void closeStub() {
        stub.close();
        Folders.delete(FOLDER);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 300_000, BYTES - 1})
    void brokenOffTarballIsNeverTakenForAWholeOne(long afterBytes) {
        stub.script()
                .on(S3Operation.GET_OBJECT)
                .keys(key -> key.endsWith(".tgz"))
                .always()
                .then(S3Fault.cutBody(afterBytes));

        assertThat(statusOf(TARBALL)).isIn(NO_WHOLE_ANSWER, 503);

        stub.script().heal();
        registry.http().served("stream").tarball("1.0.0");
    }

    @Test
    void brokenOffPackumentIsReadAgain() {
        var source = aPackage("brittle").with("description", "long ".repeat(4000));
        registry.as("alice").publish(source).is(201);

        for (S3Fault fault : List.of(S3Fault.cutBody(10_000), S3Fault.loseAnswer())) {
            touch("brittle/package.json");
            var rule = stub.script()
                    .on(S3Operation.GET_OBJECT)
                    .key("brittle/package.json")
                    .then(fault);
            ServedPackage served = registry.http().served("brittle");
            assertThat(served.versions()).as(fault.toString()).containsExactly("1.0.0");
            assertThat(rule.used()).isEqualTo(1);
        }
    }

    @Test
    void packumentThatAlwaysBreaksOffIsToBeRepeated() {
        BucketSetup.bucketOf(stub).put("foreign/package.json", new byte[10_000]);

        for (S3Fault fault : List.of(S3Fault.cutBody(5_000), S3Fault.cutAnswer(), S3Fault.loseAnswer())) {
            stub.script()
                    .on(S3Operation.GET_OBJECT)
                    .key("foreign/package.json")
                    .always()
                    .then(fault);
            Answer answer = registry.http().get("/foreign");
            stub.script().heal();
            assertThat(answer.status()).as(fault + ": " + answer).isEqualTo(503);
            assertThat(answer.header("retry-after")).isPresent();
        }
    }

    @Test
    void packageThatCannotBeReadIsNotTakenForAMissingOne() {
        RegistryHttp alice = registry.as("alice");
        alice.publish(aPackage("unreadable")).is(201);
        touch("unreadable/package.json");
        stub.script()
                .on(S3Operation.GET_OBJECT)
                .key("unreadable/package.json")
                .always()
                .then(S3Fault.cutAnswer());

        Answer answer = alice.publish(aPackage("unreadable").withVersion("1.1.0"));

        stub.script().heal();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(alice.served("unreadable").versions()).containsExactly("1.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET_OBJECT", "PUT_OBJECT"})
    void wrongEtagLosesNoUpdate(String operation) {
        RegistryHttp alice = registry.as("alice");
        PackageSource source = aPackage("lied-to-" + operation.toLowerCase(Locale.ROOT));
        stub.script()
                .on(S3Operation.valueOf(operation))
                .keys(key -> key.endsWith("/package.json"))
                .times(3)
                .then(S3Fault.wrongEtag());

        for (int patch = 0; patch < 5; patch++) {
            alice.publish(source.withVersion("1.0." + patch)).is(201);
        }

        var served = alice.served(source.name());
        assertThat(served.versions()).containsExactly("1.0.0", "1.0.1", "1.0.2", "1.0.3", "1.0.4");
        served.versions().forEach(served::tarball);
    }

    @Test
    void endlesslyWrongEtagsRefuseWritesAndLoseNothing() {
        RegistryHttp alice = registry.as("alice");
        alice.publish(aPackage("liar")).is(201);
        stub.script()
                .on(S3Operation.GET_OBJECT)
                .key("liar/package.json")
                .always()
                .then(S3Fault.wrongEtag());
        alice.get("/liar").is(200);

        Answer answer = alice.publish(aPackage("liar").withVersion("1.1.0"));

        stub.script().heal();
        boolean published = answer.status() == 201;
        assertThat(answer.status()).as(answer.toString()).isIn(201, 503);
        assertThat(alice.served("liar").versions().contains("1.1.0")).isEqualTo(published);
    }

    @Test
    void rangeIsAPartOfTheWhole() {
        byte[] whole = registry.http().get(TARBALL).is(200).bytes();

        Answer middle = registry.http().get(TARBALL, "range", "bytes=500000-1499999");
        Answer end = registry.http().get(TARBALL, "range", "bytes=-10");

        assertThat(middle.status()).isEqualTo(206);
        assertThat(middle.bytes()).isEqualTo(Arrays.copyOfRange(whole, 500_000, 1_500_000));
        assertThat(middle.header("content-range")).hasValue("bytes 500000-1499999/" + whole.length);
        assertThat(end.status()).isEqualTo(206);
        assertThat(end.bytes()).isEqualTo(Arrays.copyOfRange(whole, whole.length - 10, whole.length));
        registry.http().get(TARBALL, "range", "bytes=" + whole.length + "-").is(416);
    }

    /// Changes an object, so that the store sends it, instead of confirming what the registry has.
    private static void touch(String key) {
        S3Bucket bucket = BucketSetup.bucketOf(stub);
        bucket.put(key, (bucket.object(key).orElseThrow().content().text() + " ").getBytes(UTF_8));
    }

    private static int statusOf(String path) {
        try {
            return registry.http().get(path).status();
        } catch (UncheckedIOException e) {
            return NO_WHOLE_ANSWER;
        }
    }
}
