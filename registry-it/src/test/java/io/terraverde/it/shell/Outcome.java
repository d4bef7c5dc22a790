package io.terraverde.it.shell;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How a program ended and what it printed; in a dialogue everything is in `out`.
public record Outcome(List<String> command, int exit, String out, String err) {
    /// Copies the command.
    public Outcome {
        command = List.copyOf(command);
    }

    /// This outcome, which must be a success.
    public Outcome succeeded() {
        if (exit != 0) {
            throw new AssertionError("should have succeeded: " + this);
        }
        return this;
    }

    /// This outcome, which must be a failure.
    public Outcome failed() {
        if (exit == 0) {
            throw new AssertionError("should have failed: " + this);
        }
        return this;
    }

    /// Everything printed.
    public String all() {
        return out + err;
    }

    /// The standard output read as JSON.
    public JsonNode json() {
        return JsonMapper.shared().readTree(out);
    }

    @Override
    public String toString() {
        return String.join(" ", command) + "\nexit " + exit + "\n" + out + "\n" + err;
    }
}
