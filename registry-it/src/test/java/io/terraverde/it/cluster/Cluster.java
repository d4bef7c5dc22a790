package io.terraverde.it.cluster;

import io.terraverde.it.nginx.Nginx;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Parallel;
import io.terraverde.it.traffic.Door;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Several equal registries over one store, each with a configuration and a spool of its own. Closing kills
/// them.
final class Cluster implements AutoCloseable {
    private static final String USER = "alice";

    /// They are killed so soon that compiling well does not pay.
    private static final String[] QUICK_START = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"};

    private final List<Registry> instances;

    private Cluster(List<Registry> instances) {
        this.instances = List.copyOf(instances);
    }

    /// Starts registries at the same time, also on an empty store.
    ///
    /// @param setups what each is started with, by its number from 0
    static Cluster start(int size, IntFunction<RegistrySetup> setups) {
        return new Cluster(Parallel.all(
                size,
                IntStream.range(0, size)
                        .mapToObj(number -> (Callable<Registry>)
                                () -> Registry.start(setups.apply(number).withJvm(QUICK_START)))
                        .toList()));
    }

    /// Registries over one new folder.
    ///
    /// @param lease how long each answers from its cache, by its number
    static IntFunction<RegistrySetup> overOneFolder(IntFunction<String> lease) {
        Path shared = Folders.fresh("shared");
        return number -> RegistrySetup.standard()
                .with("storage: ./storage", "storage: " + shared.resolve("storage"))
                .with("file: ./htpasswd", "file: " + shared.resolve("htpasswd"))
                .with(
                        "max_body_size",
                        "terraverde:\n  spool: ./spool\n  lease: " + lease.apply(number) + "\nmax_body_size");
    }

    /// The registries, in the order of their numbers.
    List<Registry> instances() {
        return instances;
    }

    /// A registry by its number.
    Registry instance(int number) {
        return instances.get(number);
    }

    /// A token that every instance takes, of a user who may do everything.
    String token() {
        return instance(0).http().login(USER, "secret");
    }

    /// A door to each of them.
    List<Door> doors(String token) {
        return IntStream.range(0, instances.size())
                .mapToObj(number ->
                        new Door("instance " + number, instance(number).http().as(token)))
                .toList();
    }

    /// A door to each of them, and one through a load balancer.
    List<Door> doors(String token, Nginx nginx) {
        var doors = new ArrayList<>(doors(token));
        doors.add(new Door("nginx", nginx.http().as(token)));
        return doors;
    }

    /// The ends of all logs.
    String logs() {
        return instances.stream()
                .map(instance -> "--- " + instance.uri() + "\n" + instance.log())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        instances.forEach(Registry::close);
    }
}
