package io.terraverde.it.traffic;

import io.terraverde.it.http.RegistryHttp;

/// A way in: a registry, or the load balancer before all of them.
///
/// @param name for messages, for example `nginx` or `instance 2`
/// @param http requests through it, with the credentials of a user who may do everything
public record Door(String name, RegistryHttp http) {}
