/// What is published: sources, tarballs and publish documents. Read [io.terraverde.it.content.PackageSource] first.
@NullMarked
package io.terraverde.it.content;

import org.jspecify.annotations.NullMarked;
