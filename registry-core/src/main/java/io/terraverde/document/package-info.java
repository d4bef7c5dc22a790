/// Small mutable documents over the storage port, changed by a commit loop that never loses an update.
/// Read {@link io.terraverde.document.DocumentStore} first.
@NullMarked
package io.terraverde.document;

import org.jspecify.annotations.NullMarked;
