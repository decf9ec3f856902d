/** Machine words explained field by field. */
@NullMarked
package dev.ferry.driver.decode;

import org.jspecify.annotations.NullMarked;
