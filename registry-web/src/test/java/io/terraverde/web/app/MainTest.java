package io.terraverde.web.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.config.ConfigLoader;
import io.terraverde.web.config.ConfigOutcome.LoadedConfig;
import io.terraverde.web.config.StoreSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<LoadedConfig> started = new ArrayList<>();

    @Test
    void checkOfAGoodFileIs0() throws IOException {
        write("storage: s\npackages: {'**': {}}\n");

        assertThat(run("check", "-c", "c.yaml")).isZero();
        assertThat(out).hasToString(lines("c.yaml: ok"));
    }

    @Test
    void checkOfWarningsIs1() throws IOException {
        write("storage: s\npackages: {'**': {}}\nmaxBodySize: 1\n");

        assertThat(run("check", "-c", "c.yaml")).isEqualTo(1);
        assertThat(out)
                .hasToString(lines(
                        "c.yaml:3: warning: maxBodySize: unknown key, it has no effect"
                                + " (did you mean \"max_body_size\"?)",
                        "c.yaml: 0 errors, 1 warning"));
    }

    @Test
    void checkOfErrorsIs2() throws IOException {
        write("storage: s\npackages: {'**': {}}\nmax_body_size: -1\nlisten: nowhere\n");

        assertThat(run("check", "-c", "c.yaml")).isEqualTo(2);
        assertThat(out.toString())
                .contains("c.yaml:3: error: max_body_size: ", "c.yaml:4: error: listen: ", "2 errors");
    }

    @Test
    void serveRefusesABrokenFileWith2() throws IOException {
        write("storage: s\npackages: [a]\n");

        assertThat(run("serve", "-c", "c.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("c.yaml:2: error: packages: expected settings below it");
        assertThat(started).isEmpty();
    }

    @Test
    void wordlessRunServes() {
        assertThat(run("--storage", "data", "-l", "0.0.0.0:1")).isZero();

        assertThat(started).singleElement().satisfies(config -> {
            assertThat(config.settings().store()).isEqualTo(new StoreSettings.Files(folder.resolve("data")));
            assertThat(config.settings().server().listen().url()).isEqualTo("http://0.0.0.0:1/");
        });
        assertThat(err).hasToString(lines("terraverde: no config file, using defaults"));
    }

    @Test
    void optionsCountBeforeAndAfterTheWord() throws IOException {
        write("storage: s\npackages: {'**': {}}\n");

        assertThat(run("-c", "c.yaml", "serve", "--uplink", "https://upstream.example"))
                .isZero();

        assertThat(started).singleElement().satisfies(config -> {
            assertThat(config.file()).isPresent();
            assertThat(config.settings().uplinks()).hasSize(1);
        });
    }

    @Test
    void unknownOptionIs2() {
        assertThat(run("serve", "--storrage", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("--storage");
    }

    @Test
    void serverThatCannotStartSaysWhyAndIs1() {
        int status = run(
                config -> {
                    throw new IllegalStateException("port 1 is taken", new IOException("denied"));
                },
                "serve");

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).contains(lines("terraverde: port 1 is taken", "  because: denied"));
    }

    @Test
    void purgeRemovesWhatIsKeptOfPackages() throws IOException {
        write("storage: s\npackages: {'**': {}}\n");
        Path gone = stored("s/.terraverde/cache/npmjs-1f2e3d4c/left-pad/state.json");
        Path scoped = stored("s/.terraverde/cache/npmjs-1f2e3d4c/@acme/base/base-1.0.0.tgz");
        Path other = stored("s/.terraverde/cache/npmjs-1f2e3d4c/right-pad/state.json");
        Path hosted = stored("s/left-pad/package.json");

        assertThat(run("purge", "-c", "c.yaml", "left-pad", "@acme/base", "nothing"))
                .isZero();

        assertThat(out)
                .hasToString(lines(
                        "left-pad: 1 object of 5 bytes removed",
                        "@acme/base: 1 object of 5 bytes removed",
                        "nothing: 0 objects of 0 bytes removed"));
        assertThat(gone).doesNotExist();
        assertThat(scoped).doesNotExist();
        assertThat(other).exists();
        assertThat(hosted).exists();
    }

    @Test
    void purgeOfAllLooksWhereTheCacheIs() throws IOException {
        write("storage: s\npackages: {'**': {}}\nterraverde: {cache: {path: c}}\n");
        Path mirror = stored("c/mirror/node-0a1b2c3d/v22.1.0/headers.tar.gz");
        Path inside = stored("s/.terraverde/cache/npmjs-1f2e3d4c/left-pad/state.json");

        assertThat(run("purge", "-c", "c.yaml", "--mirror", "node/v24")).isZero();
        assertThat(mirror).exists();
        assertThat(run("purge", "-c", "c.yaml", "--all")).isZero();

        assertThat(out.toString()).endsWith(lines("everything: 1 object of 5 bytes removed"));
        assertThat(mirror).doesNotExist();
        assertThat(inside).exists();
    }

    @Test
    void purgeOfAMirrorTakesItsPathsAsClientsWriteThem() throws IOException {
        write("storage: s\npackages: {'**': {}}\n");
        Path gone = stored("s/.terraverde/cache/mirror/pw-0a1b2c3d/%40acme/x%2B1/a.zip%file");
        Path other = stored("s/.terraverde/cache/mirror/pw-0a1b2c3d/%40acme/y/a.zip%file");

        assertThat(run("purge", "-c", "c.yaml", "--mirror", "pw/@acme/x+1/")).isZero();

        assertThat(out).hasToString(lines("pw/@acme/x+1/: 1 object of 5 bytes removed"));
        assertThat(gone).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void purgeOfNothingOrOfNoNameOrByABrokenFileIs2() throws IOException {
        write("storage: s\npackages: [a]\n");

        assertThat(run("purge")).isEqualTo(2);
        assertThat(run("purge", "--all", "left-pad")).isEqualTo(2);
        assertThat(run("purge", "../left-pad")).isEqualTo(2);
        assertThat(run("purge", "--mirror", "node/../x")).isEqualTo(2);
        assertThat(run("purge", "-c", "c.yaml", "left-pad")).isEqualTo(2);
        assertThat(err.toString())
                .contains("../left-pad", "not a path of a mirror: \"node/../x\"", "c.yaml:2: error: packages");
    }

    @Test
    void purgeOfAStoreThatCannotBeOpenedIs1() throws IOException {
        write("storage: s\npackages: {'**': {}}\n");
        Files.writeString(folder.resolve("s"), "a file");

        assertThat(run("purge", "-c", "c.yaml", "left-pad")).isEqualTo(1);
        assertThat(err.toString()).contains("terraverde: cannot open the storage");
    }

    @Test
    void versionAndHelpArePrinted() {
        assertThat(run("--version")).isZero();
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("terraverde ", "check", "serve", "--uplink");
    }

    private int run(String... arguments) {
        return run(
                config -> {
                    started.add(config);
                    return new StoppedAtOnce();
                },
                arguments);
    }

    private int run(Function<LoadedConfig, RunningServer> start, String... arguments) {
        CommandLine line = Main.commandLine(new Main(new ConfigLoader(folder, Map.of()), start, server -> {}));
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    private Path stored(String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "bytes");
    }

    private void write(String yaml) throws IOException {
        Files.writeString(folder.resolve("c.yaml"), yaml);
    }

    private static String lines(String... lines) {
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private static final class StoppedAtOnce implements RunningServer {
        @Override
        public void awaitStop() {}

        @Override
        public void stop() {}
    }
}
