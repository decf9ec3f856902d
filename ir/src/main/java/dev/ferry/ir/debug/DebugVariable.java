package dev.ferry.ir.debug;

import dev.ferry.ir.Slot;
import org.jspecify.annotations.Nullable;

/**
 * A local variable or parameter.
 *
 * @param slot where it lives, or null where the optimiser has made values of it
 * @param isIndirect whether the slot holds its address
 * @param scope the block it is declared in, or null for the function itself
 */
public record DebugVariable(
    String name,
    DebugType type,
    @Nullable Slot slot,
    boolean isIndirect,
    boolean isParameter,
    @Nullable DebugScope scope,
    int loc) {

  /** The same variable when its slot is gone. */
  public DebugVariable withoutSlot() {
    return new DebugVariable(name, type, null, isIndirect, isParameter, scope, loc);
  }
}
