/// Tarballs before they are stored: spooled to disk while they arrive, digested, and looked into without being
/// unpacked. Read {@link io.terraverde.tarball.TarballSpool} first, then {@link
/// io.terraverde.tarball.TarballInspector}.
@NullMarked
package io.terraverde.tarball;

import org.jspecify.annotations.NullMarked;
