package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.client.Npm;
import io.terraverde.it.client.Project;
import io.terraverde.it.content.PackageSource;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What npm 11 does to packages that are there.
class NpmManagesPackagesIT {
    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.standard();

    private Npm npm = Npm.eleven(registry.running());
    private RegistryHttp alice = registry.http();

    @BeforeEach
    void logIn() {
        String token = registry.tokenOf("alice");
        npm = Npm.eleven(registry.running()).withToken(token);
        alice = registry.http().as(token);
    }

    @Test
    void distTagsAreAddedListedAndRemoved() {
        published("@acme/tagged", "1.0.0", "1.1.0");

        npm.run("dist-tag", "add", "@acme/tagged@1.0.0", "stable").succeeded();

        assertThat(npm.run("dist-tag", "ls", "@acme/tagged").succeeded().out())
                .contains("latest: 1.1.0", "stable: 1.0.0");
        npm.run("dist-tag", "rm", "@acme/tagged", "stable").succeeded();
        assertThat(alice.served("@acme/tagged").tags()).isEqualTo(Map.of("latest", "1.1.0"));
    }

    @Test
    void tagOfAMissingVersionIsRefused() {
        published("@acme/tagged-wrong", "1.0.0");

        npm.run("dist-tag", "add", "@acme/tagged-wrong@9.9.9", "stable").failed();

        assertThat(alice.served("@acme/tagged-wrong").tags()).isEqualTo(Map.of("latest", "1.0.0"));
    }

    @Test
    void deprecationComesAndGoes() {
        published("@acme/old", "1.0.0", "1.1.0");

        npm.run("deprecate", "@acme/old@1.0.0", "use 1.1.0").succeeded();

        assertThat(alice.served("@acme/old").deprecated()).isEqualTo(Map.of("1.0.0", "use 1.1.0"));
        npm.run("undeprecate", "@acme/old@1.0.0").succeeded();
        assertThat(alice.served("@acme/old").deprecated()).isEmpty();
        assertThat(alice.served("@acme/old").versions()).containsExactly("1.0.0", "1.1.0");
    }

    @Test
    @Tag("fix")
    void ownersAreListedAddedAndRemoved() {
        registry.tokenOf("bob");
        published("@acme/owned", "1.0.0");
        assertThat(npm.run("owner", "ls", "@acme/owned").succeeded().out()).contains("alice");

        npm.run("owner", "add", "bob", "@acme/owned").succeeded();

        assertThat(npm.run("owner", "ls", "@acme/owned").succeeded().out()).contains("alice", "bob");
        npm.run("owner", "rm", "bob", "@acme/owned").succeeded();
        assertThat(npm.run("owner", "ls", "@acme/owned").succeeded().out())
                .contains("alice")
                .doesNotContain("bob");
    }

    @Test
    void starsComeAndGo() {
        published("@acme/starred", "1.0.0");

        npm.run("star", "@acme/starred").succeeded();

        assertThat(npm.run("stars", "alice").succeeded().out()).contains("@acme/starred");
        npm.run("unstar", "@acme/starred").succeeded();
        assertThat(npm.run("stars", "alice").all()).doesNotContain("@acme/starred");
    }

    @Test
    void oneVersionIsUnpublished() {
        published("@acme/withdrawn", "1.0.0", "1.1.0");
        String tarball = "/@acme/withdrawn/-/withdrawn-1.1.0.tgz";
        alice.get(tarball).is(200);

        npm.run("unpublish", "@acme/withdrawn@1.1.0").succeeded();

        var left = alice.served("@acme/withdrawn");
        assertThat(left.versions()).containsExactly("1.0.0");
        assertThat(left.tags()).isEqualTo(Map.of("latest", "1.0.0"));
        left.tarball("1.0.0");
        alice.get(tarball).is(404);
    }

    @Test
    void unpublishingTheLastVersionRemovesThePackage() {
        published("@acme/only", "1.0.0");

        npm.run("unpublish", "@acme/only@1.0.0", "--force").succeeded();

        alice.get("/@acme%2fonly").is(404);
        alice.get("/@acme/only/-/only-1.0.0.tgz").is(404);
    }

    @Test
    void wholePackageIsUnpublishedAndMayComeBack() {
        published("@acme/gone", "1.0.0", "1.1.0");

        npm.run("unpublish", "@acme/gone", "--force").succeeded();

        alice.get("/@acme%2fgone").is(404);
        alice.publish(aPackage("@acme/gone").withVersion("2.0.0")).is(201);
        assertThat(alice.served("@acme/gone").versions()).containsExactly("2.0.0");
    }

