package io.terraverde.document;

import java.time.Duration;

/// Waits. Given by whoever builds the components, so that tests need not.
@FunctionalInterface
public interface Pauses {
    /// Returns after about this time.
    ///
    /// @throws InterruptedException when the thread is interrupted meanwhile
    void pause(Duration duration) throws InterruptedException;
}
