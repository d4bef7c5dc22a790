package io.terraverde.web.notify;

import java.util.function.Supplier;

/// Where a use case says what it has done, once it is done.
@FunctionalInterface
public interface Notices {
    /// Tells whoever wants to hear of it. Takes a bounded time, and never fails: what was done is done.
    ///
    /// @param notice asked for only when somebody wants to hear of anything
    void tell(Supplier<Notice> notice);

    /// Nobody wants to hear of anything.
    static Notices none() {
        return notice -> {};
    }
}
