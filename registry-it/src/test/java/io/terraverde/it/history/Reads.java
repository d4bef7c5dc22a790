package io.terraverde.it.history;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/// Records what was read, by many readers at once.
public final class Reads {
    private final Queue<Read> reads = new ConcurrentLinkedQueue<>();
    private final Queue<String> flaws = new ConcurrentLinkedQueue<>();
    private final LongAdder unanswered = new LongAdder();

    /// Most answers say what others said: their values are kept once.
    private final Map<Map<Register, String>, Map<Register, String>> values = new ConcurrentHashMap<>();

    /// Adds an answer.
    public void add(Read read) {
        Map<Register, String> same = values.computeIfAbsent(read.values(), equal -> equal);
        reads.add(new Read(read.groups(), same, read.invoked(), read.completed(), read.door()));
    }

    /// Adds an answer that is wrong in itself, whatever was written.
    public void addFlaw(String flaw) {
        flaws.add(flaw);
    }

    /// Counts a question without an answer.
    public void addUnanswered() {
        unanswered.increment();
    }

    /// All answers.
    public List<Read> all() {
        return List.copyOf(reads);
    }

    /// The answers that are wrong in themselves.
    public List<String> flaws() {
        return List.copyOf(flaws);
    }

    /// How many questions got no answer.
    public long unanswered() {
        return unanswered.sum();
    }
}
