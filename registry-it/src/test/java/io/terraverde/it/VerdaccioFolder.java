package io.terraverde.it;

import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.shell.Folders;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A copy of the storage, users and configuration that Verdaccio 6.10.4 wrote (`make.sh` beside them says how).
final class VerdaccioFolder {
    private static final Path ORIGINAL = Folders.module().resolve("src/test/resources/verdaccio-6.10.4");

    private VerdaccioFolder() {}

    /// The setup of a server over a new copy.
    static RegistrySetup copied() {
        Path folder = Folders.fresh("verdaccio-folder");
        for (String each : new String[] {"config.yaml", "htpasswd", "storage"}) {
            Folders.copy(ORIGINAL.resolve(each), folder.resolve(each));
        }
        return RegistrySetup.standard().in(folder).withItsOwnConfig();
    }

    /// What Verdaccio gave to a client with alice's token: by package `versions`, `dist-tags`, `deprecated`,
    /// `stars` and `tarballs`.
    static JsonNode expected() {
        return JsonMapper.shared().readTree(ORIGINAL.resolve("expected.json"));
    }

    /// A token that Verdaccio made for alice: `login`, `generated` or `readonly`.
    static String token(String kind) {
        return JsonMapper.shared()
                .readTree(ORIGINAL.resolve("tokens.json"))
                .path(kind)
                .asString();
    }
}
