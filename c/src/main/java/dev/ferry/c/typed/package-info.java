/** The typed tree: what a program means, all conversions explicit, few node kinds. */
@NullMarked
package dev.ferry.c.typed;

import org.jspecify.annotations.NullMarked;
