/// Who may do what with which package: the ordered rules of the configuration file's `packages:` section.
/// Read {@link io.terraverde.access.AccessRules} first.
@NullMarked
package io.terraverde.access;

import org.jspecify.annotations.NullMarked;
