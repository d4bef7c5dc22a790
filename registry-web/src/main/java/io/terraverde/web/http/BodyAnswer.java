package io.terraverde.web.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An answer whose body was made for this request: most JSON, every error. Made by {@link Answers}.
public final class BodyAnswer implements Answer {
    private final int status;
    private final @Nullable String contentType;
    private final byte[] body;
    private final List<Header> headers;

    BodyAnswer(int status, @Nullable String contentType, byte[] body, List<Header> headers) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
        this.headers = List.copyOf(headers);
    }

    @Override
    public int status() {
        return status;
    }

    /// The same answer with one header more, or with another value of it. Also `Content-Type`.
    public BodyAnswer with(String name, String value) {
        if (name.equalsIgnoreCase("Content-Type")) {
            return new BodyAnswer(status, value, body, headers);
        }
        List<Header> more = new ArrayList<>(headers);
        more.removeIf(header -> header.name().equalsIgnoreCase(name));
        more.add(new Header(name, value));
        return new BodyAnswer(status, contentType, body, more);
    }

    Optional<String> contentType() {
        return Optional.ofNullable(contentType);
    }

    byte[] body() {
        return body;
    }

    List<Header> headers() {
        return headers;
    }

    /// The hexadecimal MD5 of the body, as Verdaccio's ETags are.
    String digest() {
        return EntityTags.digest(body);
    }

    /// A header line.
    record Header(String name, String value) {}
}
