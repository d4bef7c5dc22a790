package io.terraverde.it.uplink;

import io.terraverde.it.registry.RegistrySetup;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// A registry with one uplink named `up`: all names go there but those of `@acme`. It asks again every time,
/// waits for the answer, and is patient with failures, unless told otherwise.
///
/// @param uplink the keys of the uplink
/// @param cache the keys of `terraverde.cache`
/// @param more further lines of the configuration
record UplinkSetup(Map<String, String> uplink, Map<String, String> cache, String more) {
    UplinkSetup {
        uplink = new LinkedHashMap<>(uplink);
        cache = new LinkedHashMap<>(cache);
    }

    /// In front of the registry at this address.
    static UplinkSetup before(URI url) {
        return new UplinkSetup(
                Map.of("url", url.toString(), "timeout", "30s", "maxage", "0s", "max_fails", "1000000"),
                Map.of("staleWhileRevalidate", "0s"),
                "");
    }

    /// The same with a key of the uplink.
    UplinkSetup with(String key, String value) {
        var keys = new LinkedHashMap<>(uplink);
        keys.put(key, value);
        return new UplinkSetup(keys, cache, more);
    }

    /// The same with a key of the cache.
    UplinkSetup cache(String key, String value) {
        var keys = new LinkedHashMap<>(cache);
        keys.put(key, value);
        return new UplinkSetup(uplink, keys, more);
    }

    /// The same with a line below `terraverde:`.
    UplinkSetup terraverde(String line) {
        return new UplinkSetup(uplink, cache, more + "  " + line + "\n");
    }

    /// What to start.
    RegistrySetup registry() {
        return RegistrySetup.standard()
                .with("'@acme/*':\n    access: $authenticated", "'@acme/*':\n    access: $all")
                .with("'**':\n    access: $all", "'**':\n    access: $all\n    proxy: up")
                .with("packages:\n", "uplinks:\n  up:\n" + lines(uplink) + "packages:\n")
                .with("max_body_size", "terraverde:\n" + more + "  cache:\n" + lines(cache) + "max_body_size")
                .withJvm("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m");
    }

    private static String lines(Map<String, String> keys) {
        return keys.entrySet().stream()
                .map(key -> "    " + key.getKey() + ": " + key.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
