package io.terraverde.it.uplink;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.client.Npm;
import io.terraverde.it.client.Project;
import io.terraverde.it.content.PackageSource;
import io.terraverde.it.http.Answer;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.http.ServedPackage;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Patience;
import io.terraverde.it.upstream.Gate;
import io.terraverde.it.upstream.Trouble;
import io.terraverde.it.upstream.Upstream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Publishing names that an upstream has, or may have.
class PublishWithUplinkIT {
    private static final Upstream upstream = Upstream.start();

    @RegisterExtension
    static final SharedRegistry registry =
            SharedRegistry.with(UplinkSetup.before(upstream.uri()).registry());

    /// Would wait for the upstream for longer than anybody here does.
    @RegisterExtension
    static final SharedRegistry enduring = SharedRegistry.with(
            UplinkSetup.before(upstream.uri()).with("timeout", "10m").registry());

    /// May publish while nobody knows what the upstream has; hosted names are only its own.
    @RegisterExtension
    static final SharedRegistry headstrong = SharedRegistry.with(UplinkSetup.before(upstream.uri())
            .terraverde("origins: strict")
            .registry()
            .with("max_body_size", "publish:\n  allow_offline: true\nmax_body_size"));

    @AfterEach
    void heal() {
        upstream.script().heal();
        upstream.comeUp();
    }

    @AfterAll
    static void close() {
        upstream.close();
    }

    @Test
    void firstPublishWaitsUntilTheUpstreamCanBeAsked() {
        RegistryHttp alice = registry.as("alice");
        upstream.goDown();

        Answer refused = alice.publish(aPackage("first")).is(503);

        assertThat(refused.header("retry-after")).isPresent();
        assertThat(refused.error()).contains("\"up\"");
        upstream.comeUp();
        alice.publish(aPackage("first")).is(201);
        alice.served("first").tarball("1.0.0");
    }

    @Test
    void furtherPublishNeedsNoUpstream() {
        RegistryHttp alice = registry.as("alice");
        alice.publish(aPackage("further")).is(201);
        upstream.goDown();

        alice.publish(aPackage("further").withVersion("1.1.0")).is(201);

        ServedPackage served = alice.served("further");
        assertThat(served.versions()).containsExactly("1.0.0", "1.1.0");
        served.tarball("1.1.0");
    }

    @Test
    void firstPublishIsTakenOfflineWhereThatIsAllowed() {
        RegistryHttp alice = headstrong.as("alice");
        upstream.goDown();

        alice.publish(aPackage("offline")).is(201);

        alice.served("offline").tarball("1.0.0");
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES) // less than the registry would wait
    void nothingHostedWaitsForASilentUpstream() {
        RegistryHttp alice = enduring.as("alice");
        alice.publish(aPackage("@acme/hosted")).is(201);
        alice.publish(aPackage("hosted").dependingOn("@acme/hosted", "^1.0.0")).is(201);
        var never = new Gate();
        upstream.script().everywhere().always(Trouble.hold(never));

        enduring.tokenOf("somebody-new");
        alice.publish(aPackage("@acme/hosted").withVersion("1.1.0")).is(201);
        alice.publish(aPackage("@acme/another")).is(201);
        Project project = Project.using("hosted", "1.0.0");
        Npm.eleven(enduring.running()).install(project.folder()).succeeded();

        assertThat(project.loads("hosted")).containsExactly("@acme/hosted@1.1.0", "hosted@1.0.0");
        never.open();
    }

    @Test
    void versionOfTheUpstreamIsNotReplaced() {
        PackageSource theirs = aPackage("taken").with("description", "theirs");
        upstream.publish(theirs);
        RegistryHttp alice = registry.as("alice");

        alice.publish(aPackage("taken").with("description", "ours")).is(409);

        assertThat(alice.served("taken").tarball("1.0.0")).isEqualTo(theirs.tarball());
        assertThat(alice.get("/taken/-/taken-1.0.0.tgz").is(200).bytes()).isEqualTo(theirs.tarball());
    }

    @Test
    void versionsOfBothAreMerged() {
        PackageSource theirs = aPackage("merged").with("description", "theirs");
        upstream.publish(theirs);
        RegistryHttp alice = registry.as("alice");

        alice.publish(aPackage("merged").withVersion("2.0.0-ours.1")).is(201);
        upstream.publish(theirs.withVersion("1.1.0"));

        // What is hosted waits for the upstream for a moment only, which may pass before a slow one answers.
        Patience.until(
                "the new version is seen",
                () -> alice.served("merged").versions().contains("1.1.0"));
        ServedPackage served = alice.served("merged");
        assertThat(served.versions()).containsExactlyInAnyOrder("1.0.0", "1.1.0", "2.0.0-ours.1");
        served.versions().forEach(served::tarball);
        upstream.goDown();
        assertThat(alice.served("merged").versions()).contains("1.0.0", "2.0.0-ours.1");
    }

    @Test
    void hostedVersionIsNeverReplacedByTheUpstream() {
        RegistryHttp alice = registry.as("alice");
        PackageSource ours = aPackage("ours-first").with("description", "ours");
        alice.publish(ours).is(201);

        upstream.publish(aPackage("ours-first").with("description", "theirs"));

        assertThat(alice.served("ours-first").tarball("1.0.0")).isEqualTo(ours.tarball());
        assertThat(alice.served("ours-first")
                        .version("1.0.0")
                        .path("description")
                        .asString())
                .isEqualTo("ours");
    }

    @Test
    void hostedNameHidesThatOfTheUpstreamWhereOriginsAreStrict() {
        RegistryHttp alice = headstrong.as("alice");
        alice.publish(aPackage("strict")).is(201);
        upstream.publish(aPackage("strict").withVersion("9.9.9"));

        ServedPackage served = alice.served("strict");

        assertThat(served.versions()).containsExactly("1.0.0");
        assertThat(served.tags()).containsEntry("latest", "1.0.0");
        alice.get("/strict/-/strict-9.9.9.tgz").is(404);
        alice.get("/strict/9.9.9").is(404);
        assertThat(upstream.journal().count("/strict/-/strict-9.9.9.tgz")).isZero();
    }
}
