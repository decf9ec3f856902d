package dev.ferry.ir.debug;

import dev.ferry.ir.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * A variable with a symbol.
 *
 * @param function the one it is declared in, or null at file scope
 */
public record DebugGlobal(
    String name, DebugType type, Symbol symbol, @Nullable Symbol function, int loc) {}
