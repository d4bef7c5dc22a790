package io.terraverde.auth;

/// What a client gets that asks whether its web login is done.
public sealed interface WebLoginAnswer {
    /// Nobody has approved it so far: ask again (202).
    record Wait() implements WebLoginAnswer {}

    /// It is done. This answer is given once (200).
    record Done(String token) implements WebLoginAnswer {
        /// Does not show the token.
        @Override
        public String toString() {
            return "Done[...]";
        }
    }

    /// There is no such login: never begun, over, or its token was fetched (404).
    record Gone() implements WebLoginAnswer {}
}
