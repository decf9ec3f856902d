/** Register allocation: live ranges, coalescing, assignment with splitting, resolution, checker. */
@NullMarked
package dev.ferry.codegen.regalloc;

import org.jspecify.annotations.NullMarked;
