/// The configuration: Verdaccio's `config.yaml` with our own section `terraverde:`, the environment and the command
/// line, read into plain values. Everything that is wrong is reported at once, with its line.
/// Read {@link io.terraverde.web.config.Settings} first, then {@link io.terraverde.web.config.ConfigLoader}.
@NullMarked
package io.terraverde.web.config;

import org.jspecify.annotations.NullMarked;
