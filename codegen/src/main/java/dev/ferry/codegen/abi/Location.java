package dev.ferry.codegen.abi;

import dev.ferry.codegen.mir.Reg;
import java.util.List;

/**
 * Where one argument or result lives.
 *
 * @param indirect the single part is the address of the value, not the value
 * @param parts the pieces in ascending offset; empty for an empty aggregate
 */
public record Location(boolean indirect, List<Part> parts) {
  /**
   * A piece of a value in one register or one stretch of the stack.
   *
   * @param offset bytes into the value
   * @param bytes of the value in this piece; may be less than the register
   * @param isFloat moved by float instructions
   * @param reg physical register, or {@link Reg#NONE} if on the stack
   * @param stack bytes from the stack pointer at the call, or -1
   */
  public record Part(int offset, int bytes, boolean isFloat, int reg, int stack) {
    public boolean inRegister() {
      return reg != Reg.NONE;
    }
  }

  public boolean isOnStackOnly() {
    return parts.size() == 1 && !parts.getFirst().inRegister();
  }
}
