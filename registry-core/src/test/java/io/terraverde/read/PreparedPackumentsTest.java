package io.terraverde.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException;
import io.terraverde.core.WorkingMemory;
import io.terraverde.name.PackageName;
import io.terraverde.packument.PackumentForm;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.Race;
import io.terraverde.testkit.RegistryFixture;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PreparedPackumentsTest {
    private static final PackageName NAME = PackageName.parse("left-pad");
    private static final Instant WRITTEN = Instant.parse("2026-01-01T12:00:00Z");
    private static final int READERS = 32;

    private final InMemoryBlobStore store = new InMemoryBlobStore(new ManualClock(WRITTEN));
    private final RegistryFixture registry = RegistryFixture.over(store);
    private final AtomicInteger preparations = new AtomicInteger();
    private final PreparedPackuments<Prepared> packuments = prepared(64 << 20);

    private record Prepared(PackumentForm form, String json, Instant modified) {}

    @Test
    void packumentIsPreparedOnceForManyConcurrentReaders() {
        registry.publish("left-pad", "1.0.0");

        List<Prepared> found =
                Race.of(READERS, reader -> packuments.find(NAME, PackumentForm.FULL, RegistryFixture.BASE));

        assertThat(found).hasSize(READERS);
        assertThat(preparations).hasValue(1);
        assertThat(found.getFirst().modified()).isEqualTo(WRITTEN);
    }

    @Test
    void formsAndBasesArePreparedApart() {
        registry.publish("left-pad", "1.0.0");

        Prepared full = packuments.find(NAME, PackumentForm.FULL, "http://a/");
        Prepared abbreviated = packuments.find(NAME, PackumentForm.ABBREVIATED, "http://a/");
        Prepared elsewhere = packuments.find(NAME, PackumentForm.FULL, "http://b/");

        assertThat(full.json()).contains("\"readme\":").contains("http://a/left-pad/-/left-pad-1.0.0.tgz");
        assertThat(abbreviated.json()).doesNotContain("\"readme\":");
        assertThat(elsewhere.json()).contains("http://b/left-pad/-/left-pad-1.0.0.tgz");
        assertThat(preparations).hasValue(3);
    }

    @Test
    void newRevisionIsVisibleAtOnce() {
        registry.publish("left-pad", "1.0.0");
        packuments.find(NAME, PackumentForm.FULL, RegistryFixture.BASE);
        RegistryFixture other = RegistryFixture.over(store, 1 << 20, 2);

        other.publish("left-pad", "1.1.0");
        assertThat(json()).contains("left-pad-1.1.0.tgz");

        other.editor().distTags(NAME, Map.of("stable", Optional.of("1.0.0")));
        assertThat(json()).contains("\"stable\":\"1.0.0\"");

        other.unpublish(NAME.text());
        assertThatThrownBy(this::json).isInstanceOf(RegistryException.NotFound.class);

        other.publish("left-pad", "2.0.0");
        assertThat(json()).contains("left-pad-2.0.0.tgz").doesNotContain("1.1.0");
    }

    @Test
    void everyBaseIsAnsweredAndTheOneThatIsAskedForOftenIsCachedHoweverManyOthersCame() {
        registry.publish("left-pad", "1.0.0");
        for (int i = 0; i < 1000; i++) {
            String base = "http://host-" + i + "/";

            assertThat(packuments.find(NAME, PackumentForm.FULL, base).json())
                    .contains(base + "left-pad/-/left-pad-1.0.0.tgz");
        }

        int prepared = 0;
        for (int i = 0; i < 1000; i++) {
            int before = preparations.get();
            json();
            prepared += preparations.get() - before;
        }

        assertThat(prepared).isLessThan(100);
    }

    @Test
    void memoryIsBounded() {
        registry.publish("left-pad", "1.0.0");
        PreparedPackuments<Prepared> tiny = prepared(10);

        tiny.find(NAME, PackumentForm.FULL, "http://a/");
        tiny.find(NAME, PackumentForm.FULL, "http://a/");

        assertThat(preparations).hasValue(2);
    }

    @Test
    void missingPackageIsNotFound() {
        assertThatThrownBy(this::json).isInstanceOf(RegistryException.NotFound.class);
    }

    private String json() {
        return packuments.find(NAME, PackumentForm.FULL, RegistryFixture.BASE).json();
    }

    private PreparedPackuments<Prepared> prepared(long cacheBytes) {
        return new PreparedPackuments<>(
                registry.packages(),
                new PreparedPackuments.Preparation<>() {
                    @Override
                    public Prepared prepare(PackumentForm form, byte[] json, Instant modified) {
                        preparations.incrementAndGet();
                        return new Prepared(form, new String(json, UTF_8), modified);
                    }

                    @Override
                    public int sizeBytes(Prepared prepared) {
                        return prepared.json().length();
                    }
                },
                new WorkingMemory(64 << 20),
                cacheBytes);
    }
}
