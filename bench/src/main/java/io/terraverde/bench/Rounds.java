package io.terraverde.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Measures in turns: each round takes every subject once, each round starting with another one, so that what else the
/// machine does meets all of them alike.
record Rounds(int count) {
    /// Measures one subject once and reports the result.
    interface Measurement<S> {
        void measure(S subject) throws IOException;
    }

    <S> void run(List<S> subjects, Measurement<S> measurement) throws IOException {
        var order = new ArrayList<>(subjects);
        for (var round = 0; round < count; round++) {
            for (var subject : order) {
                measurement.measure(subject);
            }
            Collections.rotate(order, 1);
        }
    }
}
