/** User diagnostics: coded, collected, printed in gcc's form. */
@NullMarked
package dev.ferry.base.diag;

import org.jspecify.annotations.NullMarked;
