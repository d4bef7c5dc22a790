package io.terraverde.it.uplink;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.bucket.BucketSetup;
import io.terraverde.it.client.Npm;
import io.terraverde.it.client.Project;
import io.terraverde.it.http.Answer;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.shell.Patience;
import io.terraverde.it.upstream.Upstream;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is kept of an uplink lies in the bucket, for every instance over it.
class UplinkInBucketIT {
    private static final String CACHE = ".terraverde/cache/";

    @Test
    void oneInstanceFetchesForAllAndTheBucketMayLoseIt() {
        try (Upstream upstream = Upstream.start();
                S3Stub stub = BucketSetup.aStub().start();
                Registry first = Registry.start(setup(stub, upstream));
                Registry second = Registry.start(setup(stub, upstream))) {
            upstream.publish(aPackage("shared"));
            byte[] tarball = first.http().served("shared").tarball("1.0.0");
            Patience.until(
                    "the tarball is in the bucket", () -> kept(stub).stream().anyMatch(key -> key.endsWith(".tgz")));
            upstream.goDown();

            assertThat(second.http().served("shared").tarball("1.0.0")).isEqualTo(tarball);

            kept(stub).forEach(BucketSetup.bucketOf(stub)::delete);
            assertThat(second.http().get("/shared/-/shared-1.0.0.tgz").status()).isEqualTo(503);
            upstream.comeUp();
            Patience.until(
                    "the uplink is asked again",
                    () -> second.http().get("/shared/-/shared-1.0.0.tgz").status() == 200);
            assertThat(second.http().served("shared").tarball("1.0.0")).isEqualTo(tarball);
        }
    }

    @Test
    void clientsFetchKeptTarballsFromTheBucketWhenTheyAreSentThere() {
        try (Upstream upstream = Upstream.start();
                S3Stub stub = BucketSetup.aStub().start();
                Registry registry = Registry.start(setup(stub, upstream)
                        .with("    timeout: 10s\n", "    timeout: 10s\n    tarballs: redirect\n"))) {
            upstream.publish(aPackage("shared"));
            String path = "/shared/-/shared-1.0.0.tgz";
            byte[] tarball = registry.http().get(path).is(200).bytes();
            Patience.until(
                    "the tarball is in the bucket", () -> kept(stub).stream().anyMatch(key -> key.endsWith(".tgz")));
            upstream.goDown();

            Answer redirect = registry.http().get(path).is(302);

            String address = redirect.header("location").orElseThrow();
            assertThat(address).startsWith(stub.endpoint().toString()).contains("X-Amz-Signature");
            assertThat(registry.http().get(address).is(200).bytes()).isEqualTo(tarball);
            assertThat(registry.http().head(path).is(200).header("location")).isEmpty();
            Npm npm = Npm.eleven(registry);
            Project project = Project.using("shared", "1.0.0");
            npm.install(project.folder()).succeeded();
            assertThat(project.loads("shared")).containsExactly("shared@1.0.0");
        }
    }

    private static List<String> kept(S3Stub stub) {
        return BucketSetup.bucketOf(stub).keys().stream()
                .filter(key -> key.startsWith(CACHE))
                .toList();
    }

    private static RegistrySetup setup(S3Stub stub, Upstream upstream) {
        return BucketSetup.over(stub)
                .with("'**':\n    access: $all", "'**':\n    access: $all\n    proxy: up")
                .with("packages:\n", "uplinks:\n  up:\n    url: " + upstream.uri() + "\n    maxage: 1h\npackages:\n");
    }
}
