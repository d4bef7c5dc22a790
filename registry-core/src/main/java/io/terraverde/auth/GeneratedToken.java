package io.terraverde.auth;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A token that a user made with `npm token create`, as far as it is kept: not the token itself.
///
/// @param user who made it, and acts by it
/// @param mask its first and last five characters, `OTAxO...yYmU=`
/// @param key names it: 32 hex digits
/// @param cidr the addresses it may be used from, `10.0.0.0/8`; empty means from everywhere
/// @param readonly whether it may only be used to read
/// @param name what the user calls it
/// @param expires when it stops being valid
public record GeneratedToken(
        String user,
        String mask,
        String key,
        List<String> cidr,
        boolean readonly,
        Instant created,
        Optional<String> name,
        Optional<Instant> expires) {
    /// Copies the list.
    public GeneratedToken {
        cidr = List.copyOf(cidr);
    }

    /// Whether it may be used from this address, now, to do this.
    ///
    /// @param address of the client, without port; empty when it is not known
    boolean permits(Optional<String> address, Purpose purpose, Instant now) {
        return !isExpired(now) && (purpose == Purpose.READ || !readonly) && isFromAllowed(address);
    }

    /// Whether its time is over.
    boolean isExpired(Instant now) {
        return expires.isPresent() && !now.isBefore(expires.get());
    }

    private boolean isFromAllowed(Optional<String> address) {
        return cidr.isEmpty() || address.filter(this::isListed).isPresent();
    }

    private boolean isListed(String address) {
        return cidr.stream()
                .flatMap(range -> AddressRange.parse(range).stream())
                .anyMatch(r -> r.contains(address));
    }
}
