/** The verifier: what every well-formed module obeys. */
@NullMarked
package dev.ferry.ir.verify;

import org.jspecify.annotations.NullMarked;
