package io.terraverde.document;

import io.terraverde.name.PackageName;
import io.terraverde.storage.BlobKey;
import java.util.function.Function;

/// Where everything lies in the store. The only class that makes keys.
public final class StorageLayout {
    /*
     * Verdaccio's, in a directory or in a bucket:
     *
     *   .verdaccio-db.json | verdaccio-s3-db.json    {"list":[names of hosted packages],"secret":"32 characters"}
     *   .token-db.json                               {"user":[generated tokens]}
     *   [{storage of the rule}/]{package}/package.json
     *   [{storage of the rule}/]{package}/{file}     tarballs and provenance bundles
     *
     * Ours:
     *
     *   .terraverde/htpasswd                         users, where no htpasswd file is configured
     *   .terraverde/logins/{id}                      web logins under way
     *   .terraverde/cache/{key}                      what is kept of other servers, unless in a folder of its own
     *
     * Names of packages never start with a dot, so no package meets the registry's own objects.
     */
    private static final String OURS = ".terraverde/";

    private final BlobKey names;
    private final Function<PackageName, String> folderOfRule;

    /// @param names the key of the document with the list of names and the secret
    /// @param folderOfRule the `storage` of a package's access rule, without slashes around it; empty for none
    public StorageLayout(BlobKey names, Function<PackageName, String> folderOfRule) {
        this.names = names;
        this.folderOfRule = folderOfRule;
    }

    /// The list of hosted packages, and the secret.
    public BlobKey names() {
        return names;
    }

    /// The generated tokens.
    public static BlobKey tokens() {
        return BlobKey.of(".token-db.json");
    }

    /// The users, where they live in the store.
    public static BlobKey users() {
        return BlobKey.of(OURS + "htpasswd");
    }

    /// One web login.
    ///
    /// @param id letters and digits
    public static BlobKey webLogin(String id) {
        return BlobKey.of(webLogins() + id);
    }

    /// What the keys of all web logins start with.
    public static String webLogins() {
        return OURS + "logins/";
    }

    /// What the keys of the cache start with, where it lies in the store.
    public static String cache() {
        return OURS + "cache/";
    }

    /// The packument of a package.
    public BlobKey packument(PackageName name) {
        return BlobKey.of(folder(name) + "package.json");
    }

    /// Whether a file of this name may lie beside a packument: a tarball or a provenance bundle. So neither the
    /// packument itself nor what Verdaccio leaves behind (`package.json.lock`, `….tgz.tmp-1`) can be reached as
    /// one.
    public static boolean isFile(String file) {
        return PackageName.isPart(file)
                && file.length() <= BlobKey.MAX_SEGMENT_BYTES
                && (file.endsWith(".tgz") || file.endsWith(".sigstore"));
    }

    /// A file beside the packument.
    ///
    /// @throws IllegalArgumentException unless {@link #isFile}
    public BlobKey file(PackageName name, String file) {
        if (!isFile(file)) {
            throw new IllegalArgumentException("not the name of a package's file: \"" + file + "\"");
        }
        return BlobKey.of(folder(name) + file);
    }

    /// What the keys of all objects of a package start with.
    public String folder(PackageName name) {
        String folder = folderOfRule.apply(name);
        return (folder.isEmpty() ? "" : folder + "/") + name.text() + "/";
    }
}
