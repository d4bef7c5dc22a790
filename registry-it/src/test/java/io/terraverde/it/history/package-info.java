/// What many clients did and saw, and whether a registry that keeps its promises can explain it. Read
/// [io.terraverde.it.history.HistoryChecker] first.
@NullMarked
package io.terraverde.it.history;

import org.jspecify.annotations.NullMarked;
