/// Requests without a client in between. Read [io.terraverde.it.http.RegistryHttp] first.
@NullMarked
package io.terraverde.it.http;

import org.jspecify.annotations.NullMarked;
