package io.terraverde.it.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/// Runs a program to its end, with nothing in its environment but what it is given.
public final class Shell {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Shell() {}

    /// Runs a program that asks nothing; its standard input is empty.
    public static Outcome run(Path folder, Map<String, String> environment, List<String> command) {
        Path printed = Folders.fresh("run");
        try {
            Path out = printed.resolve("out");
            Path err = printed.resolve("err");
            ProcessBuilder builder = builder(folder, environment, command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            Process process = builder.start();
            boolean ended = ended(process);
            var outcome = new Outcome(command, process.exitValue(), read(out), read(err));
            if (!ended) {
                throw new AssertionError("did not end within " + LIMIT + ": " + outcome);
            }
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        } finally {
            Folders.delete(printed);
        }
    }

    /// Runs a program and answers what it asks.
    public static Outcome converse(
            Path folder, Map<String, String> environment, List<String> command, Dialogue dialogue) {
        Deque<Dialogue.Turn> turns = new ArrayDeque<>(dialogue.turns());
        var heard = new StringBuilder();
        try {
            Process process = builder(folder, environment, command)
                    .redirectErrorStream(true)
                    .start();
            Thread.ofVirtual().start(() -> ended(process));
            try (var reader = new InputStreamReader(process.getInputStream(), UTF_8);
                    var writer = process.outputWriter(UTF_8)) {
                int answeredTo = 0;
                var buffer = new char[4096];
                for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                    heard.append(buffer, 0, count);
                    while (!turns.isEmpty()) {
                        Matcher prompt = turns.getFirst().prompt().matcher(heard);
                        if (!prompt.find(answeredTo)) {
                            break;
                        }
                        answeredTo = prompt.end();
                        writer.write(turns.removeFirst().reply().apply(prompt.toMatchResult()));
                        writer.flush();
                    }
                }
            }
            ended(process);
            var outcome = new Outcome(command, process.exitValue(), heard.toString(), "");
            if (!turns.isEmpty()) {
                throw new AssertionError("never asked \"" + turns.getFirst().prompt() + "\": " + outcome);
            }
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot talk with " + command + ", heard: " + heard, e);
        }
    }

    /// A program on `PATH`.
    ///
    /// @throws IllegalStateException when there is none
    public static Path find(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("these tests need " + program + " on PATH"));
    }

    private static ProcessBuilder builder(Path folder, Map<String, String> environment, List<String> command) {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    /// Waits for the end, which comes by force when the limit has passed; false when it came by force.
    private static boolean ended(Process process) {
        try {
            if (process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                return true;
            }
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            return false;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a program ran", e);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }
}
