package io.terraverde.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.cache.CacheStore;
import io.terraverde.core.WorkingMemory;
import io.terraverde.name.PackageName;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.tarball.TarballSpool;
import io.terraverde.testkit.ManualClock;
import io.terraverde.uplink.UpstreamPackuments.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnusablePackumentTest {
    private static final PackageName NAME = PackageName.parse("left-pad");
    private static final int MAX_BYTES = 2_000_000;

    @TempDir
    private Path spool;

    private final ManualClock clock = new ManualClock();
    private final InMemoryBlobStore store = new InMemoryBlobStore(clock);
    private final FakeRegistry registry = new FakeRegistry().with("left-pad", Map.of("1.0.0", ""));
    private final Uplink uplink = registry.asUplink("up");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Sign in</html>",
                "",
                "[]",
                "{\"name\":\"right-pad\",\"versions\":{}}",
                "{\"error\":\"not_found\"}",
                "{\"name\":\"left-pad\",\"versions\":{",
                "{\"name\":\"left-pad\"}{}"
            })
    void answerThatIsNotThePackumentIsAFailureAndIsNotKept(String answer) {
        registry.withText("/left-pad", answer);

        UpstreamException failure = failure();

        assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.WRONG);
        assertThat(failure).hasMessageContaining("uplink \"up\"").hasMessageContaining("left-pad");
        assertThat(kept()).isEmpty();
    }

    @Test
    void cutCompressionIsAFailureAndIsNotKept() throws IOException {
        registry.compressed("/left-pad");
        UpstreamAnswer.Found whole = (UpstreamAnswer.Found)
                registry.get(UpstreamRequest.packument(uplink.packument(NAME), Optional.empty(), Optional.empty()));
        byte[] bytes = whole.body().readAllBytes();
        registry.withBytes("/left-pad", Arrays.copyOf(bytes, bytes.length - 9), UpstreamAnswer.Encoding.GZIP, null);

        assertThat(failure().kind()).isIn(UpstreamException.Kind.WRONG, UpstreamException.Kind.UNREACHABLE);
        assertThat(kept()).isEmpty();
    }

    @Test
    void packumentBeyondTheLimitIsAFailure() {
        registry.withText("/left-pad", "{\"name\":\"left-pad\",\"readme\":\"" + "x".repeat(MAX_BYTES) + "\"}");
        assertThat(failure().kind()).isEqualTo(UpstreamException.Kind.WRONG);

        registry.compressed("/left-pad");
        assertThat(failure().kind()).isEqualTo(UpstreamException.Kind.WRONG);
    }

    @Test
    void packumentThatWouldTakeManyTimesItsBytesInMemoryIsAFailure() {
        String versions = IntStream.rangeClosed(0, 100_000)
                .mapToObj(i -> "\"" + i + "\":{}")
                .collect(Collectors.joining(","));
        registry.withText("/left-pad", "{\"name\":\"left-pad\",\"versions\":{" + versions + "}}");

        UpstreamException failure = failure();

        assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.WRONG);
        assertThat(failure).hasMessageEndingWith("of no use: an object of more than 100000 members");
        assertThat(kept()).isEmpty();
    }

    private UpstreamException failure() {
        UpstreamPackuments packuments = new UpstreamPackuments(
                new Freshness(Duration.ofHours(1), Duration.ofDays(30), Duration.ofSeconds(30)),
                new CacheStore(store, "cache/"),
                new TarballSpool(spool),
                new WorkingMemory(1 << 20),
                1 << 20,
                MAX_BYTES,
                clock,
                Runnable::run);
        Offer offer = packuments.ask(List.of(uplink), NAME, Patience.LONG).getFirst();
        assertThat(offer).isInstanceOf(Offer.Failure.class);
        return ((Offer.Failure) offer).failure();
    }

    private List<BlobMeta> kept() {
        return store.list("", null, 100).entries();
    }
}
