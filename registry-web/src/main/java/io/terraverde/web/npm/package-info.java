/// What npm clients ask for: one class per use case. Each takes the request apart, checks the caller's right
/// once, calls one service and makes the answer. No handler knows another, and none knows the storage.
@NullMarked
package io.terraverde.web.npm;

import org.jspecify.annotations.NullMarked;
