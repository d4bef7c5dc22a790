/// Names as npm spells them: packages, versions, dist-tags, and the patterns of access rules. They are the security
/// boundary: text from outside becomes one of these types or is refused.
/// Read {@link io.terraverde.name.PackageName} first.
@NullMarked
package io.terraverde.name;

import org.jspecify.annotations.NullMarked;
