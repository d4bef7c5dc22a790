package io.terraverde.it.uplink;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.http.Answer;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.http.ServedPackage;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Patience;
import io.terraverde.it.upstream.Gate;
import io.terraverde.it.upstream.Trouble;
import io.terraverde.it.upstream.Upstream;
import io.terraverde.it.upstream.UpstreamPackage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What clients get for every trouble of an upstream: with nothing at hand an error that is worth another try
/// and says whose it is, with an older state at hand that state; never wrong bytes, never a 404 that the
/// upstream did not say, and nothing that outlasts the trouble.
class UplinkTableIT {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final AtomicInteger number = new AtomicInteger();
    private static final Upstream upstream = Upstream.start();
    private static final Upstream other = Upstream.start();

    @RegisterExtension
    static final SharedRegistry patient = SharedRegistry.with(
            UplinkSetup.before(upstream.uri()).cache("notFound", "0s").registry());

    /// For the troubles that only the time limit ends.
    @RegisterExtension
    static final SharedRegistry impatient = SharedRegistry.with(UplinkSetup.before(upstream.uri())
            .with("timeout", "5s")
            .cache("notFound", "0s")
            .registry());

    private static final Gate never = new Gate();
    private static final Trouble silence = Trouble.hold(never);
    private static final Trouble silenceInThePackument = Trouble.holdBody(100, never);
    private static final Trouble silenceInTheTarball = Trouble.holdBody(200, never);
    private static final Set<Trouble> silent = Set.of(silence, silenceInThePackument, silenceInTheTarball);
    private static final Trouble endless = Trouble.endless();

    @AfterEach
    void heal() {
        upstream.script().heal();
        upstream.comeUp();
    }

    @AfterAll
    static void close() {
        never.open();
        upstream.close();
        other.close();
    }

    /// Trouble, status of the packument without an older state, what its error says.
    static Stream<Arguments> packuments() {
        return Stream.of(
                Arguments.of(silence, 504, ""),
                Arguments.of(silenceInThePackument, 504, ""),
                Arguments.of(Trouble.cut(0), 503, ""),
                Arguments.of(Trouble.cut(20), 502, ""),
                Arguments.of(Trouble.cutBody(0), 503, ""),
                Arguments.of(Trouble.cutBody(100), 503, ""),
                Arguments.of(Trouble.status(400), 502, "400"),
                Arguments.of(Trouble.status(401), 502, "401"),
                Arguments.of(Trouble.status(403), 502, "403"),
                Arguments.of(Trouble.status(429, SOON), 503, ""),
                Arguments.of(Trouble.status(500), 502, "500"),
                Arguments.of(Trouble.status(502), 502, "502"),
                Arguments.of(Trouble.status(503), 503, ""),
                Arguments.of(Trouble.status(503, SOON), 503, ""),
                Arguments.of(Trouble.page(), 502, ""),
                Arguments.of(Trouble.wrongName(), 502, ""),
                Arguments.of(Trouble.otherJson(), 502, ""),
                Arguments.of(Trouble.half(), 502, ""),
                Arguments.of(Trouble.halfOfGzip(), 503, ""),
                Arguments.of(Trouble.falseGzip(), 502, ""),
                Arguments.of(endless, 502, ""),
                Arguments.of(Trouble.redirectLoop(), 502, "redirect"),
                Arguments.of(Trouble.notModified(), 502, ""));
    }

    @ParameterizedTest
    @MethodSource("packuments")
    void packumentThatNobodyHas(Trouble trouble, int status, String reason) {
        UpstreamPackage itself = aNewPackage();
        upstream.script().at(itself.path()).always(trouble);

        RegistryHttp http = http(trouble);

        Answer answer = http.get(itself.path());

        isAnErrorOfTheUplink(answer.is(status), reason);
        upstream.script().heal();
        Patience.until("it is asked again", () -> http.get(itself.path()).status() == 200);
        http.served(nameOf(itself)).tarball("1.0.0");
    }

