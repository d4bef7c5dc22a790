package io.terraverde.it.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.terraverde.it.client.Clients;
import io.terraverde.it.content.Digests;
import io.terraverde.it.content.PackageSource;
import io.terraverde.it.content.Tarball;
import io.terraverde.it.shell.Shell;
import io.terraverde.it.shell.Skips;
import io.terraverde.it.upstream.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A package in C, which npm builds by `node-gyp rebuild` when it installs it: npm does so for every package that
/// has a `binding.gyp` and no `install` script. To build it, node-gyp downloads the headers of Node.js.
final class NativeModule {
    private static final String BINDING = """
            {"targets": [{"target_name": "answer", "sources": ["answer.c"]}]}
            """;
    private static final String SOURCE = """
            #include <node_api.h>

            static napi_value answer(napi_env env, napi_callback_info info) {
              napi_value number;
              return napi_create_int32(env, 42, &number) == napi_ok ? number : NULL;
            }

            NAPI_MODULE_INIT() {
              napi_value function;
              if (napi_create_function(env, "answer", NAPI_AUTO_LENGTH, answer, NULL, &function) != napi_ok) {
                return NULL;
              }
              return function;
            }
            """;
    private static final String MAIN = """
            const answer = require('./build/Release/answer.node');
            module.exports = ['native', String(answer())];
            """;

    private NativeModule() {}

    /// Skips the test where modules cannot be built: without a compiler, or without the headers of Node.js.
    static void requireTools() {
        for (String tool : List.of("python3", "make", "gcc", "g++")) {
            boolean there = Stream.of("/usr/bin", "/bin").anyMatch(bin -> Files.isExecutable(Path.of(bin, tool)));
            Skips.unless(there, "no native module is built without " + tool);
        }
        Skips.unless(
                Files.isRegularFile(headers().resolve("node_api.h")), "Node.js came without headers: " + headers());
    }

    /// The tarball of the module.
    static byte[] tarballOf(PackageSource source) {
        return Tarball.empty()
                .with("package/package.json", source.manifest().toPrettyString() + "\n")
                .with("package/index.js", MAIN)
                .with("package/binding.gyp", BINDING)
                .with("package/answer.c", SOURCE)
                .toBytes();
    }

    /// Puts the headers of the Node.js that runs the clients, and their sums, where its download server has them.
    ///
    /// @param top a path, for example `/dist`
    /// @return the paths of what node-gyp asks for
    static List<String> publishHeaders(Upstream upstream, String top) {
        String version = "v" + nodeVersion();
        String file = "node-" + version + "-headers.tar.gz";
        byte[] tarball = headersTarball("node-" + version);
        String tarballPath = top + "/" + version + "/" + file;
        String sumsPath = top + "/" + version + "/SHASUMS256.txt";
        upstream.put(tarballPath, tarball);
        upstream.put(sumsPath, (Digests.sha256(tarball) + "  " + file + "\n").getBytes(UTF_8));
        return List.of(tarballPath, sumsPath);
    }

    private static String nodeVersion() {
        return Shell.run(
                        Path.of("/"),
                        Map.of("PATH", "/usr/bin:/bin"),
                        List.of(Clients.node().toString(), "-p", "process.versions.node"))
                .succeeded()
                .out()
                .strip();
    }

    /// Those of OpenSSL are nine tenths, and no module of the tests needs them.
    private static byte[] headersTarball(String top) {
        Path headers = headers();
        Tarball tarball = Tarball.empty();
        try (Stream<Path> all = Files.walk(headers)) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .filter(file -> !headers.relativize(file).startsWith("openssl"))
                    .sorted()
                    .toList();
            for (Path file : files) {
                tarball.with(top + "/include/node/" + headers.relativize(file), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + headers, e);
        }
        return tarball.toBytes();
    }

    /// Where an installation of Node.js has them: `bin/node` and `include/node` are neighbours.
    private static Path headers() {
        Path node = Clients.node();
        try {
            return node.toRealPath().resolve("../../include/node").normalize();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot follow " + node, e);
        }
    }
}
