package dev.ferry.ir.debug;

import dev.ferry.ir.Slot;
import org.jspecify.annotations.Nullable;

/**
 * A local variable or parameter.
 *
 * @param slot where it lives, or null where the optimiser has made values of it
 * @param isIndirect whether the slot holds its address
 * @param length for a variable of the compiler's own that holds a length, else null
 * @param scope the block it is declared in, or null for the function itself
 */
public record DebugVariable(
    String name,
    DebugType type,
    @Nullable Slot slot,
    boolean isIndirect,
    boolean isParameter,
    @Nullable RuntimeLength length,
    @Nullable DebugScope scope,
    int loc) {

  /** The same variable when its slot is gone. */
  public DebugVariable withoutSlot() {
    return new DebugVariable(name, type, null, isIndirect, isParameter, length, scope, loc);
  }
}
