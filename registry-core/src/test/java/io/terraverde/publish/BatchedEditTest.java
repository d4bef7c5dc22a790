package io.terraverde.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.core.RegistryException;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Maintainer;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.RegistryFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Changes of one package that are committed together.
class BatchedEditTest {
    private static final PackageName NAME = PackageName.parse("left-pad");

    private final RegistryFixture registry = RegistryFixture.over(new InMemoryBlobStore(new ManualClock()));

    @Test
    void editOfAStateThatChangedInTheSameBatchIsRefused() throws InterruptedException {
        registry.publish("left-pad", "1.0.0");
        String read = registry.packument("left-pad").rev();
        CountDownLatch turnIsTaken = new CountDownLatch(1);
        CountDownLatch bothWait = new CountDownLatch(1);
        AtomicReference<String> outcome = new AtomicReference<>("nothing");
        Thread first = start(() -> registry.packuments().update(NAME, present -> {
            turnIsTaken.countDown();
            await(bothWait);
            return present.orElseThrow();
        }));
        await(turnIsTaken);
        Thread tagger = start(() -> registry.packuments()
                .update(
                        NAME,
                        present -> present.orElseThrow()
                                .change()
                                .distTag("beta", "1.0.0")
                                .build()));
        awaitWaiting(tagger);
        Thread editor = start(() -> outcome.set(edit(read)));
        awaitWaiting(editor);

        bothWait.countDown();
        for (Thread one : List.of(first, tagger, editor)) {
            assertThat(one.join(Duration.ofSeconds(20))).isTrue();
        }

        assertThat(outcome).hasValue("refused");
        assertThat(registry.packument("left-pad").distTags()).containsKey("beta");
        assertThat(registry.packument("left-pad").maintainers())
                .extracting(Maintainer::name)
                .doesNotContain("bob");
    }

    private String edit(String rev) {
        try {
            registry.editor()
                    .edit(NAME, Optional.of(rev), PackageEdit.owners(List.of(new Maintainer("bob", ""))), "alice");
            return "done";
        } catch (RegistryException.Conflict e) {
            return "refused";
        }
    }

    private static Thread start(Runnable work) {
        return Thread.ofPlatform().start(work);
    }

    private static void awaitWaiting(Thread thread) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(System.nanoTime()).as("waits for its turn").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
