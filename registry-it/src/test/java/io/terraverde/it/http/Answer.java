package io.terraverde.it.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpResponse;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An answer of a registry, read whole.
public final class Answer {
    private final HttpResponse<byte[]> response;

    Answer(HttpResponse<byte[]> response) {
        this.response = response;
    }

    /// Its status, for example 201.
    public int status() {
        return response.statusCode();
    }

    /// Its body.
    public byte[] bytes() {
        return response.body();
    }

    /// Its body as text.
    public String text() {
        return new String(response.body(), UTF_8);
    }

    /// Its body as JSON.
    public JsonNode json() {
        return JsonMapper.shared().readTree(response.body());
    }

    /// npm's error text; empty when the body is no JSON object with one.
    public String error() {
        try {
            return json().path("error").asString("");
        } catch (RuntimeException e) {
            return "";
        }
    }

    /// The first value of a header.
    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /// This answer, which must have this status.
    public Answer is(int status) {
        if (status() != status) {
            throw new AssertionError("should have been " + status + ": " + this);
        }
        return this;
    }

    @Override
    public String toString() {
        String text = text();
        return response.request().method() + " " + response.uri() + " -> " + status() + " "
                + text.substring(0, Math.min(text.length(), 500));
    }
}
