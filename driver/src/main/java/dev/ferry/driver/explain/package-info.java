/** Shows every stage of a compilation as text. */
@NullMarked
package dev.ferry.driver.explain;

import org.jspecify.annotations.NullMarked;
