package io.terraverde.auth;

import io.terraverde.document.CommitId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One web login under way.
///
/// @param expires when it is over, whatever became of it
/// @param token what the client will get; only while approved
/// @param commits the latest commit ids, oldest first
record WebLogin(State state, Instant expires, @Nullable String token, List<CommitId> commits) {
    /// How far it is.
    enum State {
        /// Nobody has approved it.
        PENDING,
        /// The token waits to be fetched.
        APPROVED,
        /// The token was fetched.
        TAKEN
    }

    WebLogin {
        commits = List.copyOf(commits);
        if ((state == State.APPROVED) != (token != null)) {
            throw new IllegalArgumentException("a web login has a token while it is approved, and only then");
        }
    }

    static WebLogin pending(Instant expires) {
        return new WebLogin(State.PENDING, expires, null, List.of());
    }

    WebLogin approved(String withToken) {
        return new WebLogin(State.APPROVED, expires, withToken, commits);
    }

    WebLogin taken() {
        return new WebLogin(State.TAKEN, expires, null, commits);
    }

    boolean isOver(Instant now) {
        return !now.isBefore(expires);
    }

    /// Does not show the token.
    @Override
    public String toString() {
        return "WebLogin[" + state + ", expires=" + expires + "]";
    }
}
