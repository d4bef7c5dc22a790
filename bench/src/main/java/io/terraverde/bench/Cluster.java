package io.terraverde.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Equal registries over one bucket, with nginx in front of them. For one thread at a time.
final class Cluster implements AutoCloseable {
    private record Place(Path folder, int port, String storage) {}

    private final Launcher launcher;
    private final Path folder;
    private final Duration lease;
    private final List<Place> places = new ArrayList<>();
    private final List<Server> instances = new ArrayList<>();
    private final Map<Integer, Server> frontDoors = new HashMap<>();
    /// What killed instances had sent, less what their successors sent in order to start.
    private StoreRequests ofKilled = StoreRequests.NONE;

    private Cluster(Launcher launcher, Path folder, Duration lease) {
        this.launcher = launcher;
        this.folder = folder;
        this.lease = lease;
    }

    /// Starts so many instances over an empty part of the bucket.
    static Cluster start(Launcher launcher, Store store, Path folder, int size, Duration lease) throws IOException {
        var cluster = new Cluster(launcher, folder, lease);
        var prefix = "bench-%d".formatted(Instant.now().toEpochMilli());
        try {
            for (var number = 0; number < size; number++) {
                cluster.places.add(new Place(
                        folder.resolve("instance-" + number),
                        Launcher.freePort(),
                        store.configuration(prefix, number)));
                cluster.instances.add(cluster.startInstance(number));
            }
            return cluster;
        } catch (IOException e) {
            cluster.close();
            throw e;
        }
    }

    private Server startInstance(int number) throws IOException {
        var place = places.get(number);
        return launcher.instance(place.folder, place.port, place.storage, lease);
    }

    Duration lease() {
        return lease;
    }

    List<Server> instances() {
        return List.copyOf(instances);
    }

    /// nginx in front of the first so many instances.
    Server frontDoor(int size) throws IOException {
        var present = frontDoors.get(size);
        if (present != null) {
            return present;
        }
        var started = launcher.frontDoor(folder.resolve("door-" + size), instances.subList(0, size));
        frontDoors.put(size, started);
        return started;
    }

    /// Kills an instance and starts it again on the same port; returns when it answers.
    void killAndStartAgain(int number) throws IOException {
        var victim = instances.get(number);
        ofKilled = ofKilled.plus(StoreRequests.of(victim));
        victim.kill();
        var successor = startInstance(number);
        ofKilled = ofKilled.minus(StoreRequests.of(successor));
        instances.set(number, successor);
    }

    /// Processor time of the instances that run.
    double cpuSeconds() {
        return instances.stream().mapToDouble(Server::cpuSeconds).sum();
    }

    /// Of all instances since the start; what a killed one sent in its last moment is not counted.
    StoreRequests storeRequests() throws IOException {
        var sum = ofKilled;
        for (var instance : instances) {
            sum = sum.plus(StoreRequests.of(instance));
        }
        return sum;
    }

    @Override
    public void close() {
        frontDoors.values().forEach(Server::close);
        instances.forEach(Server::close);
    }
}
