/// Finding packages by words. Read {@link io.terraverde.search.PackageSearch} first.
@NullMarked
package io.terraverde.search;

import org.jspecify.annotations.NullMarked;
