package io.terraverde.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What `bench/run` found and was asked for.
///
/// @param servers which servers take part; the first registry among them also provides the bytes that nginx serves
/// @param terraverde the command that `serve` and its options are added to
/// @param scenarios which scenarios run; those that need nothing but this machine when empty
/// @param project the `package.json` of the project that is installed
/// @param copies what the real registry answered, kept from run to run
/// @param upstreamPause between a request to the upstream and its answer
/// @param work an empty folder for configuration, storage and logs, on the disk that is measured
record Setup(
        List<ServerKind> servers,
        Set<String> scenarios,
        int rounds,
        List<String> terraverde,
        Path verdaccioHome,
        Path wrkScript,
        Path project,
        Path copies,
        Duration upstreamPause,
        Path work,
        Path report) {
    /// They need an S3 store or a registry outside.
    private static final Set<String> ONLY_WHEN_NAMED = Set.of("cluster", "storm", "install");

    Setup {
        servers = List.copyOf(servers);
        scenarios = Set.copyOf(scenarios);
        terraverde = List.copyOf(terraverde);
    }

    static Setup of(Map<String, String> environment, List<String> scenarios) {
        var home = Path.of(environment.getOrDefault("BENCH_HOME", "bench")).toAbsolutePath();
        return new Setup(
                words(environment.getOrDefault("BENCH_SERVERS", "terraverde nginx verdaccio")).stream()
                        .map(ServerKind::named)
                        .toList(),
                Set.copyOf(scenarios),
                Integer.parseInt(environment.getOrDefault("BENCH_ROUNDS", "5")),
                environment.containsKey("BENCH_TERRAVERDE")
                        ? words(environment.get("BENCH_TERRAVERDE"))
                        : List.of(home.resolveSibling("terraverde").toString()),
                Path.of(environment.getOrDefault(
                        "VERDACCIO_HOME", home.resolve("target/verdaccio").toString())),
                home.resolve("src/main/wrk/load.lua"),
                home.resolveSibling("registry-it/src/test/resources/real-project/package.json"),
                home.resolve("target/upstream"),
                Duration.ofMillis(Long.parseLong(environment.getOrDefault("BENCH_UPSTREAM_MILLIS", "20"))),
                home.resolve("target/run"),
                home.resolve("target/report.md"));
    }

    /// Whether a scenario was asked for; without any name those that need nothing but this machine are.
    boolean wants(String scenario) {
        return scenarios.isEmpty() ? !ONLY_WHEN_NAMED.contains(scenario) : scenarios.contains(scenario);
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }
}
