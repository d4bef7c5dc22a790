/// Other registries: asking them, keeping what they said, and sharing one request among all who wait for it.
/// Read {@link io.terraverde.uplink.Upstream} first.
@NullMarked
package io.terraverde.uplink;

import org.jspecify.annotations.NullMarked;
