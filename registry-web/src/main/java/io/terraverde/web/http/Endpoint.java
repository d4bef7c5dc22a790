package io.terraverde.web.http;

import java.io.IOException;

/// What one route does. Runs on a virtual thread of its own and may block.
@FunctionalInterface
public interface Endpoint {
    /// Answers a request. What it throws, {@link ErrorAnswers} turns into an answer.
    ///
    /// @throws IOException when the body cannot be read, for example because the client is gone
    Answer answer(Exchange exchange) throws IOException;
}
