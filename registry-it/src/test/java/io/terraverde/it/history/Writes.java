package io.terraverde.it.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Records writes as they are made; by many writers at once, but each register by one.
public final class Writes {
    private final Map<Register, List<Write>> byRegister = new HashMap<>();

    /// Makes a write of one register.
    ///
    /// @param made sends the request and says what became of it
    public Outcome record(String door, Register register, String value, Supplier<Outcome> made) {
        return record(door, Map.of(register, value), made);
    }

    /// Makes one write of several registers.
    ///
    /// @param made sends the request and says what became of it
    public Outcome record(String door, Map<Register, String> values, Supplier<Outcome> made) {
        long invoked = System.nanoTime();
        Outcome outcome = made.get();
        long completed = System.nanoTime();
        values.forEach((register, value) -> add(new Write(register, value, outcome, invoked, completed, door)));
        return outcome;
    }

    /// The values that a register may have at present. Only its writer may ask: for others the answer is old at
    /// once.
    public synchronized Set<String> possible(Register register) {
        var possible = new HashSet<String>();
        for (Write write : byRegister.getOrDefault(register, List.of()).reversed()) {
            if (write.outcome() != Outcome.REFUSED) {
                possible.add(write.value());
            }
            if (write.outcome() == Outcome.ACKNOWLEDGED) {
                return possible;
            }
        }
        possible.add(Register.ABSENT);
        return possible;
    }

    /// All writes, those of one register in their order.
    public synchronized List<Write> all() {
        return byRegister.values().stream().flatMap(List::stream).toList();
    }

    /// How many writes had this outcome.
    public long count(Outcome outcome) {
        return all().stream().filter(write -> write.outcome() == outcome).count();
    }

    /// Adds a write that was made, for example of a thing whose name only the answer told.
    public synchronized void add(Write write) {
        byRegister.computeIfAbsent(write.register(), _ -> new ArrayList<>()).add(write);
    }
}
