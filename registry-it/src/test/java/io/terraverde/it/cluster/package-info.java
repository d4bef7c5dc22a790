/// Several registries over one store, behind a load balancer: what is killed, restarted and cut off, and what
/// must hold all the same. Read [io.terraverde.it.cluster.ConsistencyIT] first.
@NullMarked
package io.terraverde.it.cluster;

import org.jspecify.annotations.NullMarked;
