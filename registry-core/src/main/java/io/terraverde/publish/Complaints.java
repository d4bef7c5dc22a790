package io.terraverde.publish;

import io.terraverde.core.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Collects what is wrong with a document, to say all of it at once. The first complaint decides the status.
final class Complaints {
    private final List<String> texts = new ArrayList<>();
    private @Nullable Function<String, RegistryException> first;

    void malformed(String text) {
        add(text, RegistryException.Invalid::malformed);
    }

    void unprocessable(String text) {
        add(text, RegistryException.Invalid::unprocessable);
    }

    void notFound(String text) {
        add(text, RegistryException.NotFound::new);
    }

    void throwIfAny() {
        if (first != null) {
            throw first.apply(texts.stream().distinct().collect(Collectors.joining("; ")));
        }
    }

    private void add(String text, Function<String, RegistryException> kind) {
        texts.add(text);
        first = first == null ? kind : first;
    }
}
