package io.terraverde.it.history;

/// What the writer knows of a write.
public enum Outcome {
    /// It was answered with success: it happened, and nobody may read what was before it.
    ACKNOWLEDGED,
    /// It did not happen, and never will: nobody may see it.
    REFUSED,
    /// The answer was lost or says nothing: it may have happened.
    UNKNOWN
}
