package io.terraverde.it.uplink;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.upstream.Passage;
import io.terraverde.it.upstream.Request;
import io.terraverde.it.upstream.Trouble;
import io.terraverde.it.upstream.Upstream;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a registry tells the one behind it, and what it keeps to itself.
class UplinkPrivacyIT {
    private static final Upstream upstream = Upstream.start();

    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.with(UplinkSetup.before(upstream.uri())
            .with("auth", "{type: bearer, token: of-the-registry}")
            .registry());

    @AfterAll
    static void close() {
        upstream.close();
    }

    @Test
    void nameWithoutProxyIsNeverAskedOutside() {
        upstream.publish(aPackage("@acme/secret"));
        RegistryHttp alice = registry.as("alice");

        for (String path : List.of(
                "/@acme%2fsecret",
                "/@acme/secret",
                "/@ACME/secret",
                "/@acme/secret/1.0.0",
                "/@acme/secret/latest",
                "/@acme/secret/-/secret-1.0.0.tgz",
                "/@acme%2fsecret/-/secret-1.0.0.tgz",
                "/-/package/@acme%2fsecret/dist-tags")) {
            alice.get(path).is(404);
            alice.head(path).is(404);
        }
        alice.publish(aPackage("@acme/secret").withVersion("2.0.0")).is(201);

        assertThat(alice.served("@acme/secret").versions()).containsExactly("2.0.0");
        alice.get("/@acme/secret/-/secret-1.0.0.tgz").is(404);
        assertThat(upstream.journal().all()).noneMatch(request -> request.path().contains("secret"));
    }

    @Test
    void credentialsOfTheClientStayHere() {
        upstream.publish(aPackage("asked-by-alice"));
        String token = registry.tokenOf("alice");
        var request = registry.http()
                .as(token)
                .request("/asked-by-alice")
                .header("cookie", "session=of-alice")
                .header("npm-otp", "123456")
                .header("x-of-alice", "of-alice");

        registry.http().send(request.GET()).is(200);
        registry.http().as("alice", "secret").served("asked-by-alice").tarball("1.0.0");

        List<Request> asked = upstream.journal().all().stream()
                .filter(each -> each.path().startsWith("/asked-by-alice"))
                .toList();
        assertThat(asked).hasSizeGreaterThanOrEqualTo(2).allSatisfy(each -> {
            assertThat(each.header("authorization")).hasValue("Bearer of-the-registry");
            assertThat(each.headers().toString()).doesNotContain("alice", token, "npm-otp", "123456");
        });
    }

    @Test
    void credentialsOfTheRegistryGoToItsUplinkOnly() {
        try (Upstream elsewhere = Upstream.start()) {
            var itself = upstream.publish(aPackage("moved"));
            elsewhere.publish(aPackage("moved"));
            upstream.script().at(itself.pathOf("1.0.0")).always(Trouble.redirectToServer(elsewhere.uri()));

            registry.http().served("moved").tarball("1.0.0");

            assertThat(elsewhere.journal().count(itself.pathOf("1.0.0"))).isEqualTo(1);
            assertThat(elsewhere.journal().values("authorization")).isEmpty();
        }
    }

    @Test
    void whoAskedBeforeIsTold() {
        upstream.publish(aPackage("asked-by-another"));

        registry.http().get("/asked-by-another", "via", "1.1 another").is(200);

        assertThat(upstream.journal().of("/asked-by-another"))
                .singleElement()
                .satisfies(request -> assertThat(request.header("via").orElse(""))
                        .startsWith("1.1 another, 1.1 ")
                        .hasSizeGreaterThan("1.1 another, 1.1 ".length()));
    }

    /// Either would wait for minutes, if it did not see that it asks itself.
    @Test
    void twoRegistriesThatAskEachOtherAnswer() {
        var first = new AtomicReference<URI>();
        try (Passage back = Passage.to(first::get);
                Registry second = Registry.start(waitingForMinutes(back.uri()));
                Registry one = Registry.start(waitingForMinutes(second.uri()))) {
            first.set(one.uri());

            for (Registry each : List.of(one, second)) {
                var answer = each.http().get("/in-a-circle");
                assertThat(answer.status()).as(answer.toString()).isBetween(500, 599);
                assertThat(answer.error()).contains("\"up\"");
                each.http().get("/-/ping").is(200);
            }
        }
    }

    private static RegistrySetup waitingForMinutes(URI uplink) {
        return UplinkSetup.before(uplink).with("timeout", "10m").registry();
    }
}
