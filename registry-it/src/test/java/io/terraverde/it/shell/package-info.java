/// Programs that a test runs, and the folders that it runs them in. Read [io.terraverde.it.shell.Shell] first.
@NullMarked
package io.terraverde.it.shell;

import org.jspecify.annotations.NullMarked;
