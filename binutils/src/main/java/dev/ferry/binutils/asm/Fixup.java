package dev.ferry.binutils.asm;

import org.jspecify.annotations.Nullable;

/**
 * Bytes of a section whose value is known only at the end: an operand of an instruction or a datum.
 * The value is an expression that becomes a number, a relocation or a pair of them.
 */
final class Fixup {
  // Fixed byte offset in the section and number of fragments before it.
  final int offset;
  final int fragment;
  // What it patches: a relocation type's number, or DATA for `width` bytes of plain data.
  final int type;
  final int width;
  final @Nullable Expression value;
  final boolean relax;
  final AsmLocation location;

  static final int DATA = -1;
  static final int DATA_PC = -2;
  static final int CFA = -3;

  Fixup(
      int offset,
      int fragment,
      int type,
      int width,
      @Nullable Expression value,
      boolean relax,
      AsmLocation location) {
    this.offset = offset;
    this.fragment = fragment;
    this.type = type;
    this.width = width;
    this.value = value;
    this.relax = relax;
    this.location = location;
  }

  /** This in a section where so many bytes and fragments come before. */
  Fixup moved(int bytes, int fragments) {
    return new Fixup(offset + bytes, fragment + fragments, type, width, value, relax, location);
  }
}
