package dev.ferry.codegen;

import dev.ferry.base.diag.DiagnosticKind;

/** What only code generation can tell of a program: how inline assembly gets its operands. */
public enum CodegenDiagnostic implements DiagnosticKind {
  ASM_NOT_CONSTANT("E0901", "operand for constraint ‘%s’ of ‘asm’ is no constant that fits it"),
  ASM_OPERANDS("E0902", "‘asm’ operand has impossible constraints");

  private final String code;
  private final String format;

  CodegenDiagnostic(String code, String format) {
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
