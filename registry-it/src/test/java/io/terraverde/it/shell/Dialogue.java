package io.terraverde.it.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What to say when a program asks, in order. Each answer is given only after its prompt was seen: clients drop answers
/// that arrive before they asked.
///
/// @param turns prompts and their answers, in the order in which they are expected
public record Dialogue(List<Turn> turns) {
    /// Copies the turns.
    public Dialogue {
        turns = List.copyOf(turns);
    }

    /// A dialogue in which nothing was said yet.
    public static Dialogue start() {
        return new Dialogue(List.of());
    }

    /// Answers a line after a text was seen, in any case.
    public Dialogue answer(String prompt, String answer) {
        return when(Pattern.compile(Pattern.quote(prompt), Pattern.CASE_INSENSITIVE), _ -> answer + "\n");
    }

    /// Does something after a pattern was seen, and says what that gives; empty text says nothing.
    public Dialogue when(Pattern prompt, Function<MatchResult, String> reply) {
        var more = new ArrayList<>(turns);
        more.add(new Turn(prompt, reply));
        return new Dialogue(more);
    }

    /// One prompt and what it gets.
    public record Turn(Pattern prompt, Function<MatchResult, String> reply) {}
}
