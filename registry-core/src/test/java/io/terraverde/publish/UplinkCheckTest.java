package io.terraverde.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException;
import io.terraverde.name.PackageName;
import io.terraverde.publish.UplinkCheck.WhenDown;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.RegistryFixture;
import io.terraverde.testkit.StoreContents;
import io.terraverde.uplink.FakeRegistry;
import io.terraverde.uplink.Origins;
import io.terraverde.uplink.UpstreamException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UplinkCheckTest {
    private static final PackageName NAME = PackageName.parse("left-pad");

    private final InMemoryBlobStore store = new InMemoryBlobStore(new ManualClock());
    private final FakeRegistry upstream = new FakeRegistry();
    private final RegistryFixture registry =
            RegistryFixture.over(store).withUplinks(Origins.MERGE, upstream.asUplink("up"));

    @Test
    void packageNobodyHasIsPublished() {
        assertThat(registry.publish("left-pad", "1.0.0")).isEqualTo("1.0.0");
    }

    @Test
    void newVersionOfAnUplinksPackageIsPublished() {
        upstream.with("left-pad", Map.of("1.0.0", ""));

        assertThat(registry.publish("left-pad", "1.0.1")).isEqualTo("1.0.1");
    }

    @Test
    void versionAnUplinkHasIsRefusedAndLeavesNothing() {
        upstream.with("left-pad", Map.of("1.0.0", ""));

        assertThatThrownBy(() -> registry.publish("left-pad", "1.0.0")).isInstanceOf(RegistryException.Conflict.class);

        assertThat(StoreContents.bytes(store, "left-pad/package.json")).isEmpty();
        assertThat(StoreContents.bytes(store, "left-pad/left-pad-1.0.0.tgz")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(UpstreamException.Kind.class)
    void firstPublishIsRefusedWhileAnUplinkFails(UpstreamException.Kind kind) {
        upstream.fail(kind);

        assertThatThrownBy(() -> registry.publish("left-pad", "1.0.0"))
                .isInstanceOf(RegistryException.Unavailable.class)
                .hasMessageContaining("refuse to publish")
                .hasMessageContaining("fake");
    }

    @ParameterizedTest
    @EnumSource(UpstreamException.Kind.class)
    void firstPublishGoesOnWhereThatIsAllowed(UpstreamException.Kind kind) {
        upstream.fail(kind);
        UplinkCheck check = new UplinkCheck(registry.packages(), WhenDown.PUBLISH);

        assertThatCode(() -> check.requireNew(NAME, "1.0.0")).doesNotThrowAnyException();
    }

    @Test
    void firstPublishIsRefusedWhileOneOfTwoUplinksFails() {
        FakeRegistry other = new FakeRegistry().with("left-pad", Map.of("1.0.0", ""));
        registry.withUplinks(Origins.MERGE, upstream.asUplink("up"), other.asUplink("other"));
        upstream.fail(UpstreamException.Kind.UNREACHABLE);

        assertThatThrownBy(() -> registry.publish("left-pad", "2.0.0"))
                .isInstanceOf(RegistryException.Unavailable.class)
                .hasMessageContaining("refuse to publish");
        assertThatThrownBy(() -> registry.publish("left-pad", "1.0.0")).isInstanceOf(RegistryException.Conflict.class);

        UplinkCheck check = new UplinkCheck(registry.packages(), WhenDown.PUBLISH);
        assertThatCode(() -> check.requireNew(NAME, "2.0.0")).doesNotThrowAnyException();
    }

    /// What Verdaccio has copied makes no package hosted.
    @Test
    void firstPublishOverACopyIsRefusedWhileTheUplinkFails() {
        StoreContents.put(store, "left-pad/package.json", """
                {"name":"left-pad","versions":{
                "1.0.0":{"name":"left-pad","version":"1.0.0","dist":{"tarball":"http://old/left-pad-1.0.0.tgz"}}},
                "dist-tags":{"latest":"1.0.0"},
                "_distfiles":{"left-pad-1.0.0.tgz":{"url":"http://old/left-pad-1.0.0.tgz"}}}""");
        upstream.fail(UpstreamException.Kind.UNREACHABLE);

        assertThatThrownBy(() -> registry.publish("left-pad", "2.0.0"))
                .isInstanceOf(RegistryException.Unavailable.class);
    }

    @Test
    void nextPublishOfAHostedPackageNeedsNoUplink() {
        assertThat(registry.publish("left-pad", "1.0.0")).isEqualTo("1.0.0");
        upstream.fail(UpstreamException.Kind.TIMED_OUT);

        assertThat(registry.publish("left-pad", "1.1.0")).isEqualTo("1.1.0");
    }
}
