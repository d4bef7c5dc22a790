package io.terraverde.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// What was made of something, kept until that changes. One thing is made at a time: many who ask for a long list need
/// the memory for it once.
///
/// @param <K> what is asked for
/// @param <S> what it was made of: equal as long as nothing changed
/// @param <A> what is made
final class Kept<K, S, A> {
    private record Entry<S, A>(S source, A made) {}

    private final Cache<K, Entry<S, A>> cache;

    /// Held while the store is read, too: that is its purpose.
    private final ReentrantLock making = new ReentrantLock();

    Kept(ToIntFunction<A> sizeBytes, long maxBytes) {
        cache = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((K key, Entry<S, A> entry) -> sizeBytes.applyAsInt(entry.made) + 512)
                .executor(Runnable::run)
                .build();
    }

    A get(K key, S source, Supplier<A> make) {
        @Nullable A known = known(key, source);
        if (known != null) {
            return known;
        }
        making.lock();
        try {
            @Nullable A madeMeanwhile = known(key, source);
            if (madeMeanwhile != null) {
                return madeMeanwhile;
            }
            A made = make.get();
            cache.put(key, new Entry<>(source, made));
            return made;
        } finally {
            making.unlock();
        }
    }

    private @Nullable A known(K key, S source) {
        @Nullable Entry<S, A> entry = cache.getIfPresent(key);
        return entry != null && entry.source.equals(source) ? entry.made : null;
    }
}
