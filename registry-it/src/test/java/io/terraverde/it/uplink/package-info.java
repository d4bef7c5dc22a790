/// A registry in front of another one, in good days and bad. Read [io.terraverde.it.uplink.UplinkSetup] first.
@NullMarked
package io.terraverde.it.uplink;

import org.jspecify.annotations.NullMarked;
