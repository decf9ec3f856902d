/** Programs that pages run, in the sandbox and in fair turns. */
@NullMarked
package dev.ferry.explorer.run;

import org.jspecify.annotations.NullMarked;
