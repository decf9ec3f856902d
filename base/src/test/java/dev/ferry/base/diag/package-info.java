/** Tests of diagnostics. */
@NullMarked
package dev.ferry.base.diag;

import org.jspecify.annotations.NullMarked;
