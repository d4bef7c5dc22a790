package io.terraverde.storage.s3.testkit;

import io.terraverde.storage.s3.testkit.HttpListener.Reply;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/// An S3 server on the loopback, for tests. It speaks the part of S3 that this registry uses, checks
/// signatures and digests, and decides conditional writes exactly. In what it answers it follows Ceph 20,
/// except for the {@link S3Quirk}s it is given. What goes wrong is written into its {@link #script()}.
///
/// ```java
/// try (S3Stub stub = S3Stub.builder().bucket("registry").start()) {
///     // endpoint(), access(), secret(), region() go to the client; path style
/// }
/// ```
///
/// Buckets live in memory and end with the stub. Safe for concurrent use.
public final class S3Stub implements AutoCloseable {
    private static final int JOURNAL_LENGTH = 10_000;
    private static final System.Logger log = System.getLogger(S3Stub.class.getName());

    private final Builder settings;
    private final Authentication authentication;
    private final HttpListener listener;
    private final S3Service service;
    private final S3Script script = new S3Script();
    private final Map<String, S3Bucket> buckets = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final Object journalLock = new Object();
    private final Deque<S3Call> journal = new ArrayDeque<>();
    private final Map<S3Operation, Integer> counts = new EnumMap<>(S3Operation.class);

    private S3Stub(Builder settings) {
        this.settings = settings;
        this.authentication = new Authentication(
                settings.access,
                settings.secret,
                settings.sessionToken,
                settings.region,
                settings.regions,
                settings.clock);
        this.service = new S3Service(buckets, this::made, settings.region, settings.quirks, settings.maxPage);
        this.listener = new HttpListener(settings.sockets, settings.port, this::answer);
        settings.bucketNames.forEach(name -> buckets.put(name, made(name)));
    }

    private S3Bucket made(String name) {
        return new S3Bucket(name, settings.clock::instant, settings.quirks, settings.minPartBytes);
    }

    /// The settings of a stub to be started.
    public static Builder builder() {
        return new Builder();
    }

    /// Where it listens: `http://127.0.0.1:40123`.
    public URI endpoint() {
        return URI.create((settings.secure ? "https" : "http") + "://127.0.0.1:" + listener.port());
    }

    /// The access key of its one user.
    public String access() {
        return settings.access;
    }

    /// The secret key of its one user.
    public String secret() {
        return settings.secret;
    }

    /// The region it is in.
    public String region() {
        return settings.region;
    }

    /// What goes wrong from here on.
    public S3Script script() {
        return script;
    }

    /// One bucket, to look at or change past the server.
    ///
    /// @throws IllegalArgumentException when there is none of this name
    public S3Bucket bucket(String name) {
        return Optional.ofNullable(buckets.get(name))
                .orElseThrow(() -> new IllegalArgumentException("there is no bucket " + name));
    }

    /// Refuses connections and cuts those that are open, until `up`. A request that is under way may take
    /// effect.
    public void down() {
        listener.close();
    }

    /// Accepts connections again, on the same port.
    public void up() {
        listener.open();
    }

