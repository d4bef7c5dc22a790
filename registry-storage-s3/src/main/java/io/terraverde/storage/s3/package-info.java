/// The storage port on a bucket of an S3 store, by the AWS SDK. Read {@link
/// io.terraverde.storage.s3.S3BlobStore} first.
@NullMarked
package io.terraverde.storage.s3;

import org.jspecify.annotations.NullMarked;
