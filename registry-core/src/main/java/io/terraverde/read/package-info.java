/// Reading: packuments as clients take them, single versions, tarballs. Read {@link io.terraverde.read.PackumentReader}
/// first.
@NullMarked
package io.terraverde.read;

import org.jspecify.annotations.NullMarked;
