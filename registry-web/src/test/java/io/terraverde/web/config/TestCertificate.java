package io.terraverde.web.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/// A certificate of `localhost` in a PEM file, made by the JDK's own tool.
public final class TestCertificate {
    private TestCertificate() {}

    /// Makes `ca.pem`, and beside it `store.p12` with the key, which opens with `secret`.
    public static Path in(Path folder) throws IOException, InterruptedException {
        Path store = folder.resolve("store.p12");
        Path file = folder.resolve("ca.pem");
        keytool(
                store,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=ca",
                "-ext",
                "SAN=DNS:localhost",
                "-validity",
                "30");
        keytool(store, "-exportcert", "-rfc", "-file", file.toString());
        return file;
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> common =
                List.of("-alias", "ca", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "secret");
        Process process = new ProcessBuilder(Stream.of(Stream.of(keytool), Stream.of(arguments), common.stream())
                        .flatMap(Function.identity())
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
