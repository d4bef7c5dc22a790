package io.terraverde.it.ceph;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Outcome;
import io.terraverde.it.shell.Ports;
import io.terraverde.it.shell.Shell;
import io.terraverde.it.shell.Skips;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Ceph with two S3 gateways over one store, started by the script that `TERRAVERDE_CEPH` names, or by
/// `../shared/tools/ceph-rgw.sh` beside the project.
public final class Ceph implements AutoCloseable {
    private static final int GATEWAYS = 2;
    private static final int MONITOR = 100;
    private static final String ACCESS_KEY = "testaccess";
    private static final String SECRET_KEY = "testsecret";

    /// When signed addresses expire, in seconds of 1970: the end of this century.
    private static final long NEVER = 4_102_444_800L;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Path script;
    private final Path folder = Folders.fresh("ceph");
    private final int port = Ports.free(0, 1, MONITOR);
    private final AtomicInteger buckets = new AtomicInteger();

    private Ceph(Path script) {
        this.script = script;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        Outcome started = control("start");
        Skips.unless(Skips.Program.CEPH, started.exit() == 0, "Ceph cannot be started here: " + started);
    }

    /// Starts it; skips the test where that cannot be done.
    public static Ceph start() {
        Path beside = Folders.module().resolve("../../shared/tools/ceph-rgw.sh").normalize();
        Path script = Path.of(System.getenv().getOrDefault("TERRAVERDE_CEPH", beside.toString()));
        Skips.unless(
                Skips.Program.CEPH,
                Files.isExecutable(script),
                "there is no Ceph: TERRAVERDE_CEPH names no script, nor is there " + beside);
        return new Ceph(script);
    }

    /// The address of a gateway, 0 or 1.
    public URI gateway(int number) {
        return URI.create("http://127.0.0.1:" + (port + number % GATEWAYS));
    }

    /// A new and empty bucket, seen through both gateways.
    public Bucket newBucket() {
        String name = "it-" + buckets.incrementAndGet();
        HttpResponse<String> created = create(name);
        if (created.statusCode() != 200) {
            throw new AssertionError("cannot create the bucket " + name + ": " + created + " " + created.body());
        }
        return new Bucket(name, List.of(gateway(0), gateway(1)), ACCESS_KEY, SECRET_KEY);
    }

    /// Kills the second gateway at once, in whatever it is doing.
    public void killSecondGateway() {
        try {
            long pid = Long.parseLong(
                    Files.readString(folder.resolve("run/rgw1.pid")).strip());
            ProcessHandle gateway = ProcessHandle.of(pid).orElseThrow();
            gateway.destroyForcibly();
            gateway.onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot find the second gateway", e);
        }
    }

    /// Starts the second gateway again, on the same port.
    public void startSecondGateway() {
        control("start").succeeded();
    }

    @Override
    public void close() {
        control("stop");
    }

    private Outcome control(String command) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("RGW_COUNT", Integer.toString(GATEWAYS));
        environment.put("S3_ACCESS", ACCESS_KEY);
        environment.put("S3_SECRET", SECRET_KEY);
        return Shell.run(
                Folders.target(),
                environment,
                List.of(script.toString(), command, folder.toString(), Integer.toString(port)));
    }

    /// Signed in its address, in the old way (version 2): that takes no clock.
    private HttpResponse<String> create(String bucket) {
        String signature = signature("PUT\n\n\n" + NEVER + "\n/" + bucket);
        URI address = gateway(0)
                .resolve("/" + bucket + "?AWSAccessKeyId=" + ACCESS_KEY + "&Expires=" + NEVER + "&Signature="
                        + URLEncoder.encode(signature, UTF_8));
        HttpRequest request =
                HttpRequest.newBuilder(address).PUT(BodyPublishers.noBody()).build();
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("no answer to " + request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + request, e);
        }
    }

    private static String signature(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(SECRET_KEY.getBytes(UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }
}
