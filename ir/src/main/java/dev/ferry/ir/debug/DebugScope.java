package dev.ferry.ir.debug;

import org.jspecify.annotations.Nullable;

/**
 * A block of the source with variables of its own. What belongs to it is told by locations, so that
 * passes need not keep it.
 *
 * @param parent the block around it, or null for the function's outermost
 * @param start location of its first token
 * @param end location of its last statement or its closing brace; the rest of that line counts
 */
public record DebugScope(@Nullable DebugScope parent, int start, int end) {}
