package io.terraverde.auth;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.BCrypt.Version;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import at.favre.lib.crypto.bcrypt.Radix64Encoder;
import io.terraverde.core.RegistryException.Unavailable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Md5Crypt;
import org.apache.commons.codec.digest.UnixCrypt;

/// Checks and makes the password hashes of an htpasswd document, a bounded number of costly ones at a time.
///
/// Known are the kinds that Verdaccio's htpasswd plugin knows:
///
/// ```
/// $2a$10$...  $2b$...  $2y$...   bcrypt, the password cut at 72 bytes
/// $apr1$salt$...                 Apache's MD5
/// $1$salt$...                    MD5 crypt
/// {SHA}...                       SHA-1, base64
/// {PLAIN}...                     the password itself
/// abNANd1rDfiNc                  DES crypt
/// ```
///
/// Everything else matches no password.
public final class PasswordHashes {
    /// Longer passwords match nothing and cannot be set: they would only cost time.
    public static final int MAX_PASSWORD_BYTES = 4096;

    /// bcrypt of more rounds than this, about a minute each, matches nothing.
    public static final int MAX_BCRYPT_ROUNDS = 20;

    private static final int MIN_BCRYPT_ROUNDS = 4;
    private static final int BCRYPT_SALT_CHARS = 22;
    private static final int BCRYPT_SALT_BYTES = 16;
    private static final int BCRYPT_INPUT_BYTES = 72;
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$([./A-Za-z0-9]{53})");
    private static final Pattern DES = Pattern.compile("[./A-Za-z0-9]{13}");
    private static final String SALT_CHARS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Radix64Encoder RADIX_64 = new Radix64Encoder.Default();

    private final PasswordAlgorithm algorithm;
    private final int bcryptRounds;
    private final Semaphore permits;
    private final Duration maxWait;
    private final RandomGenerator random;

    /// @param algorithm for new hashes
    /// @param bcryptRounds for new bcrypt hashes, the logarithm of the work: 4 to 20
    /// @param permits how many costly hashes run at a time, at least 1
    /// @param maxWait how long a request waits for its turn
    /// @param random for salts; cryptographically strong and safe for concurrent use
    /// @throws IllegalArgumentException when a number is out of its range
    public PasswordHashes(
            PasswordAlgorithm algorithm, int bcryptRounds, int permits, Duration maxWait, RandomGenerator random) {
        if (bcryptRounds < MIN_BCRYPT_ROUNDS || bcryptRounds > MAX_BCRYPT_ROUNDS) {
            throw new IllegalArgumentException(
                    "bcrypt rounds are " + MIN_BCRYPT_ROUNDS + " to " + MAX_BCRYPT_ROUNDS + ", not " + bcryptRounds);
        }
        if (permits < 1) {
            throw new IllegalArgumentException("at least one hash must be allowed at a time");
        }
        this.algorithm = algorithm;
        this.bcryptRounds = bcryptRounds;
        this.permits = new Semaphore(permits);
        this.maxWait = maxWait;
        this.random = random;
    }

