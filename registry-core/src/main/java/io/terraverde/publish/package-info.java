/// Writing: publishing a version, and every later change of a package. Validation comes first, then the tarball, then
/// the one commit that makes it visible. Read {@link io.terraverde.publish.Publisher} first, then
/// {@link io.terraverde.publish.PackageEditor}.
@NullMarked
package io.terraverde.publish;

import org.jspecify.annotations.NullMarked;
