package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.client.Npm;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.http.ServedPackage;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.registry.Verdaccio;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Leaving is as easy as coming: over a folder of Verdaccio's this registry writes, then Verdaccio reads it and writes,
/// then this registry reads it again.
class VerdaccioReadsBackIT {
    private static final List<String> NAMES = List.of("@acme/app", "@acme/base", "left-pad-acme", "@acme/fresh");

    @Test
    void verdaccioServesWhatWasWrittenHere() {
        RegistrySetup ours = VerdaccioFolder.copied();
        RegistrySetup verdaccios = ours.startedBy(Verdaccio.command());

        Map<String, Object> written = writeAndLook(ours);
        Map<String, Object> read = lookAndWrite(verdaccios);
        Map<String, Object> readAgain = lookAgain(ours);

        assertThat(read).isEqualTo(written);
        assertThat(readAgain).containsAllEntriesOf(Map.of("versions of @acme/later", List.of("1.0.0")));
        assertThat(readAgain).containsEntry("versions of @acme/base", List.of("1.0.0", "1.2.0", "1.3.0"));
    }

    private static Map<String, Object> writeAndLook(RegistrySetup ours) {
        try (Registry registry = Registry.start(ours)) {
            RegistryHttp alice = registry.http().as(VerdaccioFolder.token("login"));
            Npm npm = Npm.eleven(registry).withToken(VerdaccioFolder.token("login"));
            alice.publish(aPackage("@acme/fresh")).is(201);
            alice.publish(aPackage("@acme/base").withVersion("1.2.0")).is(201);
            npm.run("dist-tag", "add", "@acme/base@1.0.0", "steady").succeeded();
            npm.run("deprecate", "@acme/app@1.0.0", "too old").succeeded();
            npm.run("unpublish", "left-pad-acme@1.0.0").succeeded();
            npm.run("star", "@acme/fresh").succeeded();
            registry.http().login("bob", "secret");
            Map<String, Object> seen = look(registry);
            registry.stop();
            return seen;
        }
    }

    private static Map<String, Object> lookAndWrite(RegistrySetup verdaccios) {
        try (Registry verdaccio = Registry.start(verdaccios)) {
            Map<String, Object> seen = look(verdaccio);
            RegistryHttp alice = verdaccio.http().as(VerdaccioFolder.token("login"));
            alice.publish(aPackage("@acme/base").withVersion("1.3.0")).is(201);
            alice.publish(aPackage("@acme/later")).is(201);
            verdaccio.stop();
            return seen;
        }
    }

    private static Map<String, Object> lookAgain(RegistrySetup ours) {
        try (Registry registry = Registry.start(ours)) {
            Map<String, Object> seen = look(registry);
            ServedPackage later = alice(registry).served("@acme/later");
            later.tarball("1.0.0");
            seen.put("versions of @acme/later", List.copyOf(later.versions()));
            return seen;
        }
    }

    /// What a client can see, tarballs with their integrity checked.
    private static Map<String, Object> look(Registry registry) {
        var seen = new LinkedHashMap<String, Object>();
        for (String name : NAMES) {
            ServedPackage served = alice(registry).served(name);
            served.versions().forEach(served::tarball);
            seen.put("versions of " + name, List.copyOf(served.versions()));
            seen.put("tags of " + name, served.tags());
            seen.put("deprecated of " + name, served.deprecated());
            seen.put("stars of " + name, List.copyOf(served.stars()));
            seen.put("readme of " + name, served.json().path("readme").asString());
        }
        for (String user : List.of("alice", "bob", "apr1", "sha1", "descrypt")) {
            seen.put("user " + user, whoami(registry.http().as(user, "secret")));
        }
        for (String kind : List.of("login", "generated", "readonly")) {
            seen.put("token " + kind, whoami(registry.http().as(VerdaccioFolder.token(kind))));
        }
        String search = alice(registry).get("/-/v1/search?text=fresh").is(200).text();
        seen.put("fresh is found", search.contains("@acme/fresh"));
        return seen;
    }

    private static RegistryHttp alice(Registry registry) {
        return registry.http().as(VerdaccioFolder.token("login"));
    }

    private static String whoami(RegistryHttp http) {
        return http.get("/-/whoami").json().path("username").asString("");
    }
}
