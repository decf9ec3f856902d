/** Records as JSON documents. */
@NullMarked
package dev.ferry.driver.json;

import org.jspecify.annotations.NullMarked;
