package dev.ferry.machine.observe;

import dev.ferry.isa.Opcode;
import java.util.Locale;

/** Kinds of instructions, for counting. */
enum InstructionClass {
  LOAD,
  STORE,
  BRANCH,
  JUMP,
  INTEGER,
  MULTIPLY,
  FLOAT,
  ATOMIC,
  SYSTEM;

  static InstructionClass of(Opcode opcode) {
    return switch (opcode) {
      case LB, LBU, LH, LHU, LW, LWU, LD, FLH, FLW, FLD -> LOAD;
      case SB, SH, SW, SD, FSH, FSW, FSD -> STORE;
      case BEQ, BNE, BLT, BGE, BLTU, BGEU -> BRANCH;
      case JAL, JALR -> JUMP;
      case MUL, MULH, MULHU, MULHSU, MULW, DIV, DIVU, DIVW, DIVUW, REM, REMU, REMW, REMUW ->
          MULTIPLY;
      case ECALL, EBREAK, FENCE, FENCE_I, CSRRW, CSRRS, CSRRC, CSRRWI, CSRRSI, CSRRCI -> SYSTEM;
      default -> byName(opcode.name());
    };
  }

  private static InstructionClass byName(String name) {
    if (name.startsWith("AMO") || name.startsWith("LR_") || name.startsWith("SC_")) {
      return ATOMIC;
    }
    return name.startsWith("F") ? FLOAT : INTEGER;
  }

  /** Bytes that a plain load or store moves, 0 for anything else. */
  static int accessWidth(Opcode opcode) {
    return switch (opcode) {
      case LB, LBU, SB -> 1;
      case LH, LHU, FLH, SH, FSH -> 2;
      case LW, LWU, FLW, SW, FSW -> 4;
      case LD, FLD, SD, FSD -> 8;
      default -> 0;
    };
  }

  String label() {
    return this == MULTIPLY ? "multiply, divide" : name().toLowerCase(Locale.ROOT);
  }
}
