package io.terraverde.it.history;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Says which reads contradict the promise that an acknowledged write is never lost and that no instance
/// answers from an older state once it was acknowledged.
public final class HistoryChecker {
    /*
     * The writes of a register are in order, because it has one writer who waits for each answer: w1, w2, ... Before
     * them it is absent, which counts as an acknowledged write at the beginning of time, w0.
     *
     *     w1 acknowledged      |----|
     *     w2 unknown                   |-------?
     *     w3 acknowledged                          |----|
     *     reads                          |- a -|           |- b -|
     *
     * Let w be the last write that was acknowledged before a read began. The read may show w, and every later write
     * that began before the read ended, unless it was refused: a write that is under way may be seen or not, and by
     * one instance earlier than by another. So `a` may show w1 or w2, and `b` nothing but w3. An unknown write before
     * w must not come up any more: it carried the revision that it was based on, and w has replaced that.
     *
     * Values may repeat (a tag goes back, a version is removed as it was absent before), and then the benefit of the
     * doubt is the registry's: one write that explains a value is enough.
     */
    private final Map<Register, List<Write>> writes;
    private final Map<String, List<Register>> groups;

    /// @param writes of all registers, those of one register in their order
    /// @throws IllegalArgumentException when two writes of one register overlap
    public HistoryChecker(List<Write> writes) {
        this.writes = writes.stream().collect(groupingBy(Write::register, LinkedHashMap::new, toList()));
        this.writes.values().forEach(HistoryChecker::requireOrder);
        this.groups = this.writes.keySet().stream().collect(groupingBy(Register::group));
    }

    /// What these reads show and must not show; empty when all is well.
    public List<Violation> violations(List<Read> reads) {
        var violations = new ArrayList<Violation>();
        for (Read read : reads) {
            read.values().forEach((register, value) -> check(read, register, value, violations));
            for (String group : read.groups()) {
                for (Register register : groups.getOrDefault(group, List.of())) {
                    if (!read.values().containsKey(register)) {
                        check(read, register, Register.ABSENT, violations);
                    }
                }
            }
        }
        return violations;
    }

    private void check(Read read, Register register, String value, List<Violation> violations) {
        List<Write> all = writes.getOrDefault(register, List.of());
        int reliable = lastAcknowledgedBefore(read, all);
        boolean initial = reliable < 0 && value.equals(Register.ABSENT);
        if (initial || isExplained(read, value, all.subList(Math.max(reliable, 0), all.size()))) {
            return;
        }
        String expected = reliable < 0 ? "nothing was acknowledged before" : describe(read, all.get(reliable));
        violations.add(new Violation(kind(value, all, reliable), register, value, expected, read));
    }

    private static int lastAcknowledgedBefore(Read read, List<Write> all) {
        for (int i = all.size() - 1; i >= 0; i--) {
            Write write = all.get(i);
            if (write.outcome() == Outcome.ACKNOWLEDGED && write.completed() < read.invoked()) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isExplained(Read read, String value, List<Write> candidates) {
        return candidates.stream()
                .anyMatch(write -> write.value().equals(value)
                        && write.outcome() != Outcome.REFUSED
                        && write.invoked() < read.completed());
    }

    private static Violation.Kind kind(String value, List<Write> all, int reliable) {
        List<Write> same =
                all.stream().filter(write -> write.value().equals(value)).toList();
        List<Write> possible = same.stream()
                .filter(write -> write.outcome() != Outcome.REFUSED)
                .toList();
        boolean wasOnce = value.equals(Register.ABSENT)
                || all.subList(0, Math.max(reliable, 0)).stream().anyMatch(possible::contains);
        if (wasOnce) {
            return Violation.Kind.STALE;
        }
        if (!possible.isEmpty()) {
            return Violation.Kind.EARLY;
        }
        return same.isEmpty() ? Violation.Kind.UNWRITTEN : Violation.Kind.REFUSED;
    }

    private static String describe(Read read, Write write) {
        long millis = TimeUnit.NANOSECONDS.toMillis(read.invoked() - write.completed());
        return "though " + write.value() + " was acknowledged by " + write.door() + " " + millis
                + " ms before the read began";
    }

    private static void requireOrder(List<Write> ofOneRegister) {
        for (int i = 1; i < ofOneRegister.size(); i++) {
            if (ofOneRegister.get(i).invoked() < ofOneRegister.get(i - 1).completed()) {
                throw new IllegalArgumentException(
                        "two writes overlap: " + ofOneRegister.get(i).register());
            }
        }
    }
}
