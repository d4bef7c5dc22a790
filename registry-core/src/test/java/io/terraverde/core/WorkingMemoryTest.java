package io.terraverde.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class WorkingMemoryTest {
    private static final int KB = 1024;
    private static final Duration LONG = Duration.ofMinutes(1);

    private final WorkingMemory memory = new WorkingMemory(10 * KB);

    @Test
    void whoHasAPartGetsFurtherOnesWhileOthersQueue() throws InterruptedException {
        CountDownLatch queued = new CountDownLatch(1);
        Thread holder = Thread.ofPlatform().daemon().start(() -> {
            try (var _ = memory.take(8 * KB)) {
                await(queued);
                memory.take(8 * KB).close();
            }
        });
        while (holder.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        Thread next = waitingFor(8 * KB);
        queued.countDown();

        assertThat(holder.join(LONG)).isTrue();
        assertThat(next.join(LONG)).isTrue();
    }

    @Test
    void partIsFreeWhenTheOutermostIsClosed() throws InterruptedException {
        Thread next;
        try (var _ = memory.take(8 * KB)) {
            try (var _ = memory.take(KB)) {
                next = waitingFor(8 * KB);
            }
            assertThat(next.isAlive()).isTrue();
        }
        assertThat(next.join(LONG)).isTrue();
    }

    @Test
    void whoWantsMoreThanThereIsGetsAllOfIt() throws InterruptedException {
        Thread next;
        try (var _ = memory.take(100 * KB)) {
            next = waitingFor(KB);
        }
        assertThat(next.join(LONG)).isTrue();
    }

    @Test
    void whoWaitsForOthersLeavesItsPartToThem() throws InterruptedException {
        try (var _ = memory.take(8 * KB)) {
            Thread next = waitingFor(8 * KB);

            boolean came = memory.leaveDuring(() -> joined(next));

            assertThat(came).isTrue();
            Thread last = waitingFor(8 * KB);
            assertThat(last.isAlive()).isTrue();
        }
    }

    @Test
    void whoHasNothingLeavesNothing() throws InterruptedException {
        assertThat(memory.leaveDuring(() -> "done")).isEqualTo("done");

        try (var _ = memory.take(10 * KB)) {
            assertThat(waitingFor(KB).isAlive()).isTrue();
        }
    }

    /// A thread that wants memory that is not free.
    private Thread waitingFor(long bytes) {
        Thread thread =
                Thread.ofPlatform().daemon().start(() -> memory.take(bytes).close());
        long end = System.nanoTime() + LONG.toNanos();
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(thread.isAlive() && System.nanoTime() < end).isTrue();
            Thread.onSpinWait();
        }
        return thread;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean joined(Thread thread) {
        try {
            return thread.join(LONG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
