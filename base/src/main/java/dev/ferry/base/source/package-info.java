/** Source files and the positions in them, through includes and macro expansions. */
@NullMarked
package dev.ferry.base.source;

import org.jspecify.annotations.NullMarked;
