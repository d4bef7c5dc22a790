package io.terraverde.it.history;

import java.util.Map;
import java.util.Set;

/// One answer that was read. Times are those of the clock of [Write].
///
/// @param groups the groups that it shows as a whole: what is not among `values` is absent
/// @param values what it shows
/// @param invoked before the request was sent
/// @param completed after the answer was read
/// @param door where it was sent to
public record Read(Set<String> groups, Map<Register, String> values, long invoked, long completed, String door) {
    /// Copies the groups; the values are shared between equal answers, and not copied.
    public Read {
        groups = Set.copyOf(groups);
    }
}
