package dev.ferry.lower;

import dev.ferry.base.diag.DiagnosticKind;

/** The diagnostics of the lowering. */
public enum LowerDiagnostic implements DiagnosticKind {
  ASM_CONSTRAINT("E0801", "impossible constraint ‘%s’ in ‘asm’"),
  ASM_NOT_CONSTANT("E0802", "operand for constraint ‘%s’ of ‘asm’ is no constant that fits it"),
  ASM_OPERAND_TYPE("E0803", "operand of ‘asm’ with constraint ‘%s’ does not fit a register"),
  ASM_TIED("E0805", "matching constraint ‘%s’ names no output of ‘asm’"),
  REGISTER_NAME("E0806", "invalid register name for ‘%s’"),
  REGISTER_TYPE("E0810", "data type of ‘%s’ isn’t suitable for a register"),
  ASM_CLOBBER("E0807", "unknown register name ‘%s’ in ‘asm’"),
  ASM_CLOBBER_CONFLICT(
      "E0809", "‘asm’ specifier for variable ‘%s’ conflicts with ‘asm’ clobber list"),
  OBJECT_SIZE("E0808", "initialised object of more than 2 GiB");

  private final String code;
  private final String format;

  LowerDiagnostic(String code, String format) {
    this.code = code;
    this.format = format;
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public String format() {
    return format;
  }
}
