/// Black-box tests: each class drives a registry that runs as a process of its own, as its users and its enemies do.
/// Read [io.terraverde.it.ClientRoundTripIT] first. Tests of what we do better than Verdaccio carry the tag `fix`.
@NullMarked
package io.terraverde.it;

import org.jspecify.annotations.NullMarked;