    @Test
    void searchFindsByWord() {
        published("@acme/findable-needle", "1.2.3");

        var found = npm.run("search", "findable-needle", "--json").succeeded().json();

        assertThat(found.size()).isEqualTo(1);
        assertThat(found.path(0).path("name").asString()).isEqualTo("@acme/findable-needle");
    }

    @Test
    @Tag("fix")
    void searchTellsTheVersion() {
        published("@acme/findable-version", "1.2.3");

        var found = npm.run("search", "findable-version", "--json").succeeded().json();

        assertThat(found.path(0).path("version").asString()).isEqualTo("1.2.3");
    }

    @Test
    void privatePackagesAreNotFoundByStrangers() {
        published("@acme/secret-needle", "1.0.0");

        var found = Npm.eleven(registry.running())
                .run("search", "secret-needle", "--json")
                .succeeded()
                .json();

        assertThat(found.size()).isZero();
    }

    @Test
    void viewShowsWhatWasPublished() {
        published("@acme/viewed", "1.0.0", "1.1.0");

        var view = npm.run("view", "@acme/viewed", "--json").succeeded().json();

        assertThat(view.path("name").asString()).isEqualTo("@acme/viewed");
        assertThat(view.path("version").asString()).isEqualTo("1.1.0");
        assertThat(view.path("versions").size()).isEqualTo(2);
        assertThat(npm.run("view", "@acme/viewed@1.0.0", "version").succeeded().out())
                .isEqualTo("1.0.0\n");
    }

    @Test
    void packFetchesThePublishedBytes() throws IOException {
        published("@acme/packed", "1.0.0");
        Path folder = Folders.fresh("packed");

        npm.run(folder, "pack", "@acme/packed@1.0.0").succeeded();

        assertThat(Files.readAllBytes(folder.resolve("acme-packed-1.0.0.tgz")))
                .isEqualTo(alice.served("@acme/packed").tarball("1.0.0"));
    }

    @Test
    void versionIsPublishedOnce() {
        PackageSource source = aPackage("@acme/once");
        npm.publish(source.written()).succeeded();
        byte[] first = alice.served("@acme/once").tarball("1.0.0");

        npm.publish(source.with("description", "other").written()).failed();

        assertThat(alice.served("@acme/once").tarball("1.0.0")).isEqualTo(first);
    }

    @Test
    void prereleaseIsPublishedUnderItsTag() {
        published("@acme/early", "1.0.0");

        npm.run(aPackage("@acme/early").withVersion("2.0.0-beta.1").written(), "publish", "--tag", "beta")
                .succeeded();

        assertThat(alice.served("@acme/early").tags()).isEqualTo(Map.of("latest", "1.0.0", "beta", "2.0.0-beta.1"));
    }

    @Test
    @Tag("fix")
    void accessQuestionsAreAnswered() {
        published("@acme/asked", "1.0.0");

        assertThat(npm.run("access", "get", "status", "@acme/asked").succeeded().out())
                .contains("private");
        assertThat(npm.run("access", "list", "collaborators", "@acme/asked")
                        .succeeded()
                        .out())
                .contains("alice: read-write");
    }

    @Test
    @Tag("fix")
    void auditOfPrivatePackagesIsClean() {
        published("@acme/audited", "1.0.0");
        Project project = Project.using("@acme/audited", "1.0.0");
        npm.install(project.folder()).succeeded();

        var report = npm.run(project.folder(), "audit", "--json").succeeded().json();

        assertThat(report.path("metadata").path("vulnerabilities").path("total").asInt())
                .isZero();
    }

    @Test
    void lockFileNamesTheTarballAndItsIntegrity() {
        published("@acme/locked", "1.0.0");
        Project project = Project.using("@acme/locked", "1.0.0");

        npm.install(project.folder()).succeeded();

        String integrity = alice.served("@acme/locked")
                .version("1.0.0")
                .path("dist")
                .path("integrity")
                .asString();
        assertThat(project.read("package-lock.json"))
                .contains(registry.running().uri() + "/@acme/locked/-/locked-1.0.0.tgz")
                .contains(integrity);
    }

    private void published(String name, String... versions) {
        for (String version : versions) {
            alice.publish(aPackage(name).withVersion(version)).is(201);
        }
    }
}
