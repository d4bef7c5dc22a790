/// How log lines look and where they go, in Verdaccio's forms. Read {@link io.terraverde.web.log.Logging} first.
@NullMarked
package io.terraverde.web.log;

import org.jspecify.annotations.NullMarked;
