package io.terraverde.auth;

import io.terraverde.core.RegistryException;
import io.terraverde.core.RegistryException.Conflict;
import io.terraverde.core.RegistryException.Forbidden;
import io.terraverde.core.RegistryException.Invalid;
import io.terraverde.core.RegistryException.Unauthenticated;
import io.terraverde.core.RegistryException.Unavailable;
import io.terraverde.document.Document;
import io.terraverde.document.LeasedDocument;
import io.terraverde.storage.StorageException;
import java.time.InstantSource;
import java.util.Optional;

/// The users of the registry, in an htpasswd document.
///
/// Every look is as new as the lease of the document promises: a user whose line is gone is gone, a changed password
/// counts, whoever changed the file. A missing file is a file without users.
///
/// Every method throws {@link StorageException} when the document has to be read or written and cannot.
public final class Users {
    private final LeasedDocument<HtpasswdDocument> file;
    private final PasswordHashes hashes;
    private final VerifiedCredentials verified;
    private final Registration registration;
    private final InstantSource clock;

    /// @param remembering how long right credentials are remembered
    /// @param clock for the dates of new lines
    public Users(
            LeasedDocument<HtpasswdDocument> file,
            PasswordHashes hashes,
            Remembering remembering,
            Registration registration,
            InstantSource clock) {
        this.file = file;
        this.hashes = hashes;
        this.verified = remembering.start();
        this.registration = registration;
        this.clock = clock;
    }

    /// Whether there is such a user and this is its password.
    ///
    /// @throws Unavailable when too many passwords are being checked
    public boolean verify(String name, String password) {
        Optional<String> hash = present().hash(name);
        return hash.isPresent() && fits(name, password, hash.get());
    }

    /// Whether there is such a user.
    public boolean exists(String name) {
        return present().hash(name).isPresent();
    }

    /// Creates a user.
    ///
    /// @throws RegistryException saying why not, with status and words of Verdaccio
    public void register(String name, String password) {
        if (!PasswordRule.accepts(password)) {
            throw Invalid.malformed(PasswordRule.REFUSAL);
        }
        if (name.isEmpty()) {
            throw Invalid.malformed("username and password is required");
        }
        HtpasswdDocument present = latest();
        refuseClosed();
        Optional<String> taken = present.hash(name);
        if (taken.isPresent()) {
            throw fits(name, password, taken.get())
                    ? new Conflict("username is already registered")
                    : new Unauthenticated("unauthorized access");
        }
        refuseFull(present);
        if (!isUriSafe(name)) {
            throw new Conflict("username should not contain non-uri-safe characters");
        }
        String hash = hashes.hash(password);
        file.update(users -> withUser(users.orElseGet(HtpasswdDocument::empty), name, hash));
    }

    /// Changes a password. The old one stops counting everywhere before this returns.
    ///
    /// @throws Unauthenticated when the new password may not be set
    /// @throws Conflict when there is no such user, or the old password is wrong
    public void changePassword(String name, String oldPassword, String newPassword) {
        if (!PasswordRule.accepts(newPassword)) {
            throw new Unauthenticated(PasswordRule.REFUSAL);
        }
        String before = latest().hash(name).orElseThrow(() -> notChanged(name, "user does not currently exist"));
        if (!fits(name, oldPassword, before)) {
            throw notChanged(name, "invalid old password");
        }
        String after = hashes.hash(newPassword);
        file.update(users -> {
            HtpasswdDocument present = users.orElseGet(HtpasswdDocument::empty);
            String stored = present.hash(name).orElseThrow(() -> notChanged(name, "user does not currently exist"));
            if (!stored.equals(before)) {
                // Somebody else has changed it since it was compared.
                throw notChanged(name, "invalid old password");
            }
            return present.withHash(name, after);
        });
    }

    /// Takes in the users of another htpasswd file that are not known here; known ones keep their passwords. So logins
    /// survive when the users move into the store, and may be repeated at every start.
    ///
    /// @return how many were taken in
    public int takeIn(byte[] htpasswd) {
        HtpasswdDocument others = new HtpasswdFormat().read(htpasswd);
        int before = latest().size();
        if (latest().withUsersOf(others).size() == before) {
            return 0;
        }
        return file.update(users -> users.orElseGet(HtpasswdDocument::empty).withUsersOf(others))
                        .value()
                        .size()
                - before;
    }

    private HtpasswdDocument withUser(HtpasswdDocument users, String name, String hash) {
        if (users.hash(name).isPresent()) {
            throw new Conflict("username is already registered");
        }
        refuseFull(users);
        return users.withNewUser(name, hash, clock.instant());
    }

    private void refuseClosed() {
        if (registration instanceof Registration.Closed) {
            throw new Conflict("user registration disabled");
        }
    }

    private void refuseFull(HtpasswdDocument users) {
        if (registration instanceof Registration.UpTo(int maxUsers) && users.size() >= maxUsers) {
            throw new Forbidden("maximum amount of users reached");
        }
    }

    private boolean fits(String name, String password, String hash) {
        return verified.verify(name, password, hash, () -> hashes.matches(password, hash));
    }

    private HtpasswdDocument present() {
        return file.get().map(Document::value).orElseGet(HtpasswdDocument::empty);
    }

    private HtpasswdDocument latest() {
        return file.fresh().map(Document::value).orElseGet(HtpasswdDocument::empty);
    }

    private static Conflict notChanged(String name, String why) {
        return new Conflict("Unable to change password for user '" + name + "': " + why);
    }

    /// Whether ECMAScript's `encodeURIComponent` leaves the name as it is. So no colon and no line break can enter the
    /// file with a name.
    private static boolean isUriSafe(String name) {
        return name.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "-_.!~*'()".indexOf(c) >= 0));
    }
}
