package io.terraverde.it.traffic;

import static io.terraverde.it.content.PackageSource.aPackage;

import io.terraverde.it.content.Digests;
import io.terraverde.it.content.PackageSource;
import io.terraverde.it.history.Outcome;
import io.terraverde.it.history.Reads;
import io.terraverde.it.history.Register;
import io.terraverde.it.history.Writes;
import io.terraverde.it.shell.Parallel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Eight writers and sixteen readers of a few packages and many tokens, through several doors.
public final class Traffic {
    private static final int WRITERS = 8;
    private static final int READERS = 16;
    private static final int READS_DURING_WRITE = 4;
    private static final int READS_AFTER_WRITE = 12;
    private static final Duration STANDSTILL = Duration.ofMinutes(2);
    private static final int MANY = 1 << 20;

    private final List<Door> writeDoors;
    private final List<Door> readDoors;
    private final SplittableRandom random;
    private final Writes writes = new Writes();
    private final Reads reads = new Reads();
    private final Known known;

    /// Reads are let go by writes, so that they fall together.
    private final Semaphore due = new Semaphore(0);

    private final Semaphore written = new Semaphore(0);
    private volatile boolean undisturbed;
    private volatile boolean over;

    /// @param writeDoors through which it writes
    /// @param readDoors through which it reads
    /// @param seed of everything that is chosen
    public Traffic(List<Door> writeDoors, List<Door> readDoors, long seed) {
        this.writeDoors = List.copyOf(writeDoors);
        this.readDoors = List.copyOf(readDoors);
        this.random = new SplittableRandom(seed);
        this.known = new Known(
                IntStream.range(0, 4).mapToObj(each -> "@acme/crowd-" + each).toList());
    }

    /// Something that is done meanwhile.
    @FunctionalInterface
    public interface Disturbance {
        /// Does it; ends soon after the traffic has ended.
        void happen() throws InterruptedException;
    }

    /// Publishes the packages, then writes and reads until the disturbance is over.
    ///
    /// @param perWriter after how many writes a writer stops in any case
    /// @param limit after which no further write is begun in any case
    public void runWhile(int perWriter, Duration limit, Disturbance disturbance) throws InterruptedException {
        known.packages().forEach(this::publishFirst);
        long end = System.nanoTime() + limit.toNanos();
        try (var others = Executors.newCachedThreadPool()) {
            Future<?> reading = others.submit(() -> Parallel.all(READERS, readers()));
            Future<?> disturbing = others.submit(() -> {
                try {
                    disturbance.happen();
                } finally {
                    undisturbed = true;
                }
                return 0;
            });
            try {
                Parallel.all(WRITERS, writers(perWriter, end));
            } finally {
                over = true;
                due.release(READERS);
                written.release(MANY);
            }
            reading.get();
            disturbing.get();
        } catch (ExecutionException e) {
            throw new AssertionError("readers or disturbance failed", e.getCause());
        }
    }

    /// Waits until this many more writes were tried.
    ///
    /// @return false when the traffic is over
    public boolean awaitWrites(int more) throws InterruptedException {
        if (!written.tryAcquire(more, STANDSTILL.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("no writes any more: " + this);
        }
        return !over;
    }

    /// What was written.
    public Writes writes() {
        return writes;
    }

    /// What was read meanwhile.
    public Reads reads() {
        return reads;
    }

    /// Reads everything that was written through each of these doors.
    public Reads finalReads(List<Door> doors) {
        var last = new Reads();
        for (Door door : doors) {
            var reader = new Reader(List.of(door), known, last, new SplittableRandom(0));
            known.all().forEach(target -> reader.readAll(door, target));
        }
        return last;
    }

    @Override
    public String toString() {
        return writes.count(Outcome.ACKNOWLEDGED) + " writes acknowledged, " + writes.count(Outcome.UNKNOWN)
                + " unknown, "
                + writes.count(Outcome.REFUSED) + " refused; " + reads.all().size() + " reads answered, "
                + reads.unanswered() + " not";
    }

    private void publishFirst(String name) {
        PackageSource source = aPackage(name).withVersion("0.0.1");
        Map<Register, String> values = Map.of(
                Registers.version(name, source.version()), Digests.integrity(source.tarball()),
                Registers.tag(name, "latest"), source.version());
        Door door = writeDoors.getFirst();
        writes.record(door.name(), values, () -> {
            door.http().publish(source).is(201);
            return Outcome.ACKNOWLEDGED;
        });
    }

    private List<Callable<Integer>> writers(int perWriter, long end) {
        return IntStream.range(0, WRITERS)
                .mapToObj(number -> new Writer(number, writeDoors, known, writes, reads, random.split()))
                .map(writer -> (Callable<Integer>) () -> {
                    int made = 0;
                    for (; made < perWriter && !undisturbed && System.nanoTime() < end; made++) {
                        due.release(READS_DURING_WRITE);
                        writer.write();
                        due.release(READS_AFTER_WRITE);
                        written.release();
                    }
                    return made;
                })
                .toList();
    }

    private List<Callable<Integer>> readers() {
        return IntStream.range(0, READERS)
                .mapToObj(_ -> new Reader(readDoors, known, reads, random.split()))
                .map(reader -> (Callable<Integer>) () -> {
                    int made = 0;
                    for (due.acquire(); !over; due.acquire()) {
                        reader.read();
                        made++;
                    }
                    return made;
                })
                .toList();
    }
}
