package dev.ferry.binutils.asm;

import dev.ferry.isa.Opcode;

/**
 * A stream of assembly: what a compiler's emitter calls. {@link ObjectBuilder} turns it into an
 * object file, {@link AsmPrinter} into text; assembling that text gives the same bytes.
 *
 * <p>Instructions are given in their 32-bit form; the shorter form is chosen where there is one, as
 * by an assembler. Far branches are extended, and the marks for linker relaxation are made.
 */
public interface AsmOutput {
  /** The symbol of this name, made at its first mention. */
  AsmSymbol symbol(String name);

  /** Goes on in {@code .text}. */
  void text();

  /** Goes on in {@code .data}. */
  void data();

  /** Goes on in {@code .bss}. */
  void bss();

  /**
   * Goes on in a section.
   *
   * @param type SHT_ number
   * @param flags SHF_ bits
   * @param entrySize size of an entry of a mergeable section, else 0
   * @param group signature of the COMDAT group it belongs to, or empty
   */
  void section(String name, int type, long flags, int entrySize, String group);

  /** Defines a symbol here. */
  void label(AsmSymbol symbol);

  /** {@code .globl}. */
  void global(AsmSymbol symbol);

  /** {@code .local}. */
  void local(AsmSymbol symbol);

  /** {@code .weak}. */
  void weak(AsmSymbol symbol);

  /** {@code .hidden} and its kin; STV_ number. */
  void visibility(AsmSymbol symbol, int visibility);

  /** {@code .symver symbol, name@VERSION}. */
  void version(AsmSymbol symbol, String name);

  /** {@code .type}; STT_ number. */
  void type(AsmSymbol symbol, int type);

  /** {@code .size symbol, .-symbol} or any other expression. */
  void size(AsmSymbol symbol, Expression size);

  /** {@code .set symbol, value}. */
  void equate(AsmSymbol symbol, Expression value);

  /** {@code .comm} or {@code .lcomm}: a block of zeros; alignment in bytes. */
  void common(AsmSymbol symbol, long size, long alignment, boolean isLocal);

  /** {@code .file}: the name of the source for the symbol table. */
  void sourceFile(String name);

  /** {@code .ident}. */
  void ident(String text);

  /** Pads to a multiple of {@code bytes}, a power of two: with nops in code, else with zeros. */
  void align(int bytes);

  /** A whole-number datum of 1, 2, 4 or 8 bytes. */
  void data(int width, long value);

  /** A datum whose value is known later. */
  void data(int width, Expression value);

  /** Bytes as they are. */
  void bytes(byte[] bytes, int from, int length);

  /** {@code count} zero bytes. */
  void zeros(long count);

  /** {@code .uleb128} or {@code .sleb128} of an expression. */
  void leb128(Expression value, boolean signed);

  /**
   * An instruction whose operands are all known. Fields it does not have are 0.
   *
   * @param imm the constant in the units of the instruction table
   */
  void instruction(Opcode opcode, int rd, int rs1, int rs2, int imm);

  /** An instruction with all its fields: a third source, a rounding mode or ordering bits. */
  void instruction(Opcode opcode, int rd, int rs1, int rs2, int rs3, int imm, int rm, int ordering);

  /** An instruction whose constant is a part of an address: {@code lw a0, %lo(x)(a1)}. */
  void instruction(
      Opcode opcode, int rd, int rs1, int rs2, RelocationOperator operator, Expression value);

  /** A conditional branch or {@code jal} to a symbol. */
  void branch(Opcode opcode, int rd, int rs1, int rs2, AsmSymbol target, long addend);

  /**
   * A call by {@code auipc} and {@code jalr}.
   *
   * @param link the register that gets the return address: ra, or zero for a tail call
   * @param scratch the register that holds the address between the two: ra, or t1 for a tail call
   */
  void call(int link, int scratch, AsmSymbol target, long addend);

  /** {@code lla}: the address of a symbol relative to the program counter. */
  void loadLocalAddress(int rd, Expression target);

  /** {@code la.got}: the address of a symbol from the global offset table. */
  void loadGotAddress(int rd, Expression target);

  /** {@code la.tls.ie}: the offset of a thread-local symbol from tp, by the table. */
  void loadTlsOffset(int rd, Expression target);

  /** {@code la.tls.gd}: the argument of {@code __tls_get_addr}. */
  void loadTlsDescriptorAddress(int rd, Expression target);

  /** {@code li}: a constant, by the shortest sequence that GNU as would choose. */
  void loadConstant(int rd, long value);

  /**
   * Assembly text as it is: inline assembly and file-scope {@code asm}.
   *
   * @param file what messages about it name
   * @param line of its first line in that file
   */
  void source(String text, String file, int line);

  /** {@code .file number "directory" "name"} for the line table. */
  void lineFile(int number, String directory, String name);

  /** {@code .loc}: the source line of the instructions that follow. */
  void line(int file, int line, int column);

  /** {@code .cfi_sections}: where call frame information goes. */
  void cfiSections(boolean ehFrame, boolean debugFrame);

  /** {@code .cfi_startproc}. */
  void cfiStart();

  /** {@code .cfi_endproc}. */
  void cfiEnd();

  /** {@code .cfi_def_cfa}. */
  void cfiDefineCfa(int register, long offset);

  /** {@code .cfi_def_cfa_offset}. */
  void cfiCfaOffset(long offset);

  /** {@code .cfi_offset}: the register is saved at this offset from the CFA. */
  void cfiOffset(int register, long offset);

  /** {@code .cfi_restore}. */
  void cfiRestore(int register);

  /** {@code .cfi_remember_state}. */
  void cfiRememberState();

  /** {@code .cfi_restore_state}. */
  void cfiRestoreState();
}
