package io.terraverde.it.history;

/// The smallest thing that is written and read: one version, one dist-tag, one token. It has one writer, whose
/// writes do not overlap, so their order is known; registers of different writers may lie in one document.
///
/// @param group what is read together, for example `tags of @acme/app`
/// @param field which one of them, for example `latest`
public record Register(String group, String field) {
    /// The value of what is not there, before its first write and after its removal.
    public static final String ABSENT = "absent";

    @Override
    public String toString() {
        return group + ": " + field;
    }
}
