package io.terraverde.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException;
import io.terraverde.name.PackageName;
import io.terraverde.packument.PackumentForm;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.RegistryFixture;
import io.terraverde.uplink.FakeRegistry;
import io.terraverde.uplink.Origins;
import io.terraverde.uplink.UpstreamException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackumentReaderTest {
    private static final PackageName NAME = PackageName.parse("left-pad");

    private final FakeRegistry one = new FakeRegistry();
    private final FakeRegistry two = new FakeRegistry();
    private final RegistryFixture registry = RegistryFixture.over(new InMemoryBlobStore(new ManualClock()));

    @Test
    void versionThatAFailingUplinkMayHaveIsNotMissingBecauseThePackageIsHosted() {
        registry.publish("left-pad", "1.0.0");
        one.fail(UpstreamException.Kind.UNREACHABLE);
        registry.withUplinks(Origins.MERGE, one.asUplink("one"));

        assertThatThrownBy(() -> version("2.0.0")).isInstanceOf(RegistryException.Unavailable.class);
        assertThatThrownBy(() -> version("beta")).isInstanceOf(RegistryException.Unavailable.class);

        assertThat(version("1.0.0")).contains("\"version\":\"1.0.0\"");
        assertThat(version("latest")).contains("\"version\":\"1.0.0\"");
    }

    @Test
    void versionThatAFailingUplinkMayHaveIsNotMissingBecauseAnotherLacksIt() {
        one.fail(UpstreamException.Kind.TIMED_OUT);
        two.with("left-pad", Map.of("1.0.0", ""));
        registry.withUplinks(Origins.MERGE, one.asUplink("one"), two.asUplink("two"));

        assertThatThrownBy(() -> version("2.0.0")).isInstanceOf(RegistryException.Unavailable.class);

        assertThat(version("1.0.0")).contains("\"version\":\"1.0.0\"");
        one.recover();
        assertThatThrownBy(() -> version("2.0.0")).isInstanceOf(RegistryException.NotFound.class);
    }

    @Test
    void versionThatAnOlderPackumentLacksIsNotMissingWhileTheUplinkFails() {
        one.with("left-pad", Map.of("1.0.0", ""));
        registry.withUplinks(Origins.MERGE, one.asUplink("one"));
        assertThat(version("1.0.0")).contains("\"version\":\"1.0.0\"");
        one.fail(UpstreamException.Kind.UNREACHABLE);
        registry.clock().advance(Duration.ofHours(3));

        assertThatThrownBy(() -> version("2.0.0")).isInstanceOf(RegistryException.Unavailable.class);
        assertThat(version("1.0.0")).contains("\"version\":\"1.0.0\"");
    }

    @Test
    void versionOfAHostedPackageThatNoUplinkHasIsMissing() {
        registry.publish("left-pad", "1.0.0");
        registry.withUplinks(Origins.MERGE, one.asUplink("one"));

        assertThatThrownBy(() -> version("2.0.0"))
                .isInstanceOf(RegistryException.NotFound.class)
                .hasMessageContaining("2.0.0");
    }

    private String version(String versionOrTag) {
        byte[] json = registry.reader().version(NAME, versionOrTag, PackumentForm.FULL, RegistryFixture.BASE);
        return new String(json, StandardCharsets.UTF_8);
    }
}