    /// Without the endless answer, which takes long.
    static Stream<Arguments> packumentsInShort() {
        return packuments().filter(row -> row.get()[0] != endless);
    }

    @ParameterizedTest
    @MethodSource("packumentsInShort")
    void versionThatAHostedPackageDoesNotHave(Trouble trouble, int status, String reason) {
        String name = "row-" + number.incrementAndGet();
        RegistryHttp http = http(trouble);
        registry(trouble).as("alice").publish(aPackage(name)).is(201);
        UpstreamPackage itself = upstream.publish(aPackage(name).withVersion("2.0.0"));
        upstream.script().at(itself.path()).always(trouble);

        isAnErrorOfTheUplink(http.get(itself.pathOf("2.0.0")).is(status), reason);
        isAnErrorOfTheUplink(http.get(itself.path() + "/2.0.0").is(status), reason);
        http.served(name).tarball("1.0.0");

        upstream.script().heal();
        Patience.until(
                "it is asked again", () -> http.get(itself.pathOf("2.0.0")).status() == 200);
        http.get(itself.path() + "/2.0.0").is(200);
        http.get(itself.path() + "/3.0.0").is(404);
    }

    /// In one test, because an upstream is spared for a moment after each failure.
    @Test
    void packumentsOfWhichAnOlderStateIsAtHand() {
        Map<UpstreamPackage, Trouble> rows = new LinkedHashMap<>();
        packumentsInShort().map(row -> (Trouble) row.get()[0]).forEach(trouble -> rows.put(aNewPackage(), trouble));
        rows.put(aNewPackage(), Trouble.status(404));
        rows.forEach((itself, trouble) -> {
            http(trouble).served(nameOf(itself)).tarball("1.0.0");
            upstream.publish(aPackage(nameOf(itself)).withVersion("1.1.0"));
            upstream.script().at(itself.path()).always(trouble);
        });

        rows.forEach((itself, trouble) -> {
            ServedPackage stale = http(trouble).served(nameOf(itself));
            assertThat(stale.versions()).as(trouble.toString()).containsExactly("1.0.0");
            stale.tarball("1.0.0");
        });

        upstream.script().heal();
        rows.forEach((itself, trouble) -> {
            RegistryHttp http = http(trouble);
            Patience.until(
                    "it is asked again after " + trouble,
                    () -> http.served(nameOf(itself)).versions().contains("1.1.0"));
            http.served(nameOf(itself)).tarball("1.1.0");
        });
    }

    @Test
    void whenToComeAgainIsPassedOn() {
        UpstreamPackage itself = aNewPackage();
        for (int status : new int[] {429, 503}) {
            upstream.script().at(itself.path()).once(Trouble.status(status, Duration.ofSeconds(7)));

            assertThat(http().get(itself.path()).is(503).header("retry-after")).hasValue("7");
        }
    }

    @Test
    void upstreamThatIsDown() {
        UpstreamPackage warm = aNewPackage();
        UpstreamPackage cold = aNewPackage();
        served(warm);
        upstream.goDown();

        isAnErrorOfTheUplink(http().get(cold.path()).is(503), "");
        assertThat(served(warm).versions()).containsExactly("1.0.0");
        isAnErrorOfTheUplink(http().get(warm.pathOf("1.0.0")).is(503), "");

        upstream.comeUp();
        served(cold).tarball("1.0.0");
        served(warm).tarball("1.0.0");
    }

    @Test
    void whatTheUpstreamDoesNotHaveIsMissing() {
        http().get("/missing-" + number.incrementAndGet()).is(404);
        UpstreamPackage itself = aNewPackage();
        served(itself);
        http().get(itself.pathOf("2.0.0")).is(404);
    }

    @Test
    void tarballThatTheUpstreamLostIsMissing() {
        UpstreamPackage itself = aNewPackage();
        upstream.script().at(itself.pathOf("1.0.0")).once(Trouble.status(404));
        served(itself);

        http().get(itself.pathOf("1.0.0")).is(404);
    }

