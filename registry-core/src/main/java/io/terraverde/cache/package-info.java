/// What is kept of other servers, beside what is hosted: bounded in bytes and age, shared by all instances over one
/// store, and never required to be there. Read {@link io.terraverde.cache.CacheStore} first.
@NullMarked
package io.terraverde.cache;

import org.jspecify.annotations.NullMarked;
