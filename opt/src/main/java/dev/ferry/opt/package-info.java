/** The optimiser: pipelines, pass manager, remarks. */
@NullMarked
package dev.ferry.opt;

import org.jspecify.annotations.NullMarked;
