package io.terraverde.uplink;

/// Where a package may come from that is hosted and that uplinks have, too.
public enum Origins {
    /// From all of them together, as in Verdaccio: what is hosted comes first.
    MERGE,
    /// From one: a hosted package hides those of uplinks. And of several uplinks all must have answered before
    /// one of them is believed, so that nobody steps in for a registry that is down.
    STRICT
}
