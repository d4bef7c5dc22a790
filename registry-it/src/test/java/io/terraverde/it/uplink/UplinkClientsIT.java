package io.terraverde.it.uplink;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.client.ClientKind;
import io.terraverde.it.client.Npm;
import io.terraverde.it.client.Project;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Outcome;
import io.terraverde.it.upstream.Trouble;
import io.terraverde.it.upstream.Upstream;
import io.terraverde.it.upstream.UpstreamPackage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What people see who install through a registry with an uplink, in good days and bad.
class UplinkClientsIT {
    private static final Upstream upstream = Upstream.start();

    @RegisterExtension
    static final SharedRegistry registry =
            SharedRegistry.with(UplinkSetup.before(upstream.uri()).registry().with("level: warn", "level: http"));

    @AfterEach
    void heal() {
        upstream.script().heal();
        upstream.comeUp();
    }

    @AfterAll
    static void close() {
        upstream.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"NPM_6", "NPM_11", "PNPM_10", "YARN_1", "BERRY_4"})
    void installsATree(ClientKind kind) {
        String name = "tree-" + kind.word();
        Project project = aProject(name);
        String token = registry.tokenOf("alice");

        kind.on(registry.running()).withToken(token).install(project.folder()).succeeded();

        assertLoads(project, name);
        project.forgetModules();
        kind.on(registry.running())
                .withToken(token)
                .installFrozen(project.folder())
                .succeeded();
        assertLoads(project, name);
        assertThat(upstream.journal().count("/@up/" + name + "/-/" + name + "-1.0.0.tgz"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"NPM_6", "NPM_11", "PNPM_10", "YARN_1"})
    void triesAgainAfterAFailureOfTheUpstream(ClientKind kind) {
        String name = "again-" + kind.word();
        Project project = aProject(name);
        upstream.script().at("/" + name).once(Trouble.status(503));
        if (kind != ClientKind.YARN_1) {
            // Yarn 1 gives up on a tarball at once.
            upstream.script().at("/@up/" + name + "/-/" + name + "-1.0.0.tgz").once(Trouble.status(500));
        }

        kind.on(registry.running()).install(project.folder()).succeeded();

        assertLoads(project, name);
        assertThat(requests(name)).as("statuses that the client got").containsPattern("\"status\":50[23]");
    }

    @ParameterizedTest
    @EnumSource(names = {"NPM_11", "PNPM_10", "YARN_1"})
    void wrongBytesAreNotInstalled(ClientKind kind) {
        String name = "wrong-" + kind.word();
        Project project = aProject(name);
        upstream.script().at("/" + name + "/-/" + name + "-1.0.0.tgz").always(Trouble.wrongByte());

        kind.on(registry.running()).install(project.folder()).failed();

        assertThat(project.folder().resolve("node_modules/" + name + "/index.js"))
                .doesNotExist();
        upstream.script().heal();
        kind.on(registry.running()).install(project.folder()).succeeded();
        assertLoads(project, name);
    }

    @Test
    void deprecationIsSeen() {
        UpstreamPackage itself = upstream.publish(aPackage("aging"));
        Npm npm = Npm.eleven(registry.running());
        assertThat(npm.run("view", "aging", "deprecated").succeeded().out()).isBlank();

        itself.deprecate("1.0.0", "use something else");

        Outcome view = Npm.eleven(registry.running()).run("view", "aging", "deprecated");
        assertThat(view.succeeded().out()).contains("use something else");
    }

    @Test
    void missingPackageIsSaidToBeMissing() {
        Outcome install = Npm.eleven(registry.running())
                .install(Project.using("nobody-has-this", "1.0.0").folder());

        assertThat(install.failed().all()).contains("E404");
    }

    @Test
    void failureNamesTheUplink() {
        upstream.goDown();
        Project project = Project.using("unknown-yet", "1.0.0");
        Folders.write(project.folder().resolve(".npmrc"), "fetch-retries=0\n");

        Outcome install = Npm.eleven(registry.running()).install(project.folder());

        assertThat(install.failed().all()).contains("uplink", "up").doesNotContain("E404");
    }

    /// What was installed once can be installed while the upstream is off: by new clients, after a restart, and from
    /// another instance over the same storage.
    @Test
    void warmCacheOutlivesTheUpstreamAndTheProcess() {
        RegistrySetup setup = UplinkSetup.before(upstream.uri()).registry();
        ClientKind[] kinds = {ClientKind.NPM_11, ClientKind.PNPM_10, ClientKind.YARN_1};
        aProject("kept");
        try (Registry one = Registry.start(setup);
                Registry another = Registry.start(overTheStorageOf(one))) {
            ClientKind.NPM_11.on(one).install(using("kept").folder()).succeeded();
            upstream.goDown();

            for (ClientKind kind : kinds) {
                installs(kind, one);
            }
            one.stop();
            one.startAgain();
            for (ClientKind kind : kinds) {
                installs(kind, one);
                installs(kind, another);
            }
        }
    }

    private static void installs(ClientKind kind, Registry from) {
        Project project = using("kept");
        kind.on(from).install(project.folder()).succeeded();
        assertLoads(project, "kept");
    }

    private static RegistrySetup overTheStorageOf(Registry one) {
        return UplinkSetup.before(upstream.uri())
                .registry()
                .with("storage: ./storage", "storage: " + one.storage())
                .with("file: ./htpasswd", "file: " + one.folder().resolve("htpasswd"));
    }

    /// A package that depends on one of a scope.
    private static Project aProject(String name) {
        upstream.publish(aPackage("@up/" + name));
        upstream.publish(aPackage(name).dependingOn("@up/" + name, "^1.0.0"));
        return using(name);
    }

    private static Project using(String name) {
        Project project = Project.using(name, "^1.0.0");
        Folders.write(
                project.folder().resolve(".npmrc"),
                "fetch-retry-mintimeout=100\nfetch-retry-maxtimeout=200\nfetch-retries=3\n");
        return project;
    }

    private static void assertLoads(Project project, String name) {
        assertThat(project.loads(name)).containsExactly("@up/" + name + "@1.0.0", name + "@1.0.0");
    }

    /// The lines of the log that tell of requests for a package.
    private static String requests(String name) {
        return String.join(
                "\n",
                Folders.read(registry.running().folder().resolve("registry.log"))
                        .lines()
                        .filter(line -> line.contains("/" + name) && line.contains("status"))
                        .toList());
    }
}
