package io.terraverde.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.name.PackageName;
import io.terraverde.packument.RawJson;
import io.terraverde.packument.VersionManifest;
import io.terraverde.uplink.Uplink.TarballDelivery;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UplinkTest {
    private static final PackageName NAME = PackageName.parse("@acme/base");
    private static final String FILE = "base-1.0.0.tgz";

    @ParameterizedTest
    @CsvSource({
        "https://u:p%40ss@upstream.example/npm, https://upstream.example/npm",
        "https://token@upstream.example:8443, https://upstream.example:8443",
        "http://u:p@[::1]:4873/a/b, http://[::1]:4873/a/b",
        "https://upstream.example/@scope/all, https://upstream.example/@scope/all"
    })
    void addressesHaveNoUser(String configured, String shown) {
        Uplink uplink = uplink(configured);

        assertThat(uplink.url()).isEqualTo(URI.create(shown));
        assertThat(uplink.packument(NAME)).isEqualTo(URI.create(shown + "/@acme%2fbase"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"tarball\":\"/@acme/base/-/base-1.0.0.tgz\"}", "{\"tarball\":\"base-1.0.0.tgz\"}"})
    void clientsAreNotSentToATarballAsTheUser(String dist) {
        VersionManifest manifest = VersionManifest.of(RawJson.parse(
                ("{\"name\":\"@acme/base\",\"version\":\"1.0.0\",\"dist\":" + dist + "}").getBytes(UTF_8)));
        AvailablePackage.Foreign version =
                new AvailablePackage.Foreign(uplink("https://u:secret@upstream.example"), "1.0.0", manifest);

        assertThat(UpstreamTarballs.address(NAME, FILE, version))
                .isEqualTo(URI.create("https://upstream.example/@acme/base/-/base-1.0.0.tgz"));
    }

    @Test
    void whatOneUserSeesIsNotKeptForAnother() {
        assertThat(uplink("https://a:b@upstream.example").cacheName())
                .isNotEqualTo(uplink("https://c:d@upstream.example").cacheName());
    }

    private static Uplink uplink(String url) {
        return new Uplink("up", URI.create(url), Duration.ZERO, true, TarballDelivery.REDIRECT, new FakeRegistry());
    }
}
