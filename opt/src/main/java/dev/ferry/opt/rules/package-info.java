/** Rewrite rules as data, their matcher, and constant folding. */
@NullMarked
package dev.ferry.opt.rules;

import org.jspecify.annotations.NullMarked;
