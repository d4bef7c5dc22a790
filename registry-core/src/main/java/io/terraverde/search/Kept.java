package io.terraverde.search;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// What was made of something, kept until that changes. One thing is made at a time: many who ask for a long
/// list need the memory for it once. The latest is kept however large it is: without it every request would
/// make it again.
///
/// @param <K> what is asked for
/// @param <S> what it was made of: equal as long as nothing changed
/// @param <A> what is made
final class Kept<K, S, A> {
    private record Entry<S, A>(S source, A made, int bytes) {}

    private final ToIntFunction<A> sizeBytes;
    private final long maxBytes;
    private final OneAtATime making = new OneAtATime();

    /// In the order of their last uses; guards itself.
    private final Map<K, Entry<S, A>> entries = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    Kept(ToIntFunction<A> sizeBytes, long maxBytes) {
        this.sizeBytes = sizeBytes;
        this.maxBytes = maxBytes;
    }

    A get(K key, S source, Supplier<A> make) {
        @Nullable A known = known(key, source);
        return known != null
                ? known
                : making.work(() -> {
                    @Nullable A madeMeanwhile = known(key, source);
                    if (madeMeanwhile != null) {
                        return madeMeanwhile;
                    }
                    A made = make.get();
                    keep(key, new Entry<>(source, made, sizeBytes.applyAsInt(made)));
                    return made;
                });
    }

    private @Nullable A known(K key, S source) {
        synchronized (entries) {
            @Nullable Entry<S, A> entry = entries.get(key);
            return entry != null && entry.source.equals(source) ? entry.made : null;
        }
    }

    private void keep(K key, Entry<S, A> latest) {
        synchronized (entries) {
            @Nullable Entry<S, A> before = entries.put(key, latest);
            bytes += latest.bytes - (before == null ? 0 : before.bytes);
            Iterator<Entry<S, A>> eldest = entries.values().iterator();
            while (bytes > maxBytes && entries.size() > 1) {
                bytes -= eldest.next().bytes;
                eldest.remove();
            }
        }
    }
}
