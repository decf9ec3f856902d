/** How passes change functions: substitution of values, edges, cloning. */
@NullMarked
package dev.ferry.opt.edit;

import org.jspecify.annotations.NullMarked;
