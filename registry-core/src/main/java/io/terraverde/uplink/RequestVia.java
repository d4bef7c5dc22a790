package io.terraverde.uplink;

import java.util.Optional;

/// The `Via` of the request a thread works for. Requests to uplinks that are made for it carry it on, so that
/// registries which ask each other in a circle find out instead of waiting for each other.
public final class RequestVia {
    private static final ScopedValue<String> VIA = ScopedValue.newInstance();

    private RequestVia() {}

    /// Works for a request.
    ///
    /// @param via the header's value
    public static <R, X extends Throwable> R call(String via, ScopedValue.CallableOp<? extends R, X> work) throws X {
        return ScopedValue.where(VIA, via).call(work);
    }

    static Optional<String> current() {
        return VIA.isBound() ? Optional.of(VIA.get()) : Optional.empty();
    }
}