    /// How many requests have come, those that went wrong included.
    public int count() {
        synchronized (journalLock) {
            return counts.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /// How many requests of these kinds have come, those that went wrong included.
    public int count(S3Operation... operations) {
        synchronized (journalLock) {
            return Set.of(operations).stream()
                    .mapToInt(each -> counts.getOrDefault(each, 0))
                    .sum();
        }
    }

    /// The last requests that were answered or cut, at most 10,000, oldest first.
    public List<S3Call> journal() {
        synchronized (journalLock) {
            return List.copyOf(journal);
        }
    }

    /// Those of the journal that are so.
    public List<S3Call> journal(Predicate<S3Call> wanted) {
        return journal().stream().filter(wanted).toList();
    }

    /// Forgets journal and counts.
    public void clearJournal() {
        synchronized (journalLock) {
            journal.clear();
            counts.clear();
        }
    }

    @Override
    public void close() {
        listener.close();
    }

    private Reply answer(HttpRequest request) throws InterruptedException {
        String id = "stub-" + requests.incrementAndGet();
        S3Call call;
        try {
            call = S3Call.of(request, buckets.keySet());
        } catch (S3Refusal e) {
            return Reply.whole(Errors.answer(e, id));
        }
        synchronized (journalLock) {
            counts.merge(call.operation(), 1, Integer::sum);
        }
        // Before the faults, which count the bytes of the head.
        Reply reply = new Faults(script.take(call)).around(() -> signed(served(call, request, id), id));
        HttpAnswer answer = signed(reply.answer(), id);
        synchronized (journalLock) {
            if (journal.size() == JOURNAL_LENGTH) {
                journal.removeFirst();
            }
            journal.addLast(call.answered(reply.limitBytes() == 0 ? 0 : answer.status()));
        }
        return new Reply(answer, reply.limitBytes());
    }

    private static HttpAnswer signed(HttpAnswer answer, String id) {
        return answer.with("x-amz-request-id", id).with("Server", "S3Stub");
    }

    private HttpAnswer served(S3Call call, HttpRequest request, String id) {
        try {
            Signature signature = authentication.verify(request);
            Payload payload = Payload.of(
                    request, signature, settings.secret, settings.quirks.contains(S3Quirk.VERIFIES_EVERY_CHECKSUM));
            return service.serve(call, request, payload);
        } catch (S3Refusal e) {
            return Errors.answer(e, id);
        } catch (RuntimeException e) {
            log.log(System.Logger.Level.ERROR, "the stub fails at " + request.method() + " " + request.target(), e);
            return Errors.answer(new S3Refusal(500, "InternalError", "The stub fails: " + e), id);
        }
    }

    /// Settings of a stub. Not safe for concurrent use.
    public static final class Builder {
        private final Set<String> bucketNames = ConcurrentHashMap.newKeySet();
        private String access = "stubaccess";
        private String secret = "stubsecret";
        private Optional<String> sessionToken = Optional.empty();
        private String region = "us-east-1";
        private S3Regions regions = S3Regions.ANY;
        private InstantSource clock = new ProcessClock();
        private Set<S3Quirk> quirks = Set.of();
        private int maxPage = 1000;
        private long minPartBytes = 5 << 20;
        private int port;
        private boolean secure;
        private ServerSocketFactory sockets = ServerSocketFactory.getDefault();

        private Builder() {}

        /// Begins with this bucket, empty. May be called several times.
        public Builder bucket(String name) {
            bucketNames.add(name);
            return this;
        }

        /// The keys of its one user; without, some of its own.
        public Builder credentials(String accessKey, String secretKey) {
            access = accessKey;
            secret = secretKey;
            return this;
        }

        /// Temporary credentials: requests have to carry this session token as well.
        public Builder sessionToken(String token) {
            sessionToken = Optional.of(token);
            return this;
        }

        /// The region it is in, and what it does with signatures for others; without, `us-east-1`, and any
        /// will do.
        public Builder region(String name, S3Regions others) {
            region = name;
            regions = others;
            return this;
        }

        /// What the time is, for dates of objects and the age of signatures; without, the machine's.
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /// What it does otherwise than Ceph 20.
        public Builder quirks(S3Quirk... different) {
            quirks = different.length == 0 ? Set.of() : EnumSet.copyOf(List.of(different));
            return this;
        }

        /// The most entries of a page of a listing, whatever a request asks for; without, 1,000.
        public Builder maxPage(int entries) {
            maxPage = entries;
            return this;
        }

        /// The least size of all parts of an upload but the last; without, 5 MiB as everywhere.
        public Builder minPartBytes(long bytes) {
            minPartBytes = bytes;
            return this;
        }

        /// The port; without, any free one.
        public Builder port(int number) {
            port = number;
            return this;
        }

        /// Serves https with this certificate.
        public Builder tls(SSLContext context) {
            sockets = context.getServerSocketFactory();
            secure = true;
            return this;
        }

        /// Starts the stub. Close it at the end.
        public S3Stub start() {
            S3Stub stub = new S3Stub(this);
            stub.up();
            return stub;
        }
    }
}
