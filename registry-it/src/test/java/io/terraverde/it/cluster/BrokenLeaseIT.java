package io.terraverde.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.history.HistoryChecker;
import io.terraverde.it.history.Violation;
import io.terraverde.it.traffic.Door;
import io.terraverde.it.traffic.Traffic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The proof that [ConsistencyIT] can fail. One instance believes in a longer lease than the one that writes
/// waits for: then it answers from states that are gone, and the checker says so.
class BrokenLeaseIT {
    private static final int WRITES = 40;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void longerLeaseOfOneInstanceIsFound() throws InterruptedException {
        try (Cluster cluster = Cluster.start(2, Cluster.overOneFolder(number -> number == 0 ? "0" : "5s"))) {
            List<Door> doors = cluster.doors(cluster.token());
            var traffic = new Traffic(doors.subList(0, 1), doors, 1);

            traffic.runWhile(WRITES, LIMIT, () -> traffic.awaitWrites(WRITES));

            var checker = new HistoryChecker(traffic.writes().all());
            List<Violation> violations = checker.violations(traffic.reads().all());
            assertThat(violations).as(traffic.toString()).isNotEmpty();
            assertThat(violations).extracting(Violation::kind).containsOnly(Violation.Kind.STALE);
            assertThat(violations)
                    .extracting(violation -> violation.read().door())
                    .containsOnly("instance 1");
        }
    }
}
