/// The load balancer in front of several registries. Read [io.terraverde.it.nginx.Nginx] first.
@NullMarked
package io.terraverde.it.nginx;

import org.jspecify.annotations.NullMarked;
