/// The registry under test as a process. Read [io.terraverde.it.registry.Registry] first.
@NullMarked
package io.terraverde.it.registry;

import org.jspecify.annotations.NullMarked;
