package dev.ferry.binutils.asm;

import dev.ferry.isa.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run of fixed bytes in a section and what comes there whose size is not known yet. A
 * {@link Kind#BREAK} has size 0: it stands where the linker may change distances.
 */
final class Fragment {
  enum Kind {
    BREAK,
    BRANCH,
    ALIGN,
    CODE_ALIGN,
    ORG,
    FILL,
    LEB128
  }

  final Kind kind;
  // Number of fixed bytes of the section before it.
  final int fixed;
  final AsmLocation location;
  int size;

  // BRANCH: the instruction; registers; target.
  @Nullable Opcode opcode;
  int rd;
  int rs1;
  int rs2;
  boolean compressible;
  @Nullable AsmSymbol target;
  long addend;

  // ALIGN: a power of two, the most bytes to skip (0: any), the fill pattern of width bytes.
  // ORG, FILL: the pattern. LEB128: whether it is signed.
  long alignment;
  int limit;
  long pattern;
  int width = 1;
  boolean signed;
  @Nullable Expression expression;

  /** This in a section where {@code offset} bytes come before. */
  Fragment moved(int offset) {
    Fragment copy = new Fragment(kind, fixed + offset, location);
    copy.opcode = opcode;
    copy.rd = rd;
    copy.rs1 = rs1;
    copy.rs2 = rs2;
    copy.compressible = compressible;
    copy.target = target;
    copy.addend = addend;
    copy.alignment = alignment;
    copy.limit = limit;
    copy.pattern = pattern;
    copy.width = width;
    copy.signed = signed;
    copy.expression = expression;
    return copy;
  }

  Fragment(Kind kind, int fixed, AsmLocation location) {
    this.kind = kind;
    this.fixed = fixed;
    this.location = location;
  }
}
