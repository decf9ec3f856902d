/**
 * What a debugger is told of the source: types, scopes, variables. Free of any language's rules.
 */
@NullMarked
package dev.ferry.ir.debug;

import org.jspecify.annotations.NullMarked;
