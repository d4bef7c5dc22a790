/// The storage port: whole objects under keys, written atomically under a condition.
/// Read {@link io.terraverde.storage.BlobStore} first.
@NullMarked
package io.terraverde.storage;

import org.jspecify.annotations.NullMarked;
