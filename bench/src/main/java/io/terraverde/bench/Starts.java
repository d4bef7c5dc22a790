package io.terraverde.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Time from the start of the process to its first answer, and the memory it holds then.
final class Starts {
    private final Launcher launcher;
    private final Path folder;
    private final Rounds rounds;
    private final Report report;

    Starts(Launcher launcher, Path folder, Rounds rounds, Report report) {
        this.launcher = launcher;
        this.folder = folder;
        this.rounds = rounds;
        this.report = report;
    }

    void run(List<ServerKind> registries) throws IOException {
        rounds.run(registries, kind -> {
            try (var server = launcher.registry(kind, Tokens.DEFAULT, folder.resolve(kind.label()))) {
                report.record(
                        "start to first answer",
                        Unit.MILLISECONDS,
                        kind,
                        server.firstAnswer().toNanos() / 1e6);
                report.record("memory (RSS) after start", Unit.MEGABYTES, kind, server.residentMegabytes());
            }
        });
    }
}
