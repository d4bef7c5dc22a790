package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.client.Client;
import io.terraverde.it.client.ClientKind;
import io.terraverde.it.client.Project;
import io.terraverde.it.registry.SharedRegistry;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every client must be able to do: log in, publish to a private scope, install a tree of private packages, and
/// install it again from the lock file.
class ClientRoundTripIT {
    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.standard();

    /// Yarn 1 asks on a terminal only.
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"YARN_1"})
    void logsInByTyping(ClientKind kind) {
        Client client = kind.on(registry.running());
        String user = "typist-" + kind.word();
        registry.tokenOf(user);

        client.login(user, "secret").succeeded();

        assertThat(client.whoami().succeeded().all()).contains(user);
    }

    @ParameterizedTest
    @EnumSource
    void installsTheTreeItPublished(ClientKind kind) {
        Client client = kind.on(registry.running()).withToken(registry.tokenOf("publisher-" + kind.word()));
        String base = "@acme/base-" + kind.word();
        String plain = "plain-" + kind.word();
        String app = "@acme/app-" + kind.word();
        client.publish(aPackage(base).written()).succeeded();
        client.publish(aPackage(plain)
                        .withVersion("2.3.4")
                        .dependingOn(base, "^1.0.0")
                        .written())
                .succeeded();
        publishWithHttp(kind, base, plain, app);
        Project project = Project.using(app, "^1.0.0");

        client.install(project.folder()).succeeded();

        assertThat(project.loads(app))
                .containsExactly(base + "@1.0.0", base + "@1.0.0", plain + "@2.3.4", app + "@1.1.0");
        project.forgetModules();
        client.installFrozen(project.folder()).succeeded();
        assertThat(project.loads(app)).contains(app + "@1.1.0");
    }

    @ParameterizedTest
    @EnumSource
    void cannotInstallFromThePrivateScopeWithoutLogin(ClientKind kind) {
        registry.as("owner").publish(aPackage("@acme/hidden-" + kind.word())).is(201);
        Client stranger = kind.on(registry.running());
        Project project = Project.using("@acme/hidden-" + kind.word(), "1.0.0");

        stranger.install(project.folder()).failed();

        assertThat(project.folder().resolve("node_modules/@acme")).doesNotExist();
    }

    private static void publishWithHttp(ClientKind kind, String base, String plain, String app) {
        var source = aPackage(app).dependingOn(base, "^1.0.0").dependingOn(plain, "2.x");
        var publisher = registry.as("publisher-" + kind.word());
        publisher.publish(source).is(201);
        publisher.publish(source.withVersion("1.1.0")).is(201);
    }
}
