/** The passes, one a file. */
@NullMarked
package dev.ferry.opt.pass;

import org.jspecify.annotations.NullMarked;
