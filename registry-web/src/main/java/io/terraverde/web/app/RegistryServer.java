package io.terraverde.web.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.terraverde.auth.AuthenticationRequest;
import io.terraverde.auth.Authenticator;
import io.terraverde.auth.Purpose;
import io.terraverde.auth.Surface;
import io.terraverde.core.Caller;
import io.terraverde.publish.LeftoverSweeper;
import io.terraverde.web.config.ConfigOutcome.LoadedConfig;
import io.terraverde.web.config.ListenAddress;
import io.terraverde.web.config.ServerSettings;
import io.terraverde.web.config.Settings;
import io.terraverde.web.http.AccessLog;
import io.terraverde.web.http.Draining;
import io.terraverde.web.http.ErrorAnswers;
import io.terraverde.web.http.Exchange;
import io.terraverde.web.http.HttpLimits;
import io.terraverde.web.http.HttpMetrics;
import io.terraverde.web.http.HttpServer;
import io.terraverde.web.http.HttpSetup;
import io.terraverde.web.http.Listen;
import io.terraverde.web.http.PublicUrl;
import io.terraverde.web.http.Tls;
import io.terraverde.web.http.TrustProxy;
import io.terraverde.web.log.Logging;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The registry as it runs: the web server, and the little it does without being asked.
final class RegistryServer implements RunningServer {
    private static final Logger log = LoggerFactory.getLogger(RegistryServer.class);
    private static final int SWEEPS = 4;
    private static final long SWEEP_HOURS = 6;
    private static final long SWEEP_END_SECONDS = 5;

    /// After the start: a crashed instance that is started again and again comes to it, too.
    private static final long STORE_SWEEP_SECONDS = 20;

    private final Wiring wiring;
    private final HttpServer http;
    private final Duration shutdownGrace;
    private final Runnable afterStop;

