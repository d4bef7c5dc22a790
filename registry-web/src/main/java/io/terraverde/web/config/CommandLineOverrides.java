package io.terraverde.web.config;

import java.util.Optional;

/// Settings given on the command line, which win over the environment and the file.
///
/// @param listen `--listen`, an address as in `listen:`
/// @param storage `--storage`, a folder
/// @param uplink `--uplink`, the address of the uplink named {@link ConfigLoader#UPSTREAM}
public record CommandLineOverrides(Optional<String> listen, Optional<String> storage, Optional<String> uplink) {
    /// Nothing given.
    public static CommandLineOverrides none() {
        return new CommandLineOverrides(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
