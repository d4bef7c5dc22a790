package io.terraverde.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.name.PackageName;
import io.terraverde.packument.VersionManifest;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.storage.OutcomeUnknownException;
import io.terraverde.storage.Revision;
import io.terraverde.storage.StorageException;
import io.terraverde.storage.StorageException.Kind;
import io.terraverde.testkit.Fault;
import io.terraverde.testkit.FaultyBlobStore;
import io.terraverde.testkit.FaultyBlobStore.Operation;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.RegistryFixture;
import io.terraverde.testkit.StoreContents;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PublisherFaultTest {
    private static final String NAME = "left-pad";
    private static final PackageName PACKAGE = PackageName.parse(NAME);
    private static final String PACKUMENT = "left-pad/package.json";
    private static final String TARBALL = "left-pad/left-pad-1.0.0.tgz";
    private static final int MORE_THAN_ALL_OPERATIONS = 40;

    private final InMemoryBlobStore inner = new InMemoryBlobStore(new ManualClock());
    private final FaultyBlobStore store = new FaultyBlobStore(inner);
    private final RegistryFixture registry = RegistryFixture.over(store);

    @Test
    void lostAnswerToTheCommitIsNoFailure() {
        store.once(Operation.PUT, isKey(PACKUMENT), new Fault.UnknownAfter());

        registry.publish(NAME, "1.0.0");

        assertThat(registry.packument(NAME).versions()).containsOnlyKeys("1.0.0");
        StoreContents.assertConsistent(inner);
    }

    @Test
    void repetitionAfterACommitOfUnknownOutcomeChangesNothing() {
        store.once(Operation.PUT, isKey(PACKUMENT), new Fault.UnknownAfter());
        // The name, the tarball and the packument are written; from then on nobody can find out.
        store.always(
                Operation.READ,
                key -> key.equals(BlobKey.of(PACKUMENT)) && store.calls(Operation.PUT) == 3,
                new Fault.Fail(Kind.DENIED));
        assertThatThrownBy(() -> registry.publish(NAME, "1.0.0")).isInstanceOf(OutcomeUnknownException.class);
        store.heal();
        Map<BlobKey, Revision> before = StoreContents.of(inner);

        registry.publish(NAME, "1.0.0");

        assertThat(StoreContents.of(inner)).isEqualTo(before).containsKey(BlobKey.of(PACKUMENT));
        StoreContents.assertConsistent(inner);
    }

    @ParameterizedTest
    @MethodSource("unknownOutcomes")
    void tarballOfUnknownOutcomeIsNeverUsed(Fault fault) {
        store.once(Operation.PUT, isKey(TARBALL), fault);

        registry.publish(NAME, "1.0.0");
        store.landLate();

        assertThat(tarballFile()).matches("left-pad-1\\.0\\.0-[0-9a-f]{16}\\.tgz");
        StoreContents.assertConsistent(inner);
    }

    static Stream<Fault> unknownOutcomes() {
        return Stream.of(new Fault.UnknownBefore(), new Fault.UnknownAfter(), new Fault.UnknownLate());
    }

    @Test
    void nameIsListedBeforeTheVersionIsCommitted() {
        store.once(Operation.PUT, isKey(PACKUMENT), new Fault.Fail(Kind.FULL));

        assertThatThrownBy(() -> registry.publish(NAME, "1.0.0")).isInstanceOf(StorageException.class);

        assertThat(registry.names().all()).containsExactly(PACKAGE);
        assertThat(StoreContents.bytes(inner, PACKUMENT)).isEmpty();
    }

    @Test
    void versionIsNotCommittedWhenTheNameCannotBeListed() {
        store.once(Operation.PUT, RegistryFixture.NAMES::equals, new Fault.Fail(Kind.FULL));

        assertThatThrownBy(() -> registry.publish(NAME, "1.0.0")).isInstanceOf(StorageException.class);

        assertThat(StoreContents.of(inner)).isEmpty();
    }

    @Test
    void fileThatIsSweptBeforeItsCommitIsWrittenAgain() {
        store.once(Operation.PUT, isKey(PACKUMENT), new Fault.Meanwhile(PublisherFaultTest::sweepALittleLater));

        registry.publish(NAME, "1.0.0");

        assertThat(tarballFile()).matches("left-pad-1\\.0\\.0-[0-9a-f]{16}\\.tgz");
        assertThat(registry.packument(NAME).retired()).containsExactly("left-pad-1.0.0.tgz");
        StoreContents.assertConsistent(inner);
    }

    @Test
    void packageUnpublishedBeforeTheCommitIsListedAgain() {
        registry.publish(NAME, "0.9.0");
        store.once(
                Operation.PUT,
                isKey(PACKUMENT),
                new Fault.Meanwhile(
                        behind -> RegistryFixture.over(behind, 1 << 20, 2).unpublish(NAME)));

        registry.publish(NAME, "1.0.0");

        assertThat(registry.packument(NAME).versions()).containsOnlyKeys("1.0.0");
        assertThat(registry.names().all()).containsExactly(PACKAGE);
    }

    @Test
    void failureAfterTheCommitIsNoFailureOfThePublish() {
        registry.publish(NAME, "0.9.0");
        store.once(Operation.PUT, isKey(PACKUMENT), new Fault.Meanwhile(behind -> {
            RegistryFixture.over(behind, 1 << 20, 2).unpublish(NAME);
            store.always(Operation.PUT, RegistryFixture.NAMES::equals, new Fault.Fail(Kind.FULL));
        }));

        assertThat(registry.publish(NAME, "1.0.0")).isEqualTo("1.0.0");
    }

    /// Fails one operation after the other, and each in every way: whatever happens, no packument names bytes that are
    /// not there, and the same publish succeeds afterwards.
    @ParameterizedTest
    @MethodSource("everyFault")
    void storeIsConsistentWhicheverOperationFails(Fault ofReads, Fault ofPuts) {
        int failures = 0;
        for (int operation = 0; operation < MORE_THAN_ALL_OPERATIONS; operation++) {
            String version = "1.0." + operation;
            var left = new AtomicInteger(operation);
            store.always(Operation.READ, key -> left.getAndDecrement() == 0, ofReads);
            store.always(Operation.PUT, key -> left.getAndDecrement() == 0, ofPuts);

            try {
                registry.publish(NAME, version);
            } catch (StorageException e) {
                failures++;
            }
            store.landLate();

            store.heal();
            StoreContents.assertConsistent(inner);
            registry.publish(NAME, version);
            assertThat(registry.packument(NAME).versions()).containsKey(version);
            StoreContents.assertConsistent(inner);
        }
        assertThat(failures).isPositive().isLessThan(MORE_THAN_ALL_OPERATIONS);
    }

    static Stream<Arguments> everyFault() {
        Fault fails = new Fault.Fail(Kind.UNAVAILABLE);
        return Stream.of(
                        fails,
                        new Fault.UnknownBefore(),
                        new Fault.UnknownAfter(),
                        new Fault.UnknownLate(),
                        new Fault.Refuse())
                .map(ofPuts -> Arguments.of(fails, ofPuts));
    }

    private static void sweepALittleLater(BlobStore behind) {
        RegistryFixture sweeping = RegistryFixture.over(behind, 1 << 20, 2);
        sweeping.clock().advance(Duration.ofDays(2));
        assertThat(sweeping.sweeper(Duration.ofDays(1)).sweep()).isEqualTo(1);
    }

    private String tarballFile() {
        return Optional.ofNullable(registry.packument(NAME).versions().get("1.0.0"))
                .map(VersionManifest::tarballFile)
                .orElseThrow();
    }

    private static Predicate<BlobKey> isKey(String key) {
        return BlobKey.of(key)::equals;
    }
}
