package io.terraverde.cache;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.Revision;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Whose turn it is to sweep, and what the last sweep left: one object that instances replace on condition.
///
/// A turn is not exclusive, only rare: one who sweeps for longer than the next waits is not waited for. Two
/// sweeps at a time remove the same objects.
final class SweepTurn {
    /*
     * {"turn": "5f0c3d2e1b4a6978", "report": {"at": "2026-11-20T16:31:13Z",
     *   "left": {"objects": 3, "bytes": 120}, "evicted": {"objects": 0, "bytes": 0},
     *   "oldestUse": "2026-11-01T00:00:00Z", "parts": {"npmjs-1f2e3d4c": {"objects": 3, "bytes": 120}}}}
     *
     * The turn is drawn anew for each write, so that no revision comes back with the same bytes.
     */
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_BYTES = 1 << 20;

    private final BlobStore store;
    private final CacheLayout layout;
    private final RandomGenerator random;
    private volatile @Nullable SweepReport known;

    SweepTurn(BlobStore store, CacheLayout layout, RandomGenerator random) {
        this.store = store;
        this.layout = layout;
        this.random = random;
    }

    /// What was read or written last.
    Optional<SweepReport> known() {
        return Optional.ofNullable(known);
    }

    /// Takes the turn if nobody has had it for a while.
    ///
    /// @return what to give back to {@link #end}; empty when it is not ours
    Optional<Revision> take(Instant now, Duration atLeast) {
        Optional<Bookkeeping.Loaded<SweepReport>> present =
                Bookkeeping.load(store, layout.sweep(), MAX_BYTES, SweepTurn::parse);
        present.flatMap(Bookkeeping.Loaded::value).ifPresent(report -> known = report);
        // A date in the future is of a clock that was wrong, and must not keep everybody from sweeping.
        boolean recent = present.map(loaded ->
                        Duration.between(loaded.meta().modified(), now).abs())
                .filter(since -> since.compareTo(atLeast) < 0)
                .isPresent();
        PutIf condition =
                present.map(loaded -> PutIf.matches(loaded.meta().revision())).orElseGet(PutIf::absent);
        return recent ? Optional.empty() : write(known, condition);
    }

    /// Tells the others what a sweep left.
    void end(Revision turn, SweepReport report) {
        known = report;
        write(report, PutIf.matches(turn));
    }

    private Optional<Revision> write(@Nullable SweepReport report, PutIf condition) {
        ObjectNode json = JSON.createObjectNode();
        json.put("turn", HexFormat.of().toHexDigits(random.nextLong()));
        if (report != null) {
            json.set("report", json(report));
        }
        return switch (store.put(layout.sweep(), BlobBody.of(JSON.writeValueAsBytes(json)), condition)) {
            case PutResult.Stored stored -> Optional.of(stored.meta().revision());
            case PutResult.Refused() -> Optional.empty();
        };
    }

    private static ObjectNode json(SweepReport report) {
        ObjectNode json = JSON.createObjectNode();
        json.put("at", report.at().toString());
        json.set("left", json(report.left()));
        json.set("evicted", json(report.evicted()));
        report.oldestUse().ifPresent(use -> json.put("oldestUse", use.toString()));
        ObjectNode parts = json.putObject("parts");
        report.parts().forEach((name, amount) -> parts.set(name, json(amount)));
        return json;
    }

    private static ObjectNode json(SweepReport.Amount amount) {
        return JSON.createObjectNode().put("objects", amount.objects()).put("bytes", amount.bytes());
    }

    /// What is no report tells nothing.
    private static Optional<SweepReport> parse(byte[] bytes) {
        try {
            JsonNode report = JSON.readTree(bytes).path("report");
            Map<String, SweepReport.Amount> parts = new HashMap<>();
            report.path("parts").properties().forEach(part -> parts.put(part.getKey(), amount(part.getValue())));
            return Optional.of(new SweepReport(
                    Instant.parse(report.path("at").asString("")),
                    amount(report.path("left")),
                    parts,
                    report.path("oldestUse").stringValueOpt().map(Instant::parse),
                    amount(report.path("evicted"))));
        } catch (JacksonException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static SweepReport.Amount amount(JsonNode json) {
        return new SweepReport.Amount(
                json.path("objects").asLong(0), json.path("bytes").asLong(0));
    }
}
