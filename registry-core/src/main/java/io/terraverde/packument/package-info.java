/// What npm calls a packument: everything the registry knows of one package, as it is stored, changed and shown.
/// Versions are kept as the bytes they were published with; only what a client needs to see changed is changed on the
/// way out. Read {@link io.terraverde.packument.Packument} first, then {@link
/// io.terraverde.packument.PackumentRenderer}.
@NullMarked
package io.terraverde.packument;

import org.jspecify.annotations.NullMarked;
