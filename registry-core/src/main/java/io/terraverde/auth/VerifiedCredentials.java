package io.terraverde.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.terraverde.core.RegistryException.Unavailable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Remembers for a short time which credentials were right, so that one `npm install` costs one bcrypt and not
/// hundreds.
///
/// What is remembered is an HMAC-SHA-256 of user, password and the stored hash, under a key that only this
/// process has. So memory holds no password; and since the stored hash is part of it, a changed line makes
/// everything remembered of that user worthless at once. Wrong credentials are not remembered. Requests with
/// the same credential that come at the same time are checked once.
final class VerifiedCredentials {
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec processKey;
    private final Cache<ByteBuffer, Boolean> right;
    private final ConcurrentHashMap<ByteBuffer, FutureTask<Boolean>> running = new ConcurrentHashMap<>();
    private final Duration maxWait;

    VerifiedCredentials(
            Duration remembered, int maxRemembered, Duration maxWait, LongSupplier nanoTime, RandomGenerator random) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        this.processKey = new SecretKeySpec(key, HMAC);
        this.right = Caffeine.newBuilder()
                .maximumSize(maxRemembered)
                .expireAfterWrite(remembered)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
        this.maxWait = maxWait;
    }

    /// Whether the credential is right: from memory, or by `check`.
    ///
    /// @throws Unavailable when `check` does, or does not end in time
    boolean verify(String user, String password, String storedHash, BooleanSupplier check) {
        ByteBuffer fingerprint = fingerprint(user, password, storedHash);
        if (right.getIfPresent(fingerprint) != null) {
            return true;
        }
        var mine = new FutureTask<>(() -> remember(fingerprint, check.getAsBoolean()));
        FutureTask<Boolean> theirs = running.putIfAbsent(fingerprint, mine);
        if (theirs != null) {
            return result(theirs);
        }
        try {
            mine.run();
        } finally {
            running.remove(fingerprint, mine);
        }
        return result(mine);
    }

    private boolean remember(ByteBuffer fingerprint, boolean fits) {
        if (fits) {
            right.put(fingerprint, true);
        }
        return fits;
    }

    private boolean result(FutureTask<Boolean> task) {
        try {
            return task.get(maxWait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        } catch (TimeoutException e) {
            throw unavailable(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Unavailable cause) {
                throw unavailable(cause);
            }
            throw new IllegalStateException("checking a password failed", e.getCause());
        }
    }

    private static Unavailable unavailable(Exception cause) {
        return new Unavailable(
                Unavailable.Reason.BUSY,
                "too many passwords are being checked, try again later",
                Duration.ofSeconds(1),
                cause);
    }

    /// Each part with its length before it, so that no two credentials run together to the same bytes.
    private ByteBuffer fingerprint(String... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(processKey);
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                mac.update(bytes);
            }
            return ByteBuffer.wrap(mac.doFinal()).asReadOnlyBuffer();
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
