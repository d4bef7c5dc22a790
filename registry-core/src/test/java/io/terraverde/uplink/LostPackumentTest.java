package io.terraverde.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.StorageException;
import io.terraverde.testkit.Fault;
import io.terraverde.testkit.FaultyBlobStore.Operation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cache that loses bytes, or fails.
final class LostPackumentTest {
    private PackumentsFixture all;

    @BeforeEach
    void prepare(@TempDir Path spool) {
        all = new PackumentsFixture(spool);
    }

    @Test
    void readThatFailsOnceLosesNothing() {
        UpstreamPackuments tiny = all.instance(1);
        assertThat(all.versions(tiny)).containsExactly("1.0.0");
        all.errands.await();
        all.registry.fail(UpstreamException.Kind.UNREACHABLE);
        all.store.once(Operation.READ, LostPackumentTest::isBody, new Fault.Fail(StorageException.Kind.UNAVAILABLE));

        assertThatThrownBy(() -> all.versions(tiny)).isInstanceOf(RegistryException.Unavailable.class);
        all.errands.await();

        assertThat(all.versions(tiny)).containsExactly("1.0.0");
        assertThat(all.versions(all.instance())).containsExactly("1.0.0");
    }

    @Test
    void newerPackumentOfAnotherInstanceIsFoundInsteadOfTheOneThatIsGone() {
        UpstreamPackuments first = all.instance(1);
        assertThat(all.versions(first)).containsExactly("1.0.0");
        all.errands.await();
        all.publish("1.1.0");
        UpstreamPackuments second = all.instance(1);
        all.clock.advance(PackumentsFixture.FRESHNESS.notFound());
        assertThat(PackumentsFixture.versions(all.askAnew(second))).contains("1.1.0");
        all.errands.await();
        all.registry.fail(UpstreamException.Kind.UNREACHABLE);

        assertThat(all.versions(first)).contains("1.1.0");
        assertThat(all.versions(all.instance())).contains("1.1.0");
    }

    @Test
    void packumentThatCannotBeKeptIsGivenOutAllTheSame() {
        all.store.always(Operation.PUT, LostPackumentTest::isBody, new Fault.Fail(StorageException.Kind.FULL));
        all.registry.withText("/left-pad", large());
        UpstreamPackuments tiny = all.instance(1);

        assertThat(all.versions(tiny)).containsExactly("1.0.0");
        assertThat(all.versions(tiny)).containsExactly("1.0.0");

        all.errands.await();
        assertThat(objects()).isEmpty();
    }

    @Test
    void packumentThatCannotBeKeptLeavesTheOneBeforeIt() {
        UpstreamPackuments tiny = all.instance(1);
        assertThat(all.versions(tiny)).containsExactly("1.0.0");
        all.errands.await();
        List<BlobKey> before = objects();
        all.store.always(Operation.PUT, LostPackumentTest::isBody, new Fault.Fail(StorageException.Kind.FULL));
        all.publish("1.1.0");
        all.clock.advance(PackumentsFixture.MAX_AGE.plus(PackumentsFixture.FRESHNESS.staleWhileRevalidate()));

        assertThat(all.versions(tiny)).contains("1.1.0");
        all.errands.await();

        assertThat(objects()).isEqualTo(before);
        all.registry.fail(UpstreamException.Kind.UNREACHABLE);
        assertThat(all.versions(all.instance(1))).containsExactly("1.0.0");
    }

    private static boolean isBody(BlobKey key) {
        return key.toString().endsWith(".packument");
    }

    private List<BlobKey> objects() {
        return all.store.list("", null, 100).entries().stream()
                .map(BlobMeta::key)
                .toList();
    }

    /// Larger than what is given out before it is kept.
    private static String large() {
        return "{\"name\":\"left-pad\",\"versions\":{\"1.0.0\":{\"name\":\"left-pad\",\"version\":\"1.0.0\","
                + "\"dist\":{\"tarball\":\"https://upstream.example/left-pad/-/left-pad-1.0.0.tgz\"}}},"
                + "\"readme\":\"" + "x".repeat(5 << 20) + "\"}";
    }
}
