/// A registry outside that does what a test tells it: well or badly. Read [io.terraverde.it.upstream.Upstream] first.
@NullMarked
package io.terraverde.it.upstream;

import org.jspecify.annotations.NullMarked;
