package io.terraverde.auth;

import io.terraverde.core.RegistryException.Conflict;
import io.terraverde.core.RegistryException.NotFound;
import io.terraverde.core.RegistryException.Unavailable;
import io.terraverde.document.CommitLimits;
import io.terraverde.document.Document;
import io.terraverde.document.DocumentStore;
import io.terraverde.document.Pauses;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.BlobPage;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Web logins under way (`npm login` with a browser): a client begins one and asks until it is done, a person approves
/// it.
///
/// Each is an object of its own in the store, read anew at every step, so that any instance serves any step. It is over
/// after its lifetime, or when its token was fetched.
///
/// Every method throws {@link StorageException} when the store fails.
public final class WebLogins {
    private static final Logger log = LoggerFactory.getLogger(WebLogins.class);

    private static final int ID_BYTES = 32;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{" + 2 * ID_BYTES + "}");
    private static final int PAGE = 1000;

    /// By which the clock of the store may go behind ours when it says that an object is old.
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(1);

    private final BlobStore store;
    private final DocumentStore<WebLogin> logins;
    private final Function<String, BlobKey> keyOf;
    private final String prefix;
    private final Limits limits;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// How long logins live, and how many there are.
    ///
    /// @param lifetime from its beginning until it is over, for example five minutes
    /// @param maxLogins how many there are at a time, 1 to 1000
    public record Limits(Duration lifetime, int maxLogins) {
        /// @throws IllegalArgumentException when the number is out of its range
        public Limits {
            if (maxLogins < 1 || maxLogins > PAGE) {
                throw new IllegalArgumentException("web logins at a time are 1 to " + PAGE + ", not " + maxLogins);
            }
        }
    }

    /// @param keyOf the key of a login by its id, for example `.terraverde/logins/{id}`
    /// @param prefix what exactly these keys start with
    /// @param random for ids; cryptographically strong and safe for concurrent use
    public WebLogins(
            BlobStore store,
            Function<String, BlobKey> keyOf,
            String prefix,
            Limits limits,
            Pauses pauses,
            InstantSource clock,
            RandomGenerator random) {
        this.store = store;
        this.logins = new DocumentStore<>(store, new WebLoginFormat(), CommitLimits.defaults(), pauses, clock, random);
        this.keyOf = keyOf;
        this.prefix = prefix;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
    }

    /// Begins a login.
    ///
    /// @return its id: 64 hex digits that nobody can guess
    /// @throws Unavailable when too many are under way
    public String begin() {
        if (sweepPages() >= limits.maxLogins()) {
            throw new Unavailable(
                    Unavailable.Reason.BUSY, "too many web logins are under way", Duration.ofSeconds(30), null);
        }
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        WebLogin login = WebLogin.pending(clock.instant().plus(limits.lifetime()));
        logins.update(keyOf.apply(id), null, present -> present.orElse(login));
        return id;
    }

    /// Whether there is such a login, and it waits to be approved.
    public boolean isPending(String id) {
        return load(id).filter(login -> login.value().state() == WebLogin.State.PENDING)
                .isPresent();
    }

    /// Approves a login: the client that began it gets this token.
    ///
    /// @throws NotFound when there is no such login, or it is over
    /// @throws Conflict when it was approved before
    public void approve(String id, String token) {
        if (!ID.matcher(id).matches()) {
            throw noSuchLogin();
        }
        logins.update(keyOf.apply(id), null, present -> {
            WebLogin login = present.filter(l -> !l.isOver(clock.instant())).orElseThrow(WebLogins::noSuchLogin);
            if (login.state() != WebLogin.State.PENDING) {
                throw new Conflict("this login was approved before");
            }
            return login.approved(token);
        });
    }

    /// How a login stands. The token of an approved one is given to one caller only, whoever asks at the same time.
    public WebLoginAnswer poll(String id) {
        Optional<Document<WebLogin>> found = load(id);
        if (found.isEmpty()) {
            return new WebLoginAnswer.Gone();
        }
        return switch (found.get().value().state()) {
            case PENDING -> new WebLoginAnswer.Wait();
            case APPROVED -> take(id, found.get());
            case TAKEN -> new WebLoginAnswer.Gone();
        };
    }

    /// Removes the logins that are over. For a timer; beginning a login does it too.
    public void sweep() {
        sweepPages();
    }

    private WebLoginAnswer take(String id, Document<WebLogin> known) {
        var taken = new Object() {
            @Nullable String token;
        };
        BlobKey key = keyOf.apply(id);
        try {
            logins.update(key, known, present -> {
                taken.token = null;
                WebLogin login = present.orElseThrow(WebLogins::noSuchLogin);
                if (login.token() == null || login.isOver(clock.instant())) {
                    throw noSuchLogin();
                }
                taken.token = login.token();
                return login.taken();
            });
        } catch (NotFound e) {
            return new WebLoginAnswer.Gone();
        }
        remove(key);
        return taken.token == null ? new WebLoginAnswer.Gone() : new WebLoginAnswer.Done(taken.token);
    }

    /// The login, unless it is over.
    private Optional<Document<WebLogin>> load(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        return logins.load(keyOf.apply(id)).filter(login -> !login.value().isOver(clock.instant()));
    }

    /// Removes what is over, by the date of its object: nothing is written to a login after it is over, so an object
    /// older than a lifetime is over.
    ///
    /// @return how many are left
    private int sweepPages() {
        Instant tooOld = clock.instant().minus(limits.lifetime()).minus(CLOCK_MARGIN);
        int left = 0;
        @Nullable BlobKey after = null;
        while (true) {
            BlobPage page = store.list(prefix, after, PAGE);
            for (BlobMeta meta : page.entries()) {
                if (meta.modified().isBefore(tooOld)) {
                    remove(meta.key());
                } else {
                    left++;
                }
            }
            if (!page.more() || page.entries().isEmpty()) {
                return left;
            }
            after = page.entries().getLast().key();
        }
    }

    /// What stays because this fails is removed by the next sweep.
    private void remove(BlobKey key) {
        try {
            store.delete(key);
        } catch (StorageException e) {
            log.warn("cannot remove a web login that is over key={}", key, e);
        }
    }

    private static NotFound noSuchLogin() {
        return new NotFound("no such login, or it is over");
    }
}
