package io.terraverde.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Installs of a real project through each registry as a proxy of one upstream, with what they cost the registry,
/// beside
/// a client that asks the upstream directly. For one thread at a time.
final class Installs {
    private static final String DIRECT = "direct";
    private static final String COLD_CI = "npm ci, cold";
    private static final String WARM_CI = "npm ci, warm";
    private static final String WARM_RESOLVE = "npm install --package-lock-only, warm";

    private final Launcher launcher;
    private final Rounds rounds;
    private final Report report;
    private final Upstream upstream;
    private final RealProject project;
    private int started;

    private Installs(Launcher launcher, Rounds rounds, Report report, Upstream upstream, RealProject project) {
        this.launcher = launcher;
        this.rounds = rounds;
        this.report = report;
        this.upstream = upstream;
        this.project = project;
    }

    private interface Install {
        Duration run(URI registry) throws IOException;
    }

    /// Measures the registries among the servers, many readers first and then installs, and returns the table.
    static String measure(Launcher launcher, Wrk wrk, Setup setup, Rounds rounds) throws IOException {
        var ours = ServerKind.TERRAVERDE.label();
        var theirs = ServerKind.VERDACCIO.label();
        var report = new Report(
                List.of(ours, theirs, DIRECT), List.of(new Report.Ratio(ours, theirs), new Report.Ratio(ours, DIRECT)));
        var registries = setup.servers().stream().filter(ServerKind::isRegistry).toList();
        var folder = setup.work().resolve("install");
        try (var upstream = Upstream.start(new Original(Npm.registry(), setup.copies()), setup.upstreamPause())) {
            progress("fetch what is missing from the real registry");
            var project = RealProject.read(setup.project(), new Npm(folder.resolve("clients")), upstream.uri());
            upstream.fetch(project.names());
            project.ci(upstream.uri());
            report.note("the project has %d packages".formatted(project.size()));
            new ProxiedReads(launcher, wrk, rounds, report, upstream).run(registries, project.names(), folder);
            new Installs(launcher, rounds, report, upstream, project).run(registries, folder);
        }
        return report.toMarkdown();
    }

    private void run(List<ServerKind> registries, Path folder) throws IOException {
        var subjects =
                new ArrayList<>(registries.stream().map(ServerKind::label).toList());
        subjects.add(DIRECT);
        rounds.run(subjects, subject -> {
            progress("install, " + subject);
            if (subject.equals(DIRECT)) {
                installDirectly();
            } else {
                installThrough(ServerKind.named(subject), folder.resolve("install-" + started++));
            }
        });
    }

    /// For a client that asks the upstream itself there is neither cold nor warm.
    private void installDirectly() throws IOException {
        var seconds = seconds(project.ci(upstream.uri()));
        report.record(COLD_CI, Unit.SECONDS, DIRECT, seconds);
        report.record(WARM_CI, Unit.SECONDS, DIRECT, seconds);
        report.record(WARM_RESOLVE, Unit.SECONDS, DIRECT, seconds(project.resolve(upstream.uri())));
    }

    private void installThrough(ServerKind kind, Path folder) throws IOException {
        try (var server = launcher.proxy(kind, folder, upstream.uri())) {
            install(COLD_CI, server, project::ci);
            install(WARM_CI, server, project::ci);
            install(WARM_RESOLVE, server, project::resolve);
            report.record("memory (RSS) after the installs", Unit.MEGABYTES, kind.label(), server.residentMegabytes());
        }
    }

    private void install(String row, Server server, Install install) throws IOException {
        var label = server.kind().label();
        var cpu = server.cpuSeconds();
        var asked = upstream.count();
        report.record(row, Unit.SECONDS, label, seconds(install.run(server.uri())));
        report.record(row + ", CPU of the registry", Unit.CPU_SECONDS, label, server.cpuSeconds() - cpu);
        report.record(
                row + ", asked of the upstream",
                Unit.UPSTREAM_REQUESTS,
                label,
                upstream.count().minus(asked).requests());
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static void progress(String step) {
        System.err.println("bench: install: " + step);
    }
}
