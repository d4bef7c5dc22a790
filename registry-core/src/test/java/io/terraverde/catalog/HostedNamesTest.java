package io.terraverde.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.name.PackageName;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.testkit.FakeTime;
import io.terraverde.testkit.Fault;
import io.terraverde.testkit.FaultyBlobStore;
import io.terraverde.testkit.FaultyBlobStore.Operation;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.Race;
import io.terraverde.testkit.RegistryFixture;
import io.terraverde.testkit.StoreContents;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostedNamesTest {
    private static final PackageName NAME = PackageName.parse("left-pad");
    private static final int ADDERS = 5_000;

    private final InMemoryBlobStore inner = new InMemoryBlobStore(new ManualClock());
    private final FaultyBlobStore store = new FaultyBlobStore(inner);
    private final HostedNames names = RegistryFixture.over(store).names();

    @Test
    void namesAreInTheOrderOfTheirComing() {
        names.add(NAME);
        names.add(PackageName.parse("@acme/base"));
        names.add(PackageName.parse("a"));

        assertThat(names.all()).extracting(PackageName::text).containsExactly("left-pad", "@acme/base", "a");
    }

    @Test
    void nameThatIsThereCostsNoWrite() {
        names.add(NAME);

        names.add(NAME);

        assertThat(store.calls(Operation.PUT)).isEqualTo(1);
    }

    @Test
    void thousandsOfConcurrentAddsAreAllThereAndShareWrites() {
        // The first write waits for everybody, so that all others have come when it is done.
        var allHaveCome = new CountDownLatch(ADDERS);
        store.once(Operation.PUT, new Fault.Meanwhile(ignored -> await(allHaveCome)));

        Race.of(ADDERS, adder -> {
            allHaveCome.countDown();
            names.add(name(adder));
            return adder;
        });

        assertThat(names.all())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, ADDERS)
                        .mapToObj(HostedNamesTest::name)
                        .toList());
        assertThat(store.calls(Operation.PUT)).isLessThan(ADDERS / 10);
    }

    @Test
    void firstPublishWaitsOutOneLeaseAfterWhichOthersSeeNameAndPackage() {
        FakeTime time = new FakeTime();
        Duration lease = Duration.ofMillis(500);
        var reader = RegistryFixture.over(store, lease, time, 1);
        var writer = RegistryFixture.over(store, lease, time, 2);
        assertThat(reader.names().all()).isEmpty();
        assertThat(reader.packuments().find(NAME)).isEmpty();
        long before = time.getAsLong();

        writer.publish(NAME.text(), "1.0.0");

        assertThat(time.getAsLong() - before).isEqualTo(lease.toNanos());
        assertThat(reader.names().all()).containsExactly(NAME);
        assertThat(reader.packuments().find(NAME)).isPresent();
    }

    @Test
    void instancesAddToEachOthersNames() {
        HostedNames others = RegistryFixture.over(store, 1 << 20, 2).names();

        Race.of(40, adder -> {
            (adder % 2 == 0 ? names : others).add(name(adder));
            return adder;
        });

        assertThat(others.all()).hasSize(40).hasSameElementsAs(names.all());
    }

    @Test
    void nameOfAPackageThatCameBackStays() {
        names.add(NAME);

        names.removeUnless(NAME, () -> true);
        assertThat(names.all()).containsExactly(NAME);

        names.removeUnless(NAME, List.of(false, true).iterator()::next);
        assertThat(names.all()).containsExactly(NAME);

        names.removeUnless(NAME, () -> false);
        assertThat(names.all()).isEmpty();
    }

    @Test
    void whatElseStandsInTheDocumentStays() {
        StoreContents.put(
                inner,
                RegistryFixture.NAMES.value(),
                "{\"list\":[\"left-pad\",\"../evil\",7],\"secret\":\"0123456789abcdef0123456789abcdef\",\"x\":{\"y\":1}}");

        assertThat(names.all()).containsExactly(NAME);
        names.add(PackageName.parse("a"));

        assertThat(StoreContents.bytes(inner, RegistryFixture.NAMES.value()).orElseThrow())
                .asString(UTF_8)
                .startsWith("{\"list\":[\"left-pad\",\"../evil\",\"a\"],"
                        + "\"secret\":\"0123456789abcdef0123456789abcdef\",\"_commits\":[")
                .endsWith("],\"x\":{\"y\":1}}");
    }

    @Test
    void instancesAgreeOnOneSecret() {
        List<String> secrets = Race.of(
                8,
                instance ->
                        RegistryFixture.over(store, 1 << 20, instance).names().secret(() -> "secret " + instance));

        assertThat(secrets).containsOnly(names.secret(() -> "never asked for"));
    }

    private static PackageName name(int number) {
        return PackageName.parse("package-" + number);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
