package io.terraverde.it.bucket;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.PackageSource;
import io.terraverde.it.http.Answer;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.storage.s3.testkit.S3Fault;
import io.terraverde.storage.s3.testkit.S3Operation;
import io.terraverde.storage.s3.testkit.S3Script;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A store that says that there are too many requests.
class ThrottledStoreIT {
    private static final S3Stub stub = BucketSetup.aStub().start();

    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.with(BucketSetup.over(stub));

    /// How it says so.
    enum Words {
        SLOW_DOWN,
        TOO_MANY_REQUESTS,
        CONFLICT;

        S3Fault fault() {
            return switch (this) {
                case SLOW_DOWN -> S3Fault.slowDown();
                case TOO_MANY_REQUESTS -> S3Fault.tooManyRequests();
                case CONFLICT -> S3Fault.conditionalRequestConflict();
            };
        }

        /// A part of names.
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @AfterEach
    void heal() {
        stub.script().heal();
    }

    @AfterAll
    static void closeStub() {
        stub.close();
    }

    @ParameterizedTest
    @EnumSource
    void throttledWritesAreRepeated(Words words) {
        RegistryHttp alice = registry.as("alice");
        S3Script.Rule rule = stub.script().on(S3Operation.PUT_OBJECT).times(4).then(words.fault());

        alice.publish(aPackage("written-" + words.word())).is(201);

        assertThat(rule.used()).isEqualTo(4);
        alice.served("written-" + words.word()).tarball("1.0.0");
    }

    @ParameterizedTest
    @EnumSource(names = {"SLOW_DOWN", "TOO_MANY_REQUESTS"})
    void throttledReadsAreRepeated(Words words) {
        String name = "read-" + words.word();
        registry.as("alice").publish(aPackage(name)).is(201);
        S3Script.Rule rule = stub.script().on(S3Operation.GET_OBJECT).times(2).then(words.fault());

        registry.http().get("/" + name).is(200);

        assertThat(rule.used()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void endlessThrottlingOfWritesIsSaid(Words words) {
        RegistryHttp alice = registry.as("alice");
        PackageSource source = aPackage("endless-" + words.word());
        alice.publish(source).is(201);
        stub.script().on(S3Operation.PUT_OBJECT).always().then(words.fault());

        assertToBeRepeated(alice.publish(source.withVersion("1.1.0")));

        assertThat(alice.served(source.name()).versions()).containsExactly("1.0.0");
        stub.script().heal();
        alice.publish(source.withVersion("1.1.0")).is(201);
        assertThat(alice.served(source.name()).versions()).containsExactly("1.0.0", "1.1.0");
    }

    @ParameterizedTest
    @EnumSource(names = {"SLOW_DOWN", "TOO_MANY_REQUESTS"})
    void endlessThrottlingOfReadsIsSaid(Words words) {
        String name = "endless-read-" + words.word();
        registry.as("alice").publish(aPackage(name)).is(201);
        stub.script().onAny().always().then(words.fault());

        assertToBeRepeated(registry.http().get("/" + name));

        stub.script().heal();
        registry.http().get("/" + name).is(200);
    }

    private static void assertToBeRepeated(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isPresent();
    }
}
