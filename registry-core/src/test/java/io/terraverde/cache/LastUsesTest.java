package io.terraverde.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LastUsesTest {
    private final LastUses uses = new LastUses();

    @Test
    void theLatestUseOfEachKeyIsKnown() {
        Random random = new Random(1);
        Map<String, Integer> expected = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            String key = "npmjs-1f2e3d4c/package-" + random.nextInt(20_000) + "/state.json";
            int minute = 1 + random.nextInt(1000);
            uses.note(LastUses.hash(key), minute);
            expected.merge(key, minute, Math::max);
        }

        LastUses read = LastUses.parse(uses.bytes()).orElseThrow();

        expected.forEach((key, minute) ->
                assertThat(read.minute(LastUses.hash(key))).as(key).isEqualTo(minute));
        assertThat(read.minute(LastUses.hash("npmjs-1f2e3d4c/other/state.json")))
                .isZero();
        assertThat(read.bytes()).hasSize(4 + 12 * expected.size());
    }

    @Test
    void ofTooManyTheNewestStay() {
        IntStream.rangeClosed(1, 100).forEach(i -> uses.note(i, 1 + i / 10));

        uses.keepNewest(35);

        assertThat(uses.bytes()).hasSize(4 + 12 * 35);
        assertThat(IntStream.rangeClosed(70, 100).allMatch(i -> uses.minute(i) > 0))
                .isTrue();
        assertThat(IntStream.rangeClosed(1, 59).allMatch(i -> uses.minute(i) == 0))
                .isTrue();
    }

    @Test
    void timesAreConfined() {
        uses.note(1, 10);
        uses.note(2, 20);
        uses.note(3, 40);

        uses.confine(20, 30);

        assertThat(uses.minute(1)).isZero();
        assertThat(uses.minute(2)).isEqualTo(20);
        assertThat(uses.minute(3)).isZero();
    }

    @Test
    void whatIsNoTableIsRefused() {
        uses.note(1, 1);
        byte[] good = uses.bytes();
        byte[] otherKind = good.clone();
        otherKind[3] = '2';

        assertThat(LastUses.parse(new byte[0])).isEmpty();
        assertThat(LastUses.parse(otherKind)).isEmpty();
        assertThat(LastUses.parse(Arrays.copyOf(good, good.length - 1))).isEmpty();
        assertThat(LastUses.parse("{\"error\":\"no!!\"}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void minutesOfAnyInstantArePositive() {
        assertThat(LastUses.minuteOf(Instant.MIN)).isEqualTo(1);
        assertThat(LastUses.minuteOf(Instant.MAX)).isEqualTo(Integer.MAX_VALUE);
        assertThat(LastUses.minuteOf(Instant.ofEpochSecond(7200))).isEqualTo(120);
    }
}
