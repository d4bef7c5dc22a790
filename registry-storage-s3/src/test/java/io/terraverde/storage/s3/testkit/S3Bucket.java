package io.terraverde.storage.s3.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// The content of one bucket, also for tests that look at it, or change it, past the server. Safe for
/// concurrent use.
///
/// One lock guards the objects and the uploads, and each check of a condition happens under it together with
/// the write it allows. So of any number of racing conditional writes exactly those win that would win one
/// after another. Nothing is hashed, read or sent under the lock.
public final class S3Bucket {
    /// S3 lists in the order of UTF-8 bytes, which is that of code points. `String` compares UTF-16 units,
    /// where surrogates come before the last of the basic plane.
    static final Comparator<String> KEY_ORDER = (left, right) -> {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            if (left.charAt(i) != right.charAt(i)) {
                return Integer.compare(rank(left.charAt(i)), rank(right.charAt(i)));
            }
        }
        return Integer.compare(left.length(), right.length());
    };

    private final String name;
    private final Instant created;
    private final Supplier<Instant> clock;
    private final Set<S3Quirk> quirks;
    private final AtomicLong writes = new AtomicLong();
    private final Object lock = new Object();
    private final NavigableMap<String, S3Object> objects = new TreeMap<>(KEY_ORDER);
    private final MultipartUploads uploads = new MultipartUploads();
    private final long minPartBytes;

    S3Bucket(String name, Supplier<Instant> clock, Set<S3Quirk> quirks, long minPartBytes) {
        this.name = name;
        this.clock = clock;
        this.quirks = quirks;
        this.created = clock.get();
        this.minPartBytes = minPartBytes;
    }

    private static int rank(char character) {
        return Character.isSurrogate(character) ? Character.MAX_VALUE + 1 + character : character;
    }

    /// Its name.
    public String name() {
        return name;
    }

    Instant created() {
        return created;
    }

    /// The object under a key.
    public Optional<S3Object> object(String key) {
        synchronized (lock) {
            return Optional.ofNullable(objects.get(key));
        }
    }

    /// All keys, in the order of their UTF-8 bytes.
    public List<String> keys() {
        synchronized (lock) {
            return List.copyOf(objects.keySet());
        }
    }

    /// Writes an object past the server, as another client would.
    public S3Object put(String key, byte[] bytes) {
        return put(key, made(S3Content.of(bytes.clone()), Map.of(), Map.of()), WriteConditions.none());
    }

    /// Deletes an object past the server, as another client would; a missing one is fine.
    public void delete(String key) {
        delete(key, WriteConditions.none(), false);
    }

    /// Begins a multipart upload past the server, as if a client that died since had begun it so long ago.
    ///
    /// @return its id
    public String beginUpload(String key, Duration age) {
        synchronized (lock) {
            return uploads.begin(key, Map.of(), clock.get().minus(age));
        }
    }

    /// The ids of the multipart uploads that were begun and neither completed nor aborted.
    public List<String> uploadIds() {
        synchronized (lock) {
            return uploads.all().stream().map(MultipartUploads.Upload::id).toList();
        }
    }

    /// An object that is not in the bucket yet.
    S3Object made(S3Content content, Map<String, String> sent, Map<String, String> checksums) {
        String etag = quirks.contains(S3Quirk.OPAQUE_ETAGS)
                ? opaqueEtag()
                : HexFormat.of().formatHex(Digests.of("MD5", content.shared()));
        return new S3Object(content, "\"" + etag + "\"", clock.get(), sent, checksums);
    }

    private String opaqueEtag() {
        return String.format(Locale.ROOT, "0x8D%013X", writes.incrementAndGet());
    }

    /// @throws S3Refusal when a condition does not hold; nothing has happened then
    S3Object put(String key, S3Object object, WriteConditions conditions) {
        synchronized (lock) {
            conditions.check(key, objects.get(key));
            objects.put(key, object);
            return object;
        }
    }

    /// @param missingIsRefused whether a condition on a missing key fails; otherwise there is nothing to do
    /// @throws S3Refusal when a condition does not hold; nothing has happened then
    void delete(String key, WriteConditions conditions, boolean missingIsRefused) {
        synchronized (lock) {
            S3Object current = objects.get(key);
            if (current != null || missingIsRefused) {
                conditions.check(key, current);
            }
            objects.remove(key);
        }
    }

    /// The objects whose keys start with the prefix and come after a key, as they are at this moment.
    List<Map.Entry<String, S3Object>> objects(String prefix, String after) {
        List<Map.Entry<String, S3Object>> found = new ArrayList<>();
        synchronized (lock) {
            boolean beyond = KEY_ORDER.compare(after, prefix) >= 0;
            NavigableMap<String, S3Object> rest = objects.tailMap(beyond ? after : prefix, !beyond);
            for (Map.Entry<String, S3Object> each : rest.entrySet()) {
                if (!each.getKey().startsWith(prefix)) {
                    break;
                }
                found.add(Map.entry(each.getKey(), each.getValue()));
            }
        }
        return found;
    }

    String beginUpload(String key, Map<String, String> sent) {
        synchronized (lock) {
            return uploads.begin(key, sent, clock.get());
        }
    }

    void putPart(String key, String id, int number, S3Object part) {
        synchronized (lock) {
            uploads.find(key, id).parts().put(number, part);
        }
    }

    /// Makes the object of its parts. A refused upload stays, and can be completed again or aborted.
    S3Object complete(String key, String id, List<MultipartUploads.Claim> claims, WriteConditions conditions) {
        MultipartUploads.Assembly assembly = upload(key, id).assemble(claims, minPartBytes);
        String etag = quirks.contains(S3Quirk.OPAQUE_ETAGS) ? opaqueEtag() : assembly.etag();
        S3Object object = new S3Object(assembly.content(), "\"" + etag + "\"", clock.get(), assembly.sent(), Map.of());
        synchronized (lock) {
            uploads.find(key, id);
            put(key, object, conditions);
            uploads.remove(id);
            return object;
        }
    }

    void abort(String key, String id) {
        synchronized (lock) {
            uploads.find(key, id);
            uploads.remove(id);
        }
    }

    List<MultipartUploads.Upload> uploads() {
        synchronized (lock) {
            return uploads.all();
        }
    }

    MultipartUploads.Upload upload(String key, String id) {
        synchronized (lock) {
            return uploads.find(key, id).copy();
        }
    }
}
