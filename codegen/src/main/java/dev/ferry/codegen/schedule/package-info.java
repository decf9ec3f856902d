/** Instructions in the order that an in-order processor likes. */
@NullMarked
package dev.ferry.codegen.schedule;

import org.jspecify.annotations.NullMarked;
