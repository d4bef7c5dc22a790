package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.client.Npm;
import io.terraverde.it.client.Project;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.nginx.Nginx;
import io.terraverde.it.nginx.OtherPool;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Patience;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// nginx in front of the registry and of an uplink, as `deploy/split` has it: what is hosted is asked at the
/// registry and nowhere else, and what is not is read from the uplink and nowhere else.
class SplitIT {
    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.with(RegistrySetup.standard());

    private final OtherPool elsewhere = OtherPool.open();
    private final Nginx nginx = Nginx.splitting(registry.running(), elsewhere.uri());
    private final String token = registry.tokenOf("alice");

    @BeforeEach
    void publish() {
        for (String name : List.of("@acme/hosted", "@team/hosted", "hosted", "hosted.with-dots_and~more")) {
            RegistryHttp alice = registry.http().as(token);
            if (alice.get("/" + name.replace("/", "%2f")).status() == 404) {
                alice.publish(aPackage(name)).is(201);
            }
        }
        elsewhere.has(aPackage("public"));
        elsewhere.has(aPackage("read-when-the-list-counts"));
    }

    @AfterEach
    void close() {
        nginx.close();
        elsewhere.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hosted",
                "/HOSTED",
                "/hosted/1.0.0",
                "/hosted?write=true",
                "/hosted/-/hosted-1.0.0.tgz",
                "/hosted.with-dots_and~more",
                "/@team/hosted",
                "/@team%2fhosted",
                "/@team%2Fhosted",
                "/%40team%2Fhosted",
                "/@team/hosted/1.0.0",
                "/@team/hosted/-/hosted-1.0.0.tgz",
                "/@team%2fhosted/-/hosted-1.0.0.tgz",
                "/@acme%2fnot-even-published",
                "/%40acme/not-even-published",
                "/@ACME/not-even-published",
                "/public/..%2fhosted",
                "/public/%2e%2e/hosted",
                "/%68osted",
                "/-/package/@team%2fhosted/dist-tags",
                "/-/v1/search?text=hosted",
                "/-/terraverde/names",
                "/-/whoami",
                "/"
            })
    void hostedNamesNeverReachTheOtherPool(String path) {
        refresh();

        nginx.http().as(token).get(path);

        assertThat(elsewhere.requests()).isEmpty();
        assertThat(nginx.askedFor(path, 1))
                .containsOnly(registry.running().uri().getAuthority());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/public",
                "/public/1.0.0",
                "/public/-/public-1.0.0.tgz",
                "/hosted-not",
                "/@team/other",
                "/@team%2fother",
                "/%40team%2fother",
                "/@team%2fother/-/other-1.0.0.tgz",
                "/default",
                "/include"
            })
    void otherNamesNeverReachTheRegistry(String path) {
        refresh();

        nginx.http().as(token).get(path);
        nginx.http().as(token).head(path);

        assertThat(elsewhere.requests()).containsExactly("GET " + path, "HEAD " + path);
        assertThat(nginx.askedFor(path, 2)).containsOnly(elsewhere.uri().getAuthority());
    }

    @Test
    void linksOfTheOtherPoolLeadThroughTheFront() {
        refresh();

        String tarball = nginx.http()
                .served("public")
                .version("1.0.0")
                .at("/dist/tarball")
                .asString();

        assertThat(tarball).isEqualTo(nginx.uri() + "/public/-/public-1.0.0.tgz");
        assertThat(nginx.http().served("public").tarball("1.0.0")).isNotEmpty();
    }

    @Test
    void withoutAListEverythingIsAskedAtTheRegistry() {
        nginx.http().get("/public").is(404);
        nginx.http().get("/hosted").is(200);

        assertThat(elsewhere.requests()).isEmpty();
    }

    @Test
    void publishGoesToTheRegistryAndItsNameIsHostedAfterTheNextRefresh() {
        refresh();
        String name = "fresh-" + System.nanoTime();
        nginx.http().get("/" + name).is(404);
        assertThat(elsewhere.requests()).containsExactly("GET /" + name);

        nginx.http().as(token).publish(aPackage(name)).is(201);
        nginx.refreshNames(registry.running(), token).succeeded();
        Patience.until(
                "nginx has read the list", () -> nginx.http().get("/" + name).status() == 200);
        elsewhere.forget();

        nginx.http().served(name).tarball("1.0.0");
        assertThat(elsewhere.requests()).isEmpty();
    }

    @Test
    void unchangedListCausesNoReload() {
        Path reloads = Folders.fresh("reloads").resolve("list");
        List<String> count = List.of("sh", "-c", "echo reload >> " + reloads);

        nginx.refreshNames(registry.running(), token, count).succeeded();
        nginx.refreshNames(registry.running(), token, count).succeeded();
        assertThat(reloads).hasContent("reload\n");

        registry.http()
                .as(token)
                .publish(aPackage("counted-" + System.nanoTime()))
                .is(201);
        nginx.refreshNames(registry.running(), token, count).succeeded();
        assertThat(reloads).hasContent("reload\nreload\n");
    }

    @Test
    void listThatCannotBeFetchedLeavesTheLastOne() {
        refresh();
        String last = Folders.read(nginx.namesMap());

        assertThat(nginx.refreshNames(registry.running(), "expired").failed().err())
                .contains("answered 401");
        registry.running().kill();
        try {
            nginx.refreshNames(registry.running(), token).failed();
        } finally {
            registry.running().startAgain();
        }

        assertThat(Folders.read(nginx.namesMap())).isEqualTo(last);
        Patience.until(
                "the registry is asked again", () -> nginx.http().get("/hosted").status() == 200);
        assertThat(elsewhere.requests()).isEmpty();
    }

    @Test
    void listThatIsNotTakenIsTriedAgain() {
        nginx.refreshNames(registry.running(), token, List.of("false")).failed();
        assertThat(nginx.namesMap()).doesNotExist();

        refresh();

        assertThat(Folders.read(nginx.namesMap())).contains("\"/@team/hosted\" 1;\n");
    }

    @Test
    void npmInstallsWhatIsHostedTogetherWithWhatIsPublic() {
        String app = "app-" + System.nanoTime();
        Npm npm = Npm.eleven(nginx.uri()).withToken(token);
        npm.publish(aPackage(app)
                        .dependingOn("public", "^1.0.0")
                        .dependingOn("@acme/hosted", "^1.0.0")
                        .written())
                .succeeded();
        refresh();
        Project project = Project.using(app, "^1.0.0");

        npm.install(project.folder()).succeeded();

        assertThat(project.loads(app)).containsExactly("public@1.0.0", "@acme/hosted@1.0.0", app + "@1.0.0");
        assertThat(elsewhere.requests()).containsOnly("GET /public", "GET /public/-/public-1.0.0.tgz");
        project.forgetModules();
        npm.installFrozen(project.folder()).succeeded();
        assertThat(elsewhere.requests()).containsOnly("GET /public", "GET /public/-/public-1.0.0.tgz");
    }

    /// Returns when nginx goes by the list.
    private void refresh() {
        nginx.refreshNames(registry.running(), token).succeeded();
        Patience.until(
                "nginx goes by the list",
                () -> nginx.http().get("/read-when-the-list-counts").status() == 200);
        elsewhere.forget();
    }
}
