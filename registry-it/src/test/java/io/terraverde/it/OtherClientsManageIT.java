package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.client.Berry;
import io.terraverde.it.client.Client;
import io.terraverde.it.client.ClientKind;
import io.terraverde.it.client.Yarn;
import io.terraverde.it.content.PackageSource;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.registry.SharedRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What clients other than npm 11 do to packages that are there.
class OtherClientsManageIT {
    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.standard();

    @ParameterizedTest
    @EnumSource(names = {"NPM_6", "NPM_8", "PNPM_10"})
    void tagDeprecateStarSearchAndUnpublish(ClientKind kind) {
        String name = "@acme/managed-" + kind.word();
        RegistryHttp alice = published(name);
        Client client = kind.on(registry.running()).withToken(registry.tokenOf("alice"));

        client.run("dist-tag", "add", name + "@1.0.0", "stable").succeeded();
        assertThat(alice.served(name).tags()).containsEntry("stable", "1.0.0");

        client.run("deprecate", name + "@1.0.0", "old").succeeded();
        assertThat(alice.served(name).deprecated()).containsEntry("1.0.0", "old");

        client.run("star", name).succeeded();
        assertThat(alice.served(name).stars()).containsExactly("alice");

        assertThat(client.run("search", "managed-" + kind.word()).succeeded().out())
                .contains("managed-" + kind.word());

        client.run("unpublish", name + "@1.1.0").succeeded();
        assertThat(alice.served(name).versions()).containsExactly("1.0.0");
        assertThat(alice.served(name).tags()).containsEntry("latest", "1.0.0");

        client.run("unpublish", name, "--force").succeeded();
        alice.get("/@acme%2fmanaged-" + kind.word()).is(404);
    }

    @Test
    void yarn1ManagesTags() {
        RegistryHttp alice = published("@acme/managed-yarn-1");
        var project = aPackage("yarn-1-project").written();
        Yarn yarn = new Yarn(registry.running()).withToken(registry.tokenOf("alice"));

        yarn.run(project, "tag", "add", "@acme/managed-yarn-1@1.0.0", "stable", "--non-interactive")
                .succeeded();

        assertThat(yarn.run(project, "tag", "list", "@acme/managed-yarn-1", "--non-interactive")
                        .succeeded()
                        .out())
                .contains("stable", "1.0.0");
        yarn.run(project, "tag", "remove", "@acme/managed-yarn-1", "stable", "--non-interactive")
                .succeeded();
        assertThat(alice.served("@acme/managed-yarn-1").tags()).doesNotContainKey("stable");
        assertThat(yarn.run(project, "info", "@acme/managed-yarn-1", "versions", "--json", "--non-interactive")
                        .succeeded()
                        .out())
                .contains("1.0.0", "1.1.0");
    }

    @ParameterizedTest
    @EnumSource(names = {"BERRY_3", "BERRY_4"})
    void berryManagesTags(ClientKind kind) {
        String name = "@acme/managed-" + kind.word();
        RegistryHttp alice = published(name);
        Client berry = ((Berry) kind.on(registry.running())).withToken(registry.tokenOf("alice"));

        berry.run("npm", "tag", "add", name + "@1.0.0", "stable").succeeded();

        assertThat(berry.run("npm", "tag", "list", name).succeeded().out()).contains("stable");
        berry.run("npm", "tag", "remove", name, "stable").succeeded();
        assertThat(alice.served(name).tags()).doesNotContainKey("stable");
        assertThat(berry.run("npm", "info", name, "--fields", "versions")
                        .succeeded()
                        .out())
                .contains("1.0.0", "1.1.0");
    }

    private static RegistryHttp published(String name) {
        RegistryHttp alice = registry.as("alice");
        PackageSource source = aPackage(name);
        alice.publish(source).is(201);
        alice.publish(source.withVersion("1.1.0")).is(201);
        return alice;
    }
}
