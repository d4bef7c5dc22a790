package io.terraverde.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.document.Document;
import io.terraverde.document.DocumentStore;
import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What {@link BlobStore} promises to several at once, as a test. Each backend extends this class,
/// {@link BlobStoreContract} and {@link BlobStoreListingContract}.
public abstract class BlobStoreRaceContract {
    private static final BlobKey KEY = BlobKey.of("@acme/base/package.json");

    private BlobStore store;

    /// An empty store.
    protected abstract BlobStore openStore();

    @BeforeEach
    final void open() {
        store = openStore();
    }

    @AfterEach
    final void close() {
        store.close();
    }

    @Test
    final void readerSeesOneRevisionNeverAMix() {
        List<PatternBody> bodies = List.of(new PatternBody(10_000, 1), new PatternBody(70_000, 2));
        store.put(KEY, bodies.getFirst(), PutIf.always());
        AtomicBoolean writing = new AtomicBoolean(true);

        List<Boolean> whole = Race.of(3, runner -> {
            if (runner == 0) {
                for (int i = 0; i < 100; i++) {
                    store.put(KEY, bodies.get(i % 2), PutIf.always());
                }
                writing.set(false);
                return true;
            }
            boolean good = true;
            while (writing.get()) {
                good &= isOneOf(bodies);
                // Virtual threads that never wait would keep the writer from running where there are two processors.
                LockSupport.parkNanos(1);
            }
            return good;
        });

        assertThat(whole).containsOnly(true);
    }

    @Test
    final void oneOfManyConcurrentCreatorsWins() {
        for (int round = 0; round < 10; round++) {
            store.delete(KEY);

            List<PutResult> results = Race.of(8, runner -> put("runner " + runner, PutIf.absent()));

            assertThat(results).filteredOn(PutResult.Stored.class::isInstance).hasSize(1);
            assertThat(results).filteredOn(new PutResult.Refused()::equals).hasSize(7);
            assertThat(text()).isEqualTo("runner " + winner(results));
            assertThat(stored(results.get(winner(results))).revision()).isEqualTo(meta().revision());
        }
    }

    @Test
    final void oneOfManyConcurrentReplacersOfARevisionWins() {
        Revision base = stored(put("base", PutIf.always())).revision();
        for (int round = 0; round < 10; round++) {
            Revision from = base;

            String name = "round " + round + " runner ";
            List<PutResult> results = Race.of(8, runner -> put(name + runner, PutIf.matches(from)));

            assertThat(results).filteredOn(PutResult.Stored.class::isInstance).hasSize(1);
            assertThat(text()).isEqualTo(name + winner(results));
            base = meta().revision();
            assertThat(stored(results.get(winner(results))).revision()).isEqualTo(base);
        }
    }

    @Test
    final void concurrentIncrementsThroughTheCommitLoopAllCount() {
        BlobKey key = BlobKey.of("counter");

        Race.of(5, runner -> {
            DocumentStore<Counter> own = CounterFormat.counters(store, new RunningClock(), runner);
            Document<Counter> last = own.update(key, null, Counter::increment);
            for (int i = 1; i < 10; i++) {
                last = own.update(key, last, Counter::increment);
            }
            return last;
        });

        var counters = CounterFormat.counters(store, new RunningClock(), 99);
        assertThat(counters.load(key))
                .hasValueSatisfying(
                        counter -> assertThat(counter.value().value()).isEqualTo(50));
    }

    private PutResult put(String text, PutIf condition) {
        return store.put(KEY, BlobBody.of(text.getBytes(UTF_8)), condition);
    }

    private static int winner(List<PutResult> results) {
        return results.stream().map(PutResult.Stored.class::isInstance).toList().indexOf(true);
    }

    private static BlobMeta stored(PutResult result) {
        return ((PutResult.Stored) result).meta();
    }

    private String text() {
        try (var found = found()) {
            return new String(found.body().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BlobMeta meta() {
        try (var found = found()) {
            return found.meta();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BlobRead.Found found() {
        return (BlobRead.Found) store.read(KEY, ReadIf.always());
    }

    private boolean isOneOf(List<PatternBody> bodies) {
        try (var found = found()) {
            for (PatternBody body : bodies) {
                if (body.sizeBytes() == found.meta().sizeBytes()) {
                    return PatternBody.sameBytes(found.body(), body.open());
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