    /// A thread for each sweep: one that takes hours holds up no other.
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            SWEEPS, Thread.ofPlatform().daemon().name("timer-", 1).factory());

    private final CountDownLatch stopped = new CountDownLatch(1);

    private RegistryServer(Wiring wiring, HttpServer http, Duration shutdownGrace, Runnable afterStop) {
        this.wiring = wiring;
        this.http = http;
        this.shutdownGrace = shutdownGrace;
        this.afterStop = afterStop;
    }

    /// Starts a registry, and says in the log what it decided.
    static RegistryServer start(LoadedConfig config) {
        Settings settings = config.settings();
        Logging logging = startLog(settings.log());
        settings.summary().forEach(log::info);
        return open(settings, logging::close);
    }

    /// Starts a registry, whoever writes the log.
    ///
    /// @param afterStop called when it has stopped
    static RegistryServer open(Settings settings, Runnable afterStop) {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        String serverId = settings.server()
                .serverId()
                .orElseGet(
                        () -> HexFormat.of().toHexDigits(SystemSources.random().nextLong(), 12));
        UplinkMetrics uplinks = new UplinkMetrics(meters);
        Wiring wiring = new Wiring(settings, serverId, new StoreMetrics(meters)::sent, uplinks);
        wiring.circuits().forEach(uplinks::watch);
        wiring.cacheSweeper().ifPresent(sweeper -> CacheMetrics.register(meters, sweeper));
        HttpMetrics metrics = new HttpMetrics(meters);
        Draining draining = new Draining();
        HttpServer http = new HttpServer(setup(settings, serverId, wiring, metrics, draining));
        RegistryServer server = new RegistryServer(wiring, http, settings.own().shutdownGrace(), afterStop);
        http.start();
        server.beginSweeping();
        log.info("http address - {}", String.join(" ", http.addresses()));
        return server;
    }

    /// Where it listens, as `http://127.0.0.1:4873/`.
    List<String> addresses() {
        return http.addresses();
    }

    @Override
    public void awaitStop() throws InterruptedException {
        stopped.await();
    }

    /// Readiness turns 503 at once; requests are taken for the grace time; then what runs is finished.
    @Override
    public void stop() {
        log.info("stopping grace={}", shutdownGrace);
        try {
            finish();
            log.info("stopped");
        } catch (RuntimeException e) {
            log.error("did not stop in order", e);
            throw e;
        } finally {
            afterStop.run();
            stopped.countDown();
        }
    }

    private void finish() {
        http.drain();
        try {
            SystemSources.pauses().pause(shutdownGrace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.stop();
        stopSweeping();
        wiring.close();
    }

    private void beginSweeping() {
        LeftoverSweeper leftovers = wiring.sweeper();
        Future<?> _ = timer.scheduleWithFixedDelay(
                () -> logged("leftovers", leftovers::sweep),
                wiring.leftoversDelay().toMinutes(),
                TimeUnit.HOURS.toMinutes(SWEEP_HOURS),
                TimeUnit.MINUTES);
        Future<?> _ = timer.scheduleWithFixedDelay(
                () -> logged("storage", wiring::sweepStore),
                STORE_SWEEP_SECONDS,
                TimeUnit.HOURS.toSeconds(SWEEP_HOURS),
                TimeUnit.SECONDS);
        Future<?> _ = timer.scheduleWithFixedDelay(
                () -> logged("web logins", wiring.accounts().webLogins()::sweep), 10, 10, TimeUnit.MINUTES);
        wiring.cacheSweeper().ifPresent(cache -> {
            Future<?> _ = timer.scheduleWithFixedDelay(() -> logged("cache", cache::tick), 1, 1, TimeUnit.MINUTES);
        });
    }

    /// Interrupts what runs, and waits for it, because the store is closed next.
    private void stopSweeping() {
        timer.shutdownNow();
        try {
            if (!timer.awaitTermination(SWEEP_END_SECONDS, TimeUnit.SECONDS)) {
                log.warn("sweeping does not end, stopping without it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What runs on the timer must not throw, or it would not run again.
    private static void logged(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            log.warn("sweeping failed what={}", what, e);
        }
    }

    private static Logging startLog(Settings.LogSettings log) {
        return Logging.start(
                log.file(),
                Logging.Format.valueOf(log.format().name()),
                Logging.Level.valueOf(log.level().name()),
                log.colors() ? Logging.Colors.ON : Logging.Colors.OFF,
                ZoneId.systemDefault());
    }

    private static HttpSetup setup(
            Settings settings, String serverId, Wiring wiring, HttpMetrics metrics, Draining draining) {
        ServerSettings server = settings.server();
        return new HttpSetup(
                List.of(listen(server)),
                limits(settings),
                server.poweredBy().orElse(""),
                serverId,
                wiring.routes(metrics, draining),
                seen(server, wiring),
                new ErrorAnswers(SystemSources.random()),
                metrics,
                new AccessLog(),
                draining);
    }

    private static Exchange.Seen seen(ServerSettings server, Wiring wiring) {
        Authenticator authenticator = wiring.accounts().authenticator();
        return new Exchange.Seen(
                new PublicUrl(server.publicUrl().map(URI::toString), server.urlPrefix()),
                trustProxy(server.trustedProxies()),
                server.trustForwardedHost(),
                server.forwardedProtoHeader(),
                exchange -> identify(authenticator, exchange));
    }

    private static Caller identify(Authenticator authenticator, Exchange exchange) {
        Purpose purpose = switch (exchange.method()) {
            case "GET", "HEAD" -> Purpose.READ;
            default -> Purpose.WRITE;
        };
        return authenticator
                .authenticate(new AuthenticationRequest(
                        exchange.header("Authorization").orElse(null), exchange.clientAddress(), purpose, Surface.API))
                .caller();
    }

    private static HttpLimits limits(Settings settings) {
        return HttpLimits.defaults()
                .withKeepAlive(settings.server().keepAlive())
                .withMaxHeadBytes(settings.own().limits().headerBytes())
                .withStopTime(settings.own().shutdownTimeout());
    }

    private static TrustProxy trustProxy(ServerSettings.TrustedProxies proxies) {
        return switch (proxies) {
            case ServerSettings.TrustedProxies.None() -> TrustProxy.none();
            case ServerSettings.TrustedProxies.All() -> TrustProxy.all();
            case ServerSettings.TrustedProxies.Hops(int count) -> TrustProxy.hops(count);
            case ServerSettings.TrustedProxies.Networks(List<String> networks) ->
                TrustProxy.parse(String.join(",", networks));
        };
    }

    private static Listen listen(ServerSettings server) {
        @Nullable Tls tls = server.listen().tls() ? server.tls().map(RegistryServer::tls).orElse(null) : null;
        return switch (server.listen()) {
            case ListenAddress.Tcp tcp -> new Listen.Tcp(tcp.host(), tcp.port(), tls);
            case ListenAddress.UnixSocket unix -> new Listen.UnixSocket(unix.path(), tls);
        };
    }

    private static Tls tls(ServerSettings.Tls tls) {
        return switch (tls) {
            case ServerSettings.Tls.Pem pem -> new Tls.Pem(pem.key(), pem.certificate(), pem.ca());
            case ServerSettings.Tls.Pkcs12 file ->
                new Tls.Pkcs12(
                        file.file(),
                        file.passphrase().map(secret -> secret.value()).orElse(""));
        };
    }
}
