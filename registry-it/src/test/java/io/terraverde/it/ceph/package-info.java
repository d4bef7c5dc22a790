/// A real S3 store, Ceph, with its gateways. Read [io.terraverde.it.ceph.Ceph] first.
@NullMarked
package io.terraverde.it.ceph;

import org.jspecify.annotations.NullMarked;
