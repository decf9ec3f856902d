/** The pre-decoding interpreter: simple, exact, and the oracle of the translator. */
@NullMarked
package dev.ferry.machine.interpreter;

import org.jspecify.annotations.NullMarked;
