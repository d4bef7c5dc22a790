package io.terraverde.it.bucket;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.client.Npm;
import io.terraverde.it.client.Project;
import io.terraverde.it.content.PackageSource;
import io.terraverde.it.http.Answer;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.storage.s3.testkit.S3Call;
import io.terraverde.storage.s3.testkit.S3Operation;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Tarballs that clients fetch from the bucket themselves.
class TarballRedirectIT {
    private static final PackageSource PRIVATE = aPackage("@acme/moved");
    private static final String TARBALL = "/@acme/moved/-/moved-1.0.0.tgz";
    private static final S3Stub stub = BucketSetup.aStub().start();

    /// Another name for clients: npm takes two ports of one host for one server, which may see its token.
    private static final String REACHED_AT =
            "http://localhost:" + stub.endpoint().getPort();

    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.with(BucketSetup.over(stub)
            .with(
                    "    timeout: 10s\n",
                    "    timeout: 10s\n    tarballs: redirect\n    redirectEndpoint: " + REACHED_AT + "\n"));

    @BeforeAll
    static void publish() {
        registry.as("alice").publish(PRIVATE).is(201);
    }

    @AfterAll
    static void closeStub() {
        stub.close();
    }

    @Test
    void bytesAreAtTheBucket() {
        Answer redirect = registry.as("alice").get(TARBALL).is(302);

        String address = redirect.header("location").orElseThrow();
        assertThat(address).startsWith(REACHED_AT);
        assertThat(registry.http().get(address).is(200).bytes()).isEqualTo(PRIVATE.tarball());
        assertThat(redirect.header("cache-control")).hasValue("no-store");
    }

    @Test
    void tamperedAddressIsWorthless() {
        String address = registry.as("alice").get(TARBALL).header("location").orElseThrow();

        registry.http().get(address.replace("moved-1.0.0.tgz", "package.json")).is(403);
        registry.http().get(address.substring(0, address.indexOf('?'))).is(403);
    }

    @Test
    void npmInstallsAndKeepsItsTokenToItself() {
        Project project = Project.using("@acme/moved", "1.0.0");
        Npm npm = Npm.eleven(registry.running()).withToken(registry.tokenOf("alice"));
        stub.clearJournal();

        npm.install(project.folder()).succeeded();

        assertThat(project.loads("@acme/moved")).containsExactly("@acme/moved@1.0.0");
        List<S3Call> fetches = stub.journal(
                call -> call.operation() == S3Operation.GET_OBJECT && call.key().endsWith(".tgz"));
        assertThat(fetches)
                .isNotEmpty()
                .allSatisfy(
                        call -> assertThat(call.parameter("X-Amz-Signature")).isPresent())
                .allSatisfy(call -> assertThat(call.header("authorization")).isEmpty());
    }

    @Test
    void headIsAnsweredByTheRegistry() {
        Answer head = registry.as("alice").head(TARBALL).is(200);

        assertThat(head.header("content-length")).hasValue(String.valueOf(PRIVATE.tarball().length));
        assertThat(head.header("location")).isEmpty();
    }

    @Test
    void privatePackagesGiveNoAddressToStrangers() {
        Answer refused = registry.http().get(TARBALL);

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("location")).isEmpty();
        assertThat(refused.text()).doesNotContain("X-Amz");
    }

    @Test
    void missingTarballHasNoAddress() {
        Answer missing =
                registry.as("alice").get("/@acme/moved/-/moved-9.9.9.tgz").is(404);

        assertThat(missing.header("location")).isEmpty();
    }
}
