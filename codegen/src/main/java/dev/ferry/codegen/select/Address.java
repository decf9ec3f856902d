package dev.ferry.codegen.select;

import dev.ferry.codegen.mir.FrameSlot;
import dev.ferry.codegen.mir.Reg;
import dev.ferry.codegen.mir.SymbolRef;
import org.jspecify.annotations.Nullable;

/**
 * A memory operand: register + offset, frame slot + offset, or symbol (with its high part in the
 * register).
 */
record Address(int base, @Nullable FrameSlot slot, @Nullable SymbolRef symbol, long offset) {
  static Address of(int base, long offset) {
    return new Address(base, null, null, offset);
  }

  static Address of(FrameSlot slot, long offset) {
    return new Address(Reg.NONE, slot, null, offset);
  }
}
