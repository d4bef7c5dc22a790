/// The storage port on a directory, shared by the processes of one host.
/// Read {@link io.terraverde.storage.fs.FsBlobStore} first.
@NullMarked
package io.terraverde.storage.fs;

import org.jspecify.annotations.NullMarked;
