package io.terraverde.document;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One writer's change on its way through a batch. Used by one thread at a time; the turn hands it over.
final class Pending<T> {
    private final Change<T> change;
    private final @Nullable Document<T> known;
    private @Nullable RuntimeException refusal;
    private @Nullable Document<T> committed;

    Pending(Change<T> change, @Nullable Document<T> known) {
        this.change = change;
        this.known = known;
    }

    @Nullable Document<T> known() {
        return known;
    }

    /// The value after this change, or `value` itself when the change refuses: a refusal concerns its own writer only.
    @Nullable T apply(@Nullable T value) {
        refusal = null;
        try {
            return change.apply(Optional.ofNullable(value));
        } catch (RuntimeException e) {
            refusal = e;
            return value;
        }
    }

    /// The document after the batch; the refusal of the last `apply` stays.
    void settle(@Nullable Document<T> document) {
        committed = document;
    }

    void fail(RuntimeException failure) {
        refusal = failure;
    }

    Document<T> result() {
        if (refusal != null) {
            throw refusal;
        }
        if (committed == null) {
            throw new IllegalStateException("a batch left a change unsettled");
        }
        return committed;
    }
}
