package dev.ferry.codegen.emit;

import dev.ferry.binutils.asm.AsmOutput;
import dev.ferry.binutils.asm.AsmSymbol;

/** What must be named differently each time in a module: local labels and asm statements. */
public final class LabelSource {
  private int next;
  private int asmStatements;

  public AsmSymbol fresh(AsmOutput out) {
    return out.symbol(".L" + next++);
  }

  /** The number of the next inline assembly statement. */
  int nextAsm() {
    return asmStatements++;
  }
}
