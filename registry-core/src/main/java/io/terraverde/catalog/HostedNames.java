package io.terraverde.catalog;

import io.terraverde.document.Document;
import io.terraverde.document.LeasedDocument;
import io.terraverde.name.PackageName;
import io.terraverde.storage.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The names of all packages that are hosted here, and the registry's secret, both of the one document where Verdaccio
/// keeps them.
///
/// A name in the list need not have a packument: it is added before the first version is committed, so that no
/// committed package can be missing. Whoever lists packages skips such names.
public final class HostedNames {
    private final LeasedDocument<NameList> document;

    /// Over the document of {@link io.terraverde.document.StorageLayout#names()}.
    public HostedNames(LeasedDocument<NameList> document) {
        this.document = document;
    }

    /// The names in the order of their coming; what is no valid name is left out.
    public List<PackageName> all() {
        return listing().names();
    }

    /// The list as it is at this moment, for those who keep something made of it.
    public Listing listing() {
        return new Listing(document.get());
    }

    /// The list at one moment.
    public static final class Listing {
        private final Optional<Document<NameList>> document;

        private Listing(Optional<Document<NameList>> document) {
            this.document = document;
        }

        /// Of the document; empty when there is none.
        public Optional<Revision> revision() {
            return document.map(found -> found.meta().revision());
        }

        /// The names in the order of their coming; what is no valid name is left out.
        public List<PackageName> names() {
            List<PackageName> names = new ArrayList<>();
            document.map(Document::value)
                    .orElseGet(NameList::empty)
                    .names()
                    .forEach(name -> PackageName.tryParse(name).ifPresent(names::add));
            return names;
        }
    }

    /// Sees to it that a name is in the list before its package is. Whoever acknowledges the package waits out a lease
    /// after its commit; that is enough for the name too, so this does not wait.
    ///
    /// Costs a write only when the name is missing, and one for all that are added by this process meanwhile.
    public void addAhead(PackageName name) {
        if (!present().contains(name.text())) {
            document.updateAhead(list -> list.orElseGet(NameList::empty).with(name.text()));
        }
    }

    /// Sees to it that a name is in the list. Costs a write only when it is not.
    public void add(PackageName name) {
        if (!present().contains(name.text())) {
            document.update(list -> list.orElseGet(NameList::empty).with(name.text()));
        }
    }

    /// Takes a name out of the list unless its package exists: somebody may have published it again. That is
    /// asked before and afterwards, and what appeared in between is added again.
    ///
    /// Whoever publishes looks into the list a lease after his commit. So a publish that the first look misses
    /// is acknowledged a lease later at the earliest, and the name is missed only if all of this takes longer.
    /// Nobody waits for the removal: a name without a package is skipped by whoever lists packages.
    ///
    /// @param exists asks the store
    public void removeUnless(PackageName name, BooleanSupplier exists) {
        if (exists.getAsBoolean()) {
            return;
        }
        document.updateAhead(list -> list.orElseGet(NameList::empty).without(name.text()));
        if (exists.getAsBoolean()) {
            document.update(list -> list.orElseGet(NameList::empty).with(name.text()));
        }
    }

    /// The secret; made and stored when there is none yet. All instances agree on it.
    ///
    /// @param fresh makes a new secret
    public String secret(Supplier<String> fresh) {
        String secret = present().secret();
        if (!secret.isEmpty()) {
            return secret;
        }
        String proposed = fresh.get();
        // No wait: nobody goes by a state without a secret, but looks again before making one.
        return document.updateAhead(list -> {
                    NameList present = list.orElseGet(NameList::empty);
                    return present.secret().isEmpty() ? present.withSecret(proposed) : present;
                })
                .value()
                .secret();
    }

    /// Replaces a secret that is of no use any more. All tokens made with it stop working.
    ///
    /// @param old the secret to replace; when somebody replaced it already, that one is returned
    public String replaceSecret(String old, String fresh) {
        return document.update(list -> {
                    NameList present = list.orElseGet(NameList::empty);
                    return present.secret().equals(old) ? present.withSecret(fresh) : present;
                })
                .value()
                .secret();
    }

    private NameList present() {
        return document.get().map(found -> found.value()).orElseGet(NameList::empty);
    }
}
