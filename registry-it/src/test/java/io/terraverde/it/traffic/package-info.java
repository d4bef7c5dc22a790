/// Many clients at once, whose writes and reads are recorded. Read [io.terraverde.it.traffic.Traffic] first.
@NullMarked
package io.terraverde.it.traffic;

import org.jspecify.annotations.NullMarked;
