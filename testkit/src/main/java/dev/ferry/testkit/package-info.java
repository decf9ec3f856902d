/** Test runners and generators; never shipped. */
@NullMarked
package dev.ferry.testkit;

import org.jspecify.annotations.NullMarked;
