/// The program: the command line, and where its components are made.
/// Read {@link io.terraverde.web.app.Main} first.
@NullMarked
package io.terraverde.web.app;

import org.jspecify.annotations.NullMarked;
