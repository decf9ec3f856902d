/** What every module shares. */
@NullMarked
package dev.ferry.base;

import org.jspecify.annotations.NullMarked;
