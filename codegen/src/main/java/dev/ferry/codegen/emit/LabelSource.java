package dev.ferry.codegen.emit;

import dev.ferry.binutils.asm.AsmOutput;
import dev.ferry.binutils.asm.AsmSymbol;

/** Fresh assembler-local labels of a module. */
public final class LabelSource {
  private int next;

  public AsmSymbol fresh(AsmOutput out) {
    return out.symbol(".L" + next++);
  }
}
