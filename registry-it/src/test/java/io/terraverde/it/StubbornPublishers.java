package io.terraverde.it;

import io.terraverde.it.content.PackageSource;
import io.terraverde.it.http.Answer;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.shell.Parallel;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Sixteen publishers of the versions 1.0.0, 1.0.1, ... of one package, who repeat what was not answered until it is.
final class StubbornPublishers {
    private static final int PUBLISHERS = 16;
    private static final int ATTEMPTS = 100;

    private final Registry registry;
    private final RegistryHttp http;
    private final PackageSource source;
    private final int versions;
    private final Semaphore answered = new Semaphore(0);
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();

    StubbornPublishers(Registry registry, RegistryHttp http, PackageSource source, int versions) {
        this.registry = registry;
        this.http = http;
        this.source = source;
        this.versions = versions;
    }

    /// Something that is done meanwhile.
    @FunctionalInterface
    interface Disturbance {
        /// Does it.
        void happen() throws InterruptedException;
    }

    /// Publishes all versions; returns when that and the disturbance are over.
    void publishWhile(Disturbance disturbance) throws InterruptedException {
        Thread publishing = Thread.ofPlatform().start(() -> Parallel.all(PUBLISHERS, publishes()));
        disturbance.happen();
        publishing.join();
    }

    /// Waits until this many more versions were answered for.
    void awaitAcknowledged(int more) throws InterruptedException {
        if (!answered.tryAcquire(more, 2, TimeUnit.MINUTES)) {
            throw new AssertionError("publishing stopped after " + acknowledged.size() + " versions: " + refused);
        }
    }

    /// The versions whose publish was answered with 201.
    List<String> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /// The versions that were answered with anything else, with the answer.
    List<String> refused() {
        return List.copyOf(refused);
    }

    private List<Callable<String>> publishes() {
        return IntStream.range(0, versions)
                .mapToObj(patch -> (Callable<String>) () -> publish("1.0." + patch))
                .toList();
    }

    private String publish(String version) throws InterruptedException {
        Optional<Answer> answer = Optional.empty();
        for (int attempt = 0; attempt < ATTEMPTS && answer.isEmpty(); attempt++) {
            registry.awaitAnswering();
            answer = attempt(version);
        }
        if (answer.isPresent() && answer.get().status() == 201) {
            acknowledged.add(version);
        } else {
            refused.add(version + ": " + answer);
        }
        answered.release();
        return version;
    }

    private Optional<Answer> attempt(String version) {
        try {
            return Optional.of(http.publish(source.withVersion(version)));
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
