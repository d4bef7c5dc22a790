package io.terraverde.auth;

import io.terraverde.core.RegistryException.Invalid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a user wants of a token to be generated.
///
/// @param cidr the addresses it may be used from, as `10.0.0.0/8`; empty means from everywhere
/// @param readonly whether it may only be used to read
/// @param name what the user calls it
/// @param expires when it stops being valid
public record NewToken(List<String> cidr, boolean readonly, Optional<String> name, Optional<Instant> expires) {
    private static final int MAX_RANGES = 100;
    private static final int MAX_NAME_CHARS = 200;

    /// Copies the list.
    ///
    /// @throws Invalid when a range is none, or there is too much of something
    public NewToken {
        cidr = List.copyOf(cidr);
        if (cidr.size() > MAX_RANGES
                || !cidr.stream().allMatch(range -> AddressRange.parse(range).isPresent())
                || name.filter(n -> n.length() > MAX_NAME_CHARS).isPresent()) {
            throw Invalid.unprocessable("the parameters are not valid");
        }
    }
}
