package dev.ferry.isa;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the 16-bit form of a 32-bit instruction, as GNU as picks it, from the expansions in the
 * table of compressed instructions. Forms that the manual calls hints are never picked.
 */
public final class Compressor {
  private static final int RD_NOT_0 = 0x1000;
  private static final int RD_NOT_2 = 0x2000;
  private static final int RS1_NOT_0 = 0x4000;
  private static final int RS2_NOT_0 = 0x8000;
  private static final int IMM_NOT_0 = 0x10000;

  // The compressed forms of every 32-bit opcode by ordinal, in the order of the table.
  private static final Opcode[][] FORMS = forms();

  private Compressor() {}

  private static Opcode[][] forms() {
    List<List<Opcode>> lists = new ArrayList<>();
    for (int i = 0; i < Opcode.count(); i++) {
      lists.add(new ArrayList<>());
    }
    for (int i = 0; i < Opcode.count(); i++) {
      Opcode base = Opcode.of(i).expansion();
      if (base != null) {
        lists.get(base.ordinal()).add(Opcode.of(i));
      }
    }
    return lists.stream().map(list -> list.toArray(Opcode[]::new)).toArray(Opcode[][]::new);
  }

  /** The register that a source code of the generated table names in {@code half}. */
  static int register(int source, int half) {
    return switch (source) {
      case 0x20 -> half >>> 7 & 31;
      case 0x21 -> half >>> 2 & 31;
      case 0x22 -> 8 + (half >>> 7 & 7);
      case 0x23 -> 8 + (half >>> 2 & 7);
      default -> source;
    };
  }

  /** Whether the table's conditions on registers and constant hold for {@code half}. */
  static boolean allowed(Opcode opcode, int half) {
    int conditions = opcode.operandBits();
    if ((conditions & (RD_NOT_0 | RS1_NOT_0)) != 0 && (half & 0xf80) == 0) {
      return false;
    }
    if ((conditions & RD_NOT_2) != 0 && (half & 0xf80) == 2 << 7) {
      return false;
    }
    if ((conditions & RS2_NOT_0) != 0 && (half & 0x7c) == 0) {
      return false;
    }
    return (conditions & IMM_NOT_0) == 0 || opcode.immediate().decode(half) != 0;
  }

  /**
   * The 16-bit form of an instruction.
   *
   * @param opcode a 32-bit opcode
   * @param imm its constant, 0 if it has none
   * @param xlen 32 or 64
   * @param extensions the extensions that are present, as bits of {@link Extension}
   * @return the halfword, or -1 if there is none
   */
  public static int compress(
      Opcode opcode, int rd, int rs1, int rs2, int imm, int xlen, long extensions) {
    if (!Extension.C.in(extensions)) {
      return -1;
    }
    int half = tryForms(opcode, rd, rs1, rs2, imm, xlen, extensions);
    if (half < 0 && rs2 != 0) {
      half =
          switch (opcode) {
            case ADD, ADDW, AND, OR, XOR -> tryForms(opcode, rd, rs2, rs1, imm, xlen, extensions);
            default -> -1;
          };
    }
    if (half < 0) {
      half = asMove(opcode, rd, rs1, rs2, imm, xlen, extensions);
    }
    return half;
  }

  /** Adding nothing is a move, which has a form of its own. */
  private static int asMove(
      Opcode opcode, int rd, int rs1, int rs2, int imm, int xlen, long extensions) {
    if (opcode == Opcode.ADDI && imm == 0 && rs1 != 0) {
      return tryForms(Opcode.ADD, rd, 0, rs1, 0, xlen, extensions);
    }
    return -1;
  }

  private static int tryForms(
      Opcode opcode, int rd, int rs1, int rs2, int imm, int xlen, long extensions) {
    for (Opcode form : FORMS[opcode.ordinal()]) {
      if (form.availableOn(xlen) && (form.extensions() & ~extensions) == 0) {
        int half = encode(form, rd, rs1, rs2, imm, xlen);
        if (half >= 0 && !isHint(form, half)) {
          return half;
        }
      }
    }
    return -1;
  }

  /** Forms whose result goes to x0, or that shift by nothing: reserved for hints. */
  private static boolean isHint(Opcode form, int half) {
    return switch (form) {
      case C_LI, C_LUI, C_MV, C_ADD -> (half & 0xf80) == 0;
      case C_ADDI -> form.immediate().decode(half) == 0;
      case C_NOP -> form.immediate().decode(half) != 0;
      case C_SLLI -> (half & 0xf80) == 0 || form.immediate().decode(half) == 0;
      case C_SRLI, C_SRAI -> form.immediate().decode(half) == 0;
      default -> false;
    };
  }

  /**
   * Encodes a compressed opcode from the operands of its expansion.
   *
   * @return the halfword, or -1 if registers or constant do not fit or the table forbids them
   */
  public static int encode(Opcode form, int rd, int rs1, int rs2, int imm, int xlen) {
    Opcode base = form.expansion();
    if (base == null) {
      return form.match();
    }
    Immediate layout = form.immediate();
    if (!layout.fits(imm) && !(layout == Immediate.NONE && imm == 0)) {
      return -1;
    }
    if (layout == Immediate.C_SHAMT && imm >= xlen) {
      return -1;
    }
    int sources = form.expansionSources();
    int half = form.match() | layout.encode(imm);
    if (base.hasRd()) {
      half |= place(sources & 0xff, rd);
    }
    if (base.hasRs1()) {
      half |= place(sources >>> 8 & 0xff, rs1);
    }
    if (base.hasRs2()) {
      half |= place(sources >>> 16 & 0xff, rs2);
    }
    boolean same =
        (!base.hasRd() || register(sources & 0xff, half) == rd)
            && (!base.hasRs1() || register(sources >>> 8 & 0xff, half) == rs1)
            && (!base.hasRs2() || register(sources >>> 16 & 0xff, half) == rs2);
    return same && allowed(form, half) && (half & form.mask()) == form.match() ? half : -1;
  }

  private static int place(int source, int register) {
    return switch (source) {
      case 0x20 -> register << 7;
      case 0x21 -> register << 2;
      case 0x22 -> (register & 7) << 7;
      case 0x23 -> (register & 7) << 2;
      default -> 0;
    };
  }
}
