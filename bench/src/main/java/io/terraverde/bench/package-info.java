/// Measures the packaged registry beside nginx, which serves the same bytes from files, and Verdaccio, all on loopback
/// and in turns, and reports ratios. Read {@link io.terraverde.bench.Main} first.
@NullMarked
package io.terraverde.bench;

import org.jspecify.annotations.NullMarked;
