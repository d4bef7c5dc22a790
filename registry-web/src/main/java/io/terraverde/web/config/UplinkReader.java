package io.terraverde.web.config;

import io.terraverde.uplink.Uplink.TarballDelivery;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `uplinks:`, and `terraverde.uplinks:`, which adds to it what Verdaccio does not know.
final class UplinkReader {
    private static final Set<String> REFUSED_NAMES = Set.of("all", "owner", "anonymous", "undefined", "none");
    private static final Map<String, TarballDelivery> DELIVERIES = Map.of(
            "cache", TarballDelivery.CACHE,
            "redirect", TarballDelivery.REDIRECT,
            "original", TarballDelivery.ORIGINAL);

    private final Section uplinks;
    private final Section own;
    private final ConnectionReader connections;

    /// @param uplinks the section `uplinks:`
    /// @param own the section `terraverde.uplinks:`
    UplinkReader(Section uplinks, Section own, ConnectionReader connections) {
        this.uplinks = uplinks;
        this.own = own;
        this.connections = connections;
    }

    /// The uplinks in the order of the file.
    ///
    /// @param upstream the address of the uplink {@link ConfigLoader#UPSTREAM} when the file does not give it; that
    ///     uplink stands last then
    List<UplinkSettings> read(Optional<URI> upstream) {
        Map<String, TarballDelivery> deliveries = deliveries(upstream.isPresent());
        List<UplinkSettings> read = new ArrayList<>();
        uplinks.all().forEach((name, value) -> {
            if (REFUSED_NAMES.contains(name) || name.isBlank() || name.chars().anyMatch(Character::isWhitespace)) {
                value.wrong("an uplink cannot be called \"" + name + "\"", "choose another name");
            }
            Section uplink = uplinks.chosen(name, value);
            Optional<URI> url = uplink.url("url");
            if (uplink.value("url").isEmpty()) {
                value.wrong("url is missing", "add the address of the registry");
            }
            UplinkSettings settings = settings(name, url.orElse(URI.create("http://invalid")), uplink, deliveries);
            url.ifPresent(valid -> read.add(settings));
        });
        upstream.ifPresent(url -> {
            read.removeIf(uplink -> uplink.name().equals(ConfigLoader.UPSTREAM));
            Section nothing = new Section(null, ConfigLoader.UPSTREAM, Optional.empty(), new Problems(""));
            read.add(settings(ConfigLoader.UPSTREAM, url, nothing, deliveries));
        });
        return read;
    }

    private UplinkSettings settings(String name, URI url, Section uplink, Map<String, TarballDelivery> deliveries) {
        UplinkSettings settings = new UplinkSettings(
                name,
                ConnectionReader.withoutLastSlash(url),
                uplink.interval("maxage", Duration.ofMinutes(2)),
                uplink.bool("cache", true),
                deliveries.getOrDefault(name, TarballDelivery.CACHE),
                connections.read(uplink));
        uplink.finish();
        return settings;
    }

    /// How clients come to the tarballs of uplinks, by name, where the file says it.
    private Map<String, TarballDelivery> deliveries(boolean hasUpstream) {
        Set<String> names = new LinkedHashSet<>(uplinks.all().keySet());
        if (hasUpstream) {
            names.add(ConfigLoader.UPSTREAM);
        }
        Map<String, TarballDelivery> deliveries = new LinkedHashMap<>();
        own.all().forEach((name, value) -> {
            if (!names.contains(name)) {
                String near = Spelling.hint(name, names);
                value.wrong(
                        "there is no uplink \"" + name + "\"",
                        near.isEmpty()
                                ? "uplinks: has " + (names.isEmpty() ? "none" : String.join(", ", names))
                                : near);
            }
            Section uplink = own.chosen(name, value);
            deliveries.put(name, uplink.oneOf("tarballs", DELIVERIES, TarballDelivery.CACHE));
            uplink.finish();
        });
        return deliveries;
    }
}
