package dev.ferry.codegen;

import dev.ferry.binutils.asm.AsmMessage;
import java.util.List;

/** The assembler refuses what the program says: inline assembly, or names given by {@code asm}. */
public final class RejectedAssemblyException extends RuntimeException {
  private final transient List<AsmMessage> messages;

  RejectedAssemblyException(List<AsmMessage> messages) {
    super(String.valueOf(messages.getFirst()), null, false, false);
    this.messages = List.copyOf(messages);
  }

  /** What the assembler says, errors and warnings. */
  public List<AsmMessage> messages() {
    return messages;
  }
}
