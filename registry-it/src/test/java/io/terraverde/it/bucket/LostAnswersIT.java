package io.terraverde.it.bucket;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.PackageSource;
import io.terraverde.it.http.Answer;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.http.ServedPackage;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.storage.s3.testkit.S3Fault;
import io.terraverde.storage.s3.testkit.S3Operation;
import io.terraverde.storage.s3.testkit.S3Script;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/// Writes that took effect and whose answers were lost. Each kind of change is made again and again, each time afresh:
/// first the answer of its first write is lost, then that of its second, until it makes no more writes. Its client must
/// not notice.
class LostAnswersIT {
    private static final int MOST_WRITES = 12;
    private static final S3Stub stub = BucketSetup.aStub().start();

    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.with(BucketSetup.over(stub));

    /// How an answer is lost.
    enum Loss {
        NOTHING_COMES,
        HALF_A_HEAD_COMES,
        AN_ERROR_COMES;

        S3Fault fault() {
            return switch (this) {
                case NOTHING_COMES -> S3Fault.loseAnswer();
                case HALF_A_HEAD_COMES -> S3Fault.cutAnswer();
                case AN_ERROR_COMES -> S3Fault.answerAfterEffect(500, "InternalError");
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
    void firstPublishIsTrue(Loss loss) {
        RegistryHttp alice = registry.as("alice");

        int lost = sweep(
                loss,
                round -> aPackage("@acme/first-" + loss.word() + "-" + round),
                source -> alice.publish(source).is(201),
                source -> {
                    ServedPackage served = alice.served(source.name());
                    assertThat(served.versions()).containsExactly("1.0.0");
                    served.tarball("1.0.0");
                    alice.publish(source.with("description", "other")).is(409);
                    assertThat(found("first-" + loss.word())).contains(source.name());
                });

        assertThat(lost).as("tarball, packument, list of names").isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void nextPublishIsTrue(Loss loss) {
        RegistryHttp alice = registry.as("alice");

        int lost = sweep(
                loss,
                round -> published(alice, "@acme/next-" + loss.word() + "-" + round),
                source -> alice.publish(source.withVersion("1.1.0")).is(201),
                source -> {
                    ServedPackage served = alice.served(source.name());
                    assertThat(served.versions()).containsExactly("1.0.0", "1.1.0");
                    served.versions().forEach(served::tarball);
                    alice.publish(source.withVersion("1.1.0").with("description", "other"))
                            .is(409);
                });

        assertThat(lost).as("tarball, packument").isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void distTagIsTrue(Loss loss) {
        RegistryHttp alice = registry.as("alice");

        int lost = sweep(
                loss,
                round -> published(alice, "@acme/tag-" + loss.word() + "-" + round),
                source -> alice.put("/-/package/" + source.name().replace("/", "%2f") + "/dist-tags/beta", "\"1.0.0\"")
                        .is(201),
                source -> assertThat(alice.served(source.name()).tags())
                        .containsOnlyKeys("latest", "beta")
                        .containsEntry("beta", "1.0.0"));

        assertThat(lost).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void deprecationIsTrue(Loss loss) {
        RegistryHttp alice = registry.as("alice");

        int lost = sweep(
                loss,
                round -> published(alice, "@acme/old-" + loss.word() + "-" + round),
                source -> {
                    ObjectNode document =
                            (ObjectNode) alice.served(source.name()).json();
                    ((ObjectNode) document.path("versions").path("1.0.0")).put("deprecated", "use another");
                    alice.put("/" + source.name().replace("/", "%2f"), document).is(201);
                },
                source -> assertThat(alice.served(source.name()).deprecated()).containsEntry("1.0.0", "use another"));

        assertThat(lost).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void unpublishIsTrue(Loss loss) {
        RegistryHttp alice = registry.as("alice");

        int lost = sweep(
                loss,
                round -> published(alice, "@acme/gone-" + loss.word() + "-" + round),
                source -> {
                    String rev = alice.served(source.name()).json().path("_rev").asString();
                    alice.delete("/" + source.name().replace("/", "%2f") + "/-rev/" + rev)
                            .is(201);
                },
                source -> {
                    alice.get("/" + source.name().replace("/", "%2f")).is(404);
                    assertThat(found("gone-" + loss.word())).doesNotContain(source.name());
                    alice.publish(source.withVersion("2.0.0")).is(201);
                    assertThat(alice.served(source.name()).versions()).containsExactly("2.0.0");
                });

        assertThat(lost).as("packument, list of names").isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void registrationIsTrue(Loss loss) {
        int lost = sweep(
                loss,
                round -> "user-" + loss.word() + "-" + round,
                user -> Accounts.register(registry.http(), user).is(201),
                user -> {
                    assertThat(Accounts.whoami(registry.http().as(user, "secret")))
                            .isEqualTo(user);
                    assertThat(stored(".terraverde/htpasswd").lines().filter(line -> line.startsWith(user + ":")))
                            .hasSize(1);
                });

        assertThat(lost).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void tokenIsMadeOnce(Loss loss) {
        int lost = sweep(
                loss,
                round -> registry.as("maker-" + loss.word() + "-" + round),
                http -> {
                    Answer created = Accounts.createToken(http).is(200);
                    String token = created.json().path("token").asString();
                    assertThat(Accounts.whoami(registry.http().as(token))).isNotEmpty();
                },
                http -> assertThat(Accounts.tokens(http)).hasSize(1));

        assertThat(lost).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void tokenIsRevoked(Loss loss) {
        int lost = sweep(
                loss,
                round -> {
                    RegistryHttp http = registry.as("revoker-" + loss.word() + "-" + round);
                    Accounts.createToken(http).is(200);
                    return http;
                },
                http -> Accounts.revokeToken(http, Accounts.tokens(http).getFirst())
                        .is(200),
                http -> assertThat(Accounts.tokens(http)).isEmpty());

        assertThat(lost).isPositive();
    }

    /// Loses the answer of the n-th write of a change, for n = 1, 2, ... until it makes fewer.
    ///
    /// @param prepared what the change is made to, new in each round
    /// @param truth what must be so after it
    /// @return how many answers were lost
    private static <T> int sweep(Loss loss, IntFunction<T> prepared, Consumer<T> change, Consumer<T> truth) {
        for (int write = 0; write < MOST_WRITES; write++) {
            T subject = prepared.apply(write);
            S3Script.Rule rule =
                    stub.script().on(S3Operation.PUT_OBJECT).after(write).then(loss.fault());
            change.accept(subject);
            rule.cancel();
            truth.accept(subject);
            if (rule.used() == 0) {
                return write;
            }
        }
        throw new AssertionError("makes more than " + MOST_WRITES + " writes");
    }

    private static PackageSource published(RegistryHttp http, String name) {
        PackageSource source = aPackage(name);
        http.publish(source).is(201);
        return source;
    }

    private static List<String> found(String text) {
        return registry.as("alice")
                .get("/-/v1/search?size=100&text=" + text)
                .is(200)
                .json()
                .path("objects")
                .valueStream()
                .map(each -> each.path("package").path("name").asString())
                .collect(Collectors.toList());
    }

    private static String stored(String key) {
        return BucketSetup.bucketOf(stub).object(key).orElseThrow().content().text();
    }
}
