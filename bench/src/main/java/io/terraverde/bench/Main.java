package io.terraverde.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// Starts the servers, measures the scenarios that were asked for (`start`, `hot`, `mixed`, `publish`, `install`,
/// `cluster`, `storm`; by default those that need nothing but this machine) and writes the report.
final class Main {
    private final Setup setup;
    private final Launcher launcher;
    private final Report report = Report.onServers();
    private final Rounds rounds;

    private Main(Setup setup) {
        this.setup = setup;
        launcher = new Launcher(setup);
        rounds = new Rounds(setup.rounds());
    }

    /// Measures as the environment and the arguments say; see `docs/benchmarks.md`.
    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
        var setup = Setup.of(System.getenv(), List.of(arguments));
        var text = new Main(setup).measure();
        Files.writeString(setup.report(), text);
        out.print(text);
    }

    private String measure() throws IOException {
        var registries = setup.servers().stream().filter(ServerKind::isRegistry).toList();
        if (setup.wants("start")) {
            progress("start");
            new Starts(launcher, setup.work().resolve("start"), rounds, report).run(registries);
        }
        if (setup.wants("hot") || setup.wants("mixed")) {
            measureReads(registries);
        }
        if (setup.wants("publish")) {
            for (var tokens : Tokens.values()) {
                measurePublishing(registries, tokens);
            }
        }
        var parts = new ArrayList<String>();
        parts.add("Measured on %d cores, Java %s, %d rounds.%n"
                .formatted(Runtime.getRuntime().availableProcessors(), Runtime.version(), setup.rounds()));
        if (!report.isEmpty()) {
            parts.add(report.toMarkdown());
        }
        if (setup.wants("install")) {
            parts.add(Installs.measure(launcher, new Wrk(setup.wrkScript()), setup, rounds));
        }
        if (setup.wants("cluster")) {
            progress("cluster");
            var loads = new ClusterLoads(launcher, Store.of(System.getenv()), new Wrk(setup.wrkScript()), rounds);
            parts.add(loads.run(setup.work().resolve("cluster")));
        }
        if (setup.wants("storm")) {
            progress("storm");
            var storm = new Storm(launcher, Store.of(System.getenv()), StormPlan.of(System.getenv()));
            parts.add(storm.run(setup.work().resolve("storm")));
        }
        return String.join("\n", parts);
    }

    private void measureReads(List<ServerKind> registries) throws IOException {
        var servers = new ArrayList<Server>();
        try {
            progress("reads: prepare");
            for (var kind : registries) {
                servers.add(startWithSamples(kind));
            }
            if (setup.servers().contains(ServerKind.NGINX)) {
                var folder = setup.work().resolve("nginx");
                new Site(folder).copyFrom(servers.getFirst());
                servers.add(launcher.nginx(folder));
            }
            var wrk = new Wrk(setup.wrkScript());
            if (setup.wants("hot")) {
                progress("reads: hot");
                new HotReads(wrk, rounds, report).run(servers);
            }
            if (setup.wants("mixed")) {
                progress("reads: mixed");
                new MixedReads(wrk, rounds, report).run(servers);
            }
            reportMemory("memory (RSS) after the reads", servers);
        } finally {
            servers.forEach(Server::close);
        }
    }

    /// A registry to which the small and the large package were published, and into whose storage the huge ones were
    /// written, because Verdaccio takes minutes to be given them.
    private Server startWithSamples(ServerKind kind) throws IOException {
        var folder = setup.work().resolve("reads").resolve(kind.label());
        for (var huge : Samples.HUGE) {
            huge.writeTo(folder.resolve("storage"));
        }
        var server = launcher.registry(kind, Tokens.JWT, folder);
        var login = Login.create(server, "maker");
        try (var connection = new Connection(server.port())) {
            for (var sample : List.of(Samples.SMALL, Samples.LARGE)) {
                sample.publishAll(connection, login);
            }
        }
        return server;
    }

    private void measurePublishing(List<ServerKind> registries, Tokens tokens) throws IOException {
        progress("publish with " + tokens.label());
        var folder = setup.work().resolve("publish-" + tokens.name());
        var servers = new ArrayList<Server>();
        try {
            for (var kind : registries) {
                servers.add(launcher.registry(kind, tokens, folder.resolve(kind.label())));
            }
            var publishing = new Publishing(new DurableFiles(folder.resolve("disk")), rounds, report);
            publishing.run(servers, tokens);
            if (tokens == Tokens.JWT) {
                publishing.runDisk();
            }
            reportMemory("memory (RSS) after publishing, " + tokens.label(), servers);
        } finally {
            servers.forEach(Server::close);
        }
    }

    private void reportMemory(String row, List<Server> servers) {
        servers.forEach(server -> report.record(row, Unit.MEGABYTES, server.kind(), server.residentMegabytes()));
    }

    private static void progress(String step) {
        System.err.println("bench: " + step);
    }
}
