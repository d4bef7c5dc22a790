/// An S3 server for tests, in the test's own process: exact conditional writes, scripted faults, counted
/// requests. It needs the JDK and nothing of the registry. Read {@link
/// io.terraverde.storage.s3.testkit.S3Stub} first.
@NullMarked
package io.terraverde.storage.s3.testkit;

import org.jspecify.annotations.NullMarked;
