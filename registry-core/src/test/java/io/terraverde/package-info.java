/// Tests of the module as a whole.
@NullMarked
package io.terraverde;

import org.jspecify.annotations.NullMarked;
