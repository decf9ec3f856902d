package dev.ferry.codegen;

import java.util.List;

/**
 * An {@code asm} statement whose operands cannot be had: the program is wrong, not the compiler.
 */
public final class RejectedOperandException extends RuntimeException {
  private final CodegenDiagnostic kind;
  private final int loc;
  private final transient List<Object> arguments;

  /**
   * @param loc of the statement
   */
  public RejectedOperandException(CodegenDiagnostic kind, int loc, Object... arguments) {
    super(String.format(kind.format(), arguments), null, false, false);
    this.kind = kind;
    this.loc = loc;
    this.arguments = List.of(arguments);
  }

  public CodegenDiagnostic kind() {
    return kind;
  }

  public int loc() {
    return loc;
  }

  /** What the message quotes. */
  public Object[] arguments() {
    return arguments.toArray();
  }
}
