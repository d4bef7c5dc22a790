package io.terraverde.web.app;

import io.terraverde.web.config.CommandLineOverrides;
import io.terraverde.web.config.ConfigLoader;
import io.terraverde.web.config.ConfigOutcome;
import io.terraverde.web.config.ConfigOutcome.LoadedConfig;
import io.terraverde.web.config.ConfigOutcome.RefusedConfig;
import io.terraverde.web.config.Problem;
import io.terraverde.web.config.Settings;
import io.terraverde.web.log.Logging;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command line: `serve` (also without a word), `check`, `purge`, `--version`.
///
/// Exit codes: 0 when all went well, 1 when `check` found nothing but warnings, the server could not start
/// or stop in order, or the store failed `purge`, 2 when the configuration or the command line is wrong.
@Command(
        name = "terraverde",
        description = "A private npm registry.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.JarVersion.class,
        subcommands = {
            Main.Serve.class,
            Main.Check.class,
            Purge.class,
            Main.Rehearse.class,
            CommandLine.HelpCommand.class
        })
public final class Main implements Callable<Integer> {
    static final int OK = 0;
    private static final int WARNINGS = 1;
    private static final int CANNOT_START = 1;
    private static final int CANNOT_STOP = 1;
    static final int ERRORS = 2;

    private final ConfigLoader loader;
    private final Function<LoadedConfig, RunningServer> start;
    private final Consumer<RunningServer> onStart;

    @Mixin
    private final ServeOptions options = new ServeOptions();

    @Spec
    private @Nullable CommandSpec spec;

    /// @param start starts the server
    /// @param onStart told of the server before it is waited for
    Main(ConfigLoader loader, Function<LoadedConfig, RunningServer> start, Consumer<RunningServer> onStart) {
        this.loader = loader;
        this.start = start;
        this.onStart = onStart;
    }

    /// Runs the program and ends the process.
    public static void main(String[] args) {
        ConfigLoader loader = new ConfigLoader(Path.of(""), System.getenv());
        CommandLine line = commandLine(new Main(loader, RegistryServer::start, Main::stopWithProcess));
        int status;
        // What a command has to log. A server that starts sets up its own.
        try (var _ = Logging.start(
                Optional.empty(), Logging.Format.PRETTY, Logging.Level.WARN, Logging.Colors.OFF, ZoneOffset.UTC)) {
            status = line.execute(args);
        }
        System.exit(status);
    }

    /// The command line of a program, for running it with arguments.
    static CommandLine commandLine(Main main) {
        CommandLine line = new CommandLine(main);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            PrintWriter err = command.getErr();
            err.println("terraverde: " + described(failure));
            for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
                err.println("  because: " + described(cause));
            }
            err.flush();
            return CANNOT_START;
        });
        return line;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = line().getErr();
        ConfigOutcome outcome = load();
        print(outcome, err);
        return switch (outcome) {
            case RefusedConfig refused -> ERRORS;
            case LoadedConfig config -> {
                if (config.file().isEmpty()) {
                    err.println("terraverde: no config file, using defaults");
                    err.flush();
                }
                RunningServer server = start.apply(config);
                onStart.accept(server);
                server.awaitStop();
                yield OK;
            }
        };
    }

    private int check() {
        PrintWriter out = line().getOut();
        ConfigOutcome outcome = load();
        print(outcome, out);
        Optional<Path> file = Optional.ofNullable(options.config).or(loader::find);
        String name = file.map(Path::toString).orElse("defaults");
        out.println(name + ": " + verdict(outcome));
        out.flush();
        return switch (outcome) {
            case RefusedConfig refused -> ERRORS;
            case LoadedConfig config -> config.warnings().isEmpty() ? OK : WARNINGS;
        };
    }

    /// The settings for a command that needs them; empty when they are wrong, which has been said then.
    Optional<Settings> settings() {
        ConfigOutcome outcome = load();
        print(outcome, line().getErr());
        return switch (outcome) {
            case RefusedConfig refused -> Optional.empty();
            case LoadedConfig config -> Optional.of(config.settings());
        };
    }

    private ConfigOutcome load() {
        CommandLineOverrides overrides = options.overrides();
        return options.config == null ? loader.load(overrides) : loader.load(options.config, overrides);
    }

    private static void print(ConfigOutcome outcome, PrintWriter writer) {
        outcome.problems().forEach(writer::println);
        writer.flush();
    }

    private static String verdict(ConfigOutcome outcome) {
        long errors = outcome.problems().stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .count();
        long warnings = outcome.problems().size() - errors;
        return outcome.problems().isEmpty() ? "ok" : counted(errors, "error") + ", " + counted(warnings, "warning");
    }

    static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /// On a signal the server ends in order, and the process with 0 instead of the signal's number. It ends, too, when
    /// the server does not, which is in the log.
    private static void stopWithProcess(RunningServer server) {
        Runtime runtime = Runtime.getRuntime();
        runtime.addShutdownHook(new Thread(
                () -> {
                    int status = CANNOT_STOP;
                    try {
                        server.stop();
                        status = OK;
                    } finally {
                        runtime.halt(status);
                    }
                },
                "shutdown"));
    }

    private static String described(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private CommandLine line() {
        if (spec == null) {
            throw new IllegalStateException("not run by a command line");
        }
        return spec.commandLine();
    }

    /// What `serve` and `check` take, before or after the word.
    static final class ServeOptions {
        @Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                scope = ScopeType.INHERIT,
                description = "The configuration, Verdaccio's config.yaml.")
        private @Nullable Path config;

        @Option(
                names = {"-l", "--listen"},
                paramLabel = "ADDRESS",
                scope = ScopeType.INHERIT,
                description = "Where to wait for clients, as host:port.")
        private @Nullable String listen;

        @Option(
                names = "--storage",
                paramLabel = "DIR",
                scope = ScopeType.INHERIT,
                description = "The folder that holds the packages.")
        private @Nullable String storage;

        @Option(
                names = "--uplink",
                paramLabel = "URL",
                scope = ScopeType.INHERIT,
                description = "The registry to ask for what is not here; rules name it \"upstream\".")
        private @Nullable String uplink;

        CommandLineOverrides overrides() {
            return new CommandLineOverrides(
                    Optional.ofNullable(listen), Optional.ofNullable(storage), Optional.ofNullable(uplink));
        }
    }

    @Command(name = "serve", description = "Runs the registry (the default).", mixinStandardHelpOptions = true)
    static final class Serve implements Callable<Integer> {
        @CommandLine.ParentCommand
        private @Nullable Main main;

        @Override
        public Integer call() throws InterruptedException {
            return main == null ? ERRORS : main.call();
        }
    }

    @Command(
            name = "check",
            description = {
                "Validates the configuration: every problem with its line and a hint.",
                "Exit code 0: nothing found, 1: warnings only, 2: errors."
            },
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        @CommandLine.ParentCommand
        private @Nullable Main main;

        @Override
        public Integer call() {
            return main == null ? ERRORS : main.check();
        }
    }

    @Command(
            name = "rehearse",
            hidden = true,
            description = "Serves an empty folder for a moment: the training run of the JVM's class cache.")
    static final class Rehearse implements Callable<Integer> {
        @Override
        public Integer call() throws InterruptedException {
            Rehearsal.run();
            return OK;
        }
    }

    /// The version in the manifest of the jar.
    static final class JarVersion implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"terraverde " + (version == null ? "unpackaged" : version)};
        }
    }
}
