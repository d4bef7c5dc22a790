/// The pinned npm clients, each with a home of its own. Read [io.terraverde.it.client.Client] first.
@NullMarked
package io.terraverde.it.client;

import org.jspecify.annotations.NullMarked;
