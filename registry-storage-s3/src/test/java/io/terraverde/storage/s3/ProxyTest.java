package io.terraverde.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.storage.StorageException;
import io.terraverde.storage.s3.RefusingProxy.Visit;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which requests go through a proxy: all when the options name one, and none otherwise.
final class ProxyTest {
    private static final URI STORE = URI.create("http://store.example:9000");

    @Test
    void proxyOfTheMachineIsNotUsed() throws Exception {
        try (RefusingProxy proxy = new RefusingProxy();
                S3Stub stub = S3Stub.builder().bucket(StubStore.BUCKET).start()) {
            String address = proxy.address("").toString();
            Process process = opening(
                    stub,
                    Map.of("HTTP_PROXY", address, "http_proxy", address, "HTTPS_PROXY", address),
                    "-Dhttp.proxyHost=127.0.0.1",
                    "-Dhttp.proxyPort=" + proxy.port());

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(proxy.visits()).isEmpty();
            assertThat(stub.count()).isPositive();
        }
    }

    @Test
    void everythingGoesThroughTheProxyThatIsNamed() throws Exception {
        try (RefusingProxy proxy = new RefusingProxy()) {
            assertRefused(through(STORE, proxy.address("")));

            assertThat(proxy.visits()).isNotEmpty().allSatisfy(visit -> {
                assertThat(visit.line()).contains(" http://store.example:9000/" + StubStore.BUCKET);
                assertThat(visit.authorization()).isEmpty();
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "jane:p%40ss%3A+1@, Basic amFuZTpwQHNzOisx", // jane:p@ss:+1
        "CORP%5Cjane:pw@, Basic Q09SUFxqYW5lOnB3",
        "jane@, Basic amFuZTo=",
        "jane:@, Basic amFuZTo="
    })
    void proxyIsShownItsUserAtOnce(String user, String shown) throws Exception {
        try (RefusingProxy proxy = new RefusingProxy()) {
            assertRefused(through(STORE, proxy.address(user)));
            assertRefused(through(URI.create("https://store.example"), proxy.address(user)));

            assertThat(proxy.visits()).extracting(Visit::line).anyMatch(line -> line.startsWith("CONNECT "));
            assertThat(proxy.visits())
                    .extracting(Visit::authorization)
                    .allSatisfy(authorization -> assertThat(authorization).contains(shown));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", ""})
    void slashBehindAProxyIsNoPath(String slash) throws Exception {
        try (RefusingProxy proxy = new RefusingProxy()) {
            assertRefused(through(STORE, URI.create(proxy.address("") + slash)));

            assertThat(proxy.visits()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"http://proxy.example, 80", "https://proxy.example, 443", "http://proxy.example:3128, 3128"})
    void proxyWithoutAPortHasThatOfItsScheme(URI proxy, int port) {
        assertThat(S3Clients.proxyConfiguration(Optional.of(proxy)).port()).isEqualTo(port);
    }

    private static void assertRefused(S3Options options) {
        assertThatThrownBy(() -> StubStore.open(options)).isInstanceOf(StorageException.class);
    }

    private static S3Options through(URI store, URI proxy) {
        S3Options plain = StubStore.options(store, "access", "secret", StubStore.BUCKET, "");
        S3Options.Endpoint endpoint = plain.endpoint();
        return new S3Options(
                new S3Options.Endpoint(
                        endpoint.uri(),
                        endpoint.region(),
                        endpoint.style(),
                        endpoint.credentials(),
                        Optional.of(proxy),
                        endpoint.ca(),
                        endpoint.usualTrust()),
                plain.bucket(),
                plain.keyPrefix(),
                plain.tarballAcl(),
                plain.encryption(),
                plain.checksums(),
                plain.writers(),
                plain.timeout(),
                plain.connections());
    }

    private static Process opening(S3Stub stub, Map<String, String> variables, String... properties) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of(properties));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                OpeningProcess.class.getName(),
                stub.endpoint().toString(),
                stub.access(),
                stub.secret()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.equalsIgnoreCase("no_proxy"));
        builder.environment().putAll(variables);
        return builder.start();
    }
}
