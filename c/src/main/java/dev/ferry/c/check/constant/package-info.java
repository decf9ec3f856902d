/** Exact constants: floating formats, conversion from text, arithmetic in software. */
@NullMarked
package dev.ferry.c.check.constant;

import org.jspecify.annotations.NullMarked;
