/** {@code ferry pipeline}: how a processor runs a program, cycle by cycle. */
@NullMarked
package dev.ferry.driver.pipeline;

import org.jspecify.annotations.NullMarked;
