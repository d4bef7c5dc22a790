package io.terraverde.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.uplink.Uplink.TarballDelivery;
import io.terraverde.uplink.UpstreamPackuments.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An uplink that is never silent and never done.
final class SlowPackumentTest {
    @TempDir
    private Path spool;

    @Test
    void answerThatTakesTooLongIsAFailureAndItsConnectionIsClosed() {
        PackumentsFixture all = new PackumentsFixture(spool);
        Trickle body = new Trickle(all);
        Upstream upstream = request -> new UpstreamAnswer.Found(
                0,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                UpstreamAnswer.Encoding.IDENTITY,
                body);
        Uplink slow = new Uplink(
                "slow",
                URI.create("https://slow.example"),
                PackumentsFixture.MAX_AGE,
                true,
                TarballDelivery.CACHE,
                upstream);

        Offer offer = all.instance()
                .ask(List.of(slow), PackumentsFixture.NAME, Patience.LONG)
                .getFirst();

        assertThat(offer).isInstanceOf(Offer.Failure.class);
        assertThat(((Offer.Failure) offer).failure().kind()).isEqualTo(UpstreamException.Kind.TIMED_OUT);
        assertThat(body.closed).isTrue();
        assertThat(body.given).isLessThan(1_000);
    }

    /// A blank every half a minute, a million at most.
    private static final class Trickle extends InputStream {
        private final PackumentsFixture all;
        private int given;
        private volatile boolean closed;

        Trickle(PackumentsFixture all) {
            this.all = all;
        }

        @Override
        public int read() {
            all.clock.advance(Duration.ofSeconds(30));
            given++;
            return given > 1_000_000 ? -1 : ' ';
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int b = read();
            if (b < 0) {
                return -1;
            }
            target[from] = (byte) b;
            return 1;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
