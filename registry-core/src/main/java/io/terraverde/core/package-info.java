/// What every other package may use: the refusals of a request and the figures the registry reports.
/// Read {@link io.terraverde.core.RegistryException} first.
@NullMarked
package io.terraverde.core;

import org.jspecify.annotations.NullMarked;