    /// Trouble of a tarball, and the status: of so small a one nothing is sent before all of it is there and
    /// right.
    static Stream<Arguments> tarballs() {
        return Stream.of(
                Arguments.of(silence, 504),
                Arguments.of(Trouble.cut(0), 503),
                Arguments.of(Trouble.cut(20), 502),
                Arguments.of(Trouble.cutBody(0), 503),
                Arguments.of(Trouble.status(401), 502),
                Arguments.of(Trouble.status(403), 502),
                Arguments.of(Trouble.status(429, SOON), 503),
                Arguments.of(Trouble.status(500), 502),
                Arguments.of(Trouble.status(503), 503),
                Arguments.of(Trouble.page(), 502),
                Arguments.of(Trouble.wrongByte(), 502),
                Arguments.of(Trouble.half(), 502),
                Arguments.of(Trouble.falseGzip(), 502),
                Arguments.of(Trouble.redirectLoop(), 502),
                Arguments.of(Trouble.notModified(), 502));
    }

    @ParameterizedTest
    @MethodSource("tarballs")
    void tarballThatNobodyHas(Trouble trouble, int status) {
        RegistryHttp http = http(trouble);
        UpstreamPackage itself = aNewPackage();
        String path = itself.pathOf("1.0.0");
        http.served(nameOf(itself));
        upstream.script().at(path).always(trouble);

        Answer answer = http.get(path);

        isAnErrorOfTheUplink(answer.is(status), "");
        upstream.script().heal();
        Patience.until("it is asked again", () -> http.get(path).status() == 200);
        http.served(nameOf(itself)).tarball("1.0.0");
    }

    /// Trouble that patience overcomes: what breaks off, also again and again, is read on from there.
    static Stream<Arguments> overcome() {
        return Stream.of(
                Arguments.of(Trouble.slow(50, Duration.ofMillis(1)), 1),
                Arguments.of(Trouble.redirectToServer(other.uri()), 1),
                Arguments.of(Trouble.cutBody(200), 2),
                Arguments.of(silenceInTheTarball, 2));
    }

    @ParameterizedTest
    @MethodSource("overcome")
    void tarballThatArrivesNevertheless(Trouble trouble, int requests) {
        UpstreamPackage itself = aNewPackage();
        other.publish(aPackage(nameOf(itself)));
        upstream.script().at(itself.pathOf("1.0.0")).always(trouble);

        http(trouble).served(nameOf(itself)).tarball("1.0.0");

        assertThat(upstream.journal().count(itself.pathOf("1.0.0"))).isEqualTo(requests);
    }

    @Test
    void storedTarballIsNotAskedForAgain() {
        UpstreamPackage itself = aNewPackage();
        served(itself).tarball("1.0.0");
        upstream.script().everywhere().always(Trouble.wrongByte());

        served(itself).tarball("1.0.0");

        assertThat(upstream.journal().count(itself.pathOf("1.0.0"))).isEqualTo(1);
    }

    static UpstreamPackage aNewPackage() {
        return upstream.publish(aPackage("row-" + number.incrementAndGet()));
    }

    private static String nameOf(UpstreamPackage itself) {
        return itself.path().substring(1);
    }

    private static RegistryHttp http() {
        return patient.http();
    }

    private static SharedRegistry registry(Trouble trouble) {
        return silent.contains(trouble) ? impatient : patient;
    }

    private static RegistryHttp http(Trouble trouble) {
        return registry(trouble).http();
    }

    private static ServedPackage served(UpstreamPackage itself) {
        return http().served(nameOf(itself));
    }

    private static void isAnErrorOfTheUplink(Answer answer, String reason) {
        assertThat(answer.status()).as(answer.toString()).isIn(502, 503, 504);
        assertThat(answer.header("retry-after").orElse(""))
                .as(answer.toString())
                .matches("[1-9]\\d*");
        assertThat(answer.error()).as(answer.toString()).contains("\"up\"").contains(reason);
    }
}
