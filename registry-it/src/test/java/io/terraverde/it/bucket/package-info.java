/// The registry over a bucket whose store misbehaves: missing, refusing, slow, silent, throttling, cut off. The store
/// is the stub of the storage's own tests, in this process. Read [io.terraverde.it.bucket.BucketSetup] first.
@NullMarked
package io.terraverde.it.bucket;

import org.jspecify.annotations.NullMarked;
