package io.terraverde.testkit;

import io.terraverde.document.CommitId;
import java.util.List;
import java.util.Optional;

/// A number as a document: the smallest thing that shows a lost update.
public record Counter(long value, List<CommitId> commits) {
    /// A counter at zero that nobody has written.
    public static final Counter ZERO = new Counter(0, List.of());

    /// Copies the commit ids.
    public Counter {
        commits = List.copyOf(commits);
    }

    /// One more, or one when there is none.
    public static Counter increment(Optional<Counter> present) {
        return present.orElse(ZERO).plus(1);
    }

    /// A counter with this much added.
    public Counter plus(long amount) {
        return new Counter(value + amount, commits);
    }
}
