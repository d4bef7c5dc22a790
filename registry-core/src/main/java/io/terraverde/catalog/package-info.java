/// What is hosted: the packuments, their tarballs, and the list of names. Reads are cached and leased, writes
/// committed. Read {@link io.terraverde.catalog.Packuments} first.
@NullMarked
package io.terraverde.catalog;

import org.jspecify.annotations.NullMarked;
