package io.terraverde.it.traffic;

import io.terraverde.it.content.PackageSource;
import io.terraverde.it.http.Answer;
import io.terraverde.it.shell.Parallel;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Ten publishers of many packages, through several doors. As npm does, they repeat with the same bytes what
/// was not answered, or was answered with a 5xx, until they are told what became of it.
public final class PublishStorm {
    private static final int PUBLISHERS = 10;
    private static final int ATTEMPTS = 200;
    private static final int SERVER_ERROR = 500;
    private static final Duration STANDSTILL = Duration.ofMinutes(2);
    private static final int MANY = 1 << 20;

    private final List<Door> doors;
    private final SplittableRandom random;
    private final Semaphore answered = new Semaphore(0);
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final LongAdder repeated = new LongAdder();
    private volatile boolean over;

    /// @param doors through which it publishes
    /// @param seed of everything that is chosen
    public PublishStorm(List<Door> doors, long seed) {
        this.doors = List.copyOf(doors);
        this.random = new SplittableRandom(seed);
    }

    /// What a publisher was told in the end.
    public record Told(PackageSource source, int status, String answer) {}

    /// Publishes all of it, in this order; returns when that and the disturbance are over.
    public void publishWhile(List<PackageSource> sources, Traffic.Disturbance disturbance) throws InterruptedException {
        var work = new ArrayList<Callable<Told>>();
        for (PackageSource source : sources) {
            SplittableRandom chooser = random.split();
            work.add(() -> publish(source, chooser));
        }
        try (var other = Executors.newSingleThreadExecutor()) {
            Future<?> disturbing = other.submit(() -> {
                disturbance.happen();
                return 0;
            });
            try {
                told.addAll(Parallel.all(PUBLISHERS, work));
            } finally {
                over = true;
                answered.release(MANY);
            }
            disturbing.get();
        } catch (ExecutionException e) {
            throw new AssertionError("the disturbance failed", e.getCause());
        }
    }

    /// Waits until this many more publishers were told.
    ///
    /// @return false when all were
    public boolean awaitAnswers(int more) throws InterruptedException {
        if (!answered.tryAcquire(more, STANDSTILL.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("nobody is answered any more");
        }
        return !over;
    }

    /// What all were told.
    public List<Told> told() {
        return List.copyOf(told);
    }

    /// How often something had to be repeated.
    public long repeated() {
        return repeated.sum();
    }

    private Told publish(PackageSource source, SplittableRandom chooser) {
        Optional<Answer> answer = Optional.empty();
        for (int attempt = 0; attempt < ATTEMPTS && !isFinal(answer); attempt++) {
            if (attempt > 0) {
                repeated.increment();
            }
            answer = attempt(source, doors.get(chooser.nextInt(doors.size())));
        }
        answered.release();
        return new Told(
                source,
                answer.map(Answer::status).orElse(0),
                answer.map(Answer::toString).orElse("none"));
    }

    private static boolean isFinal(Optional<Answer> answer) {
        return answer.filter(any -> any.status() < SERVER_ERROR).isPresent();
    }

    private static Optional<Answer> attempt(PackageSource source, Door door) {
        try {
            return Optional.of(door.http().publish(source));
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