    /// Whether a password fits a hash. A hash of unknown or broken form fits none.
    ///
    /// @throws Unavailable when the turn did not come in time
    public boolean matches(String password, String hash) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_PASSWORD_BYTES) {
            return false;
        }
        if (hash.startsWith("{PLAIN}")) {
            return same(hash.substring("{PLAIN}".length()), password);
        }
        if (hash.startsWith("{SHA}")) {
            return same(hash, sha1(bytes));
        }
        Matcher bcrypt = BCRYPT.matcher(hash);
        if (bcrypt.matches()) {
            int rounds = Integer.parseInt(bcrypt.group(1));
            return rounds >= MIN_BCRYPT_ROUNDS
                    && rounds <= MAX_BCRYPT_ROUNDS
                    && inTurn(() -> matchesBcrypt(bytes, rounds, bcrypt.group(2)));
        }
        if (hash.startsWith("$apr1$")
                || hash.startsWith("$1$")
                || DES.matcher(hash).matches()) {
            return inTurn(
                    () -> matchesCrypt(lowBytes(password), hash) || (!isAscii(password) && matchesCrypt(bytes, hash)));
        }
        return false;
    }

    /// A new hash of a password, by the algorithm in use.
    ///
    /// @throws Unavailable when the turn did not come in time
    public String hash(String password) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        return switch (algorithm) {
            case BCRYPT -> inTurn(() -> newBcrypt(bytes));
            case MD5 -> inTurn(() -> Md5Crypt.apr1Crypt(lowBytes(password), salt(8)));
            case SHA1 -> sha1(bytes);
            case CRYPT -> inTurn(() -> UnixCrypt.crypt(lowBytes(password), salt(2)));
        };
    }

    private <R> R inTurn(Supplier<R> work) {
        try {
            if (!permits.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return work.get();
        } finally {
            permits.release();
        }
    }

    private static Unavailable busy() {
        return new Unavailable(
                Unavailable.Reason.BUSY,
                "too many passwords are being checked, try again later",
                Duration.ofSeconds(1),
                null);
    }

    private static boolean matchesBcrypt(byte[] password, int rounds, String saltAndHash) {
        byte[] salt =
                RADIX_64.decode(saltAndHash.substring(0, BCRYPT_SALT_CHARS).getBytes(StandardCharsets.US_ASCII));
        return same(bcrypt(password, rounds, salt), saltAndHash);
    }

    private String newBcrypt(byte[] password) {
        byte[] salt = new byte[BCRYPT_SALT_BYTES];
        random.nextBytes(salt);
        return "$2a$" + (bcryptRounds < 10 ? "0" : "") + bcryptRounds + "$" + bcrypt(password, bcryptRounds, salt);
    }

    /// Salt and hash as they stand behind the second `$`. A password of 72 bytes or more has no terminating zero.
    private static String bcrypt(byte[] password, int rounds, byte[] salt) {
        boolean cut = password.length >= BCRYPT_INPUT_BYTES;
        Version version = cut ? Version.VERSION_2Y_NO_NULL_TERMINATOR : Version.VERSION_2A;
        byte[] input = cut ? Arrays.copyOf(password, BCRYPT_INPUT_BYTES) : password;
        byte[] hash = BCrypt.with(version, LongPasswordStrategies.none()).hashRaw(rounds, salt, input).rawHash;
        return new String(RADIX_64.encode(salt), StandardCharsets.US_ASCII)
                + new String(RADIX_64.encode(hash), StandardCharsets.US_ASCII);
    }

    /// The low byte of each UTF-16 unit: what Verdaccio feeds to MD5 and DES. Files of other programs have UTF-8 there.
    private static byte[] lowBytes(String password) {
        byte[] bytes = new byte[password.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) password.charAt(i);
        }
        return bytes;
    }

    private static boolean isAscii(String password) {
        return password.chars().allMatch(c -> c < 128);
    }

    /// The library wipes what it is given, so it gets a copy.
    private static boolean matchesCrypt(byte[] password, String hash) {
        try {
            String computed = hash.startsWith("$apr1$")
                    ? Md5Crypt.apr1Crypt(password.clone(), hash)
                    : hash.startsWith("$1$")
                            ? Md5Crypt.md5Crypt(password.clone(), hash)
                            : UnixCrypt.crypt(password.clone(), hash);
            return same(computed, hash);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String sha1(byte[] password) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(password);
            return "{SHA}" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private String salt(int chars) {
        StringBuilder salt = new StringBuilder();
        for (int i = 0; i < chars; i++) {
            salt.append(SALT_CHARS.charAt(random.nextInt(SALT_CHARS.length())));
        }
        return salt.toString();
    }

    private static boolean same(String left, String right) {
        return MessageDigest.isEqual(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
}
