/// What the tests of all modules share: the contract of the storage port, a store that fails on demand, clocks,
/// a small kind of document, and the rules of the house. Read {@link io.terraverde.testkit.BlobStoreContract}
/// first.
@NullMarked
package io.terraverde.testkit;

import org.jspecify.annotations.NullMarked;
