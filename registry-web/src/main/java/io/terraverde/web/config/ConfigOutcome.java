package io.terraverde.web.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What came of reading the configuration.
public sealed interface ConfigOutcome {
    /// It can be used.
    ///
    /// @param settings what it says
    /// @param warnings what a person should look at, in the order of the file
    /// @param file the file it came from; empty when there was none and the defaults hold
    record LoadedConfig(Settings settings, List<Problem> warnings, Optional<Path> file) implements ConfigOutcome {
        /// Copies the list.
        public LoadedConfig {
            warnings = List.copyOf(warnings);
        }

        @Override
        public List<Problem> problems() {
            return warnings;
        }
    }

    /// It cannot be used.
    ///
    /// @param problems everything that is wrong, warnings included, in the order of the file
    record RefusedConfig(List<Problem> problems) implements ConfigOutcome {
        /// Copies the list.
        public RefusedConfig {
            problems = List.copyOf(problems);
        }
    }

    /// Errors and warnings, in the order of the file.
    List<Problem> problems();
}
