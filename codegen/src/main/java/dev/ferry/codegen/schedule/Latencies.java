package dev.ferry.codegen.schedule;

import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;

/**
 * The processor that instructions are ordered for: two in order a cycle, of which one accesses
 * memory, one multiplies or divides, one computes with floats. The figures are of the kind of
 * SiFive's 7 series (its core complex manual, chapter on the pipeline), rounded up: a processor
 * that is faster loses nothing by them.
 */
final class Latencies {
  /** What only one instruction a cycle may use. */
  enum Unit {
    NONE,
    MEMORY,
    MULTIPLIER,
    FLOAT
  }

  private static final int[] CYCLES = new int[MOp.values().length];
  private static final Unit[] UNITS = new Unit[MOp.values().length];

  static {
    for (MOp op : MOp.values()) {
      CYCLES[op.ordinal()] = cycles(op);
      UNITS[op.ordinal()] = unit(op);
    }
  }

  private Latencies() {}

  /** Cycles from an instruction to the first that can use its result. */
  static int of(MInst inst) {
    return CYCLES[inst.op.ordinal()];
  }

  static Unit unit(MInst inst) {
    return UNITS[inst.op.ordinal()];
  }

  private static int cycles(MOp op) {
    if (op.isLoad()) {
      return 3;
    }
    String name = op.name();
    if (name.startsWith("DIV") || name.startsWith("REM")) {
      return 20;
    }
    if (name.startsWith("MUL")) {
      return 3;
    }
    return switch (op.form()) {
      case FR_RM -> name.startsWith("FDIV") ? 20 : 5;
      case R4 -> 5;
      case UNARY_RM -> name.startsWith("FSQRT") ? 20 : 4;
      case UNARY, R -> name.startsWith("F") ? 2 : 1;
      default -> op == MOp.LA || op == MOp.LI ? 2 : 1;
    };
  }

  private static Unit unit(MOp op) {
    if (op.isMemory()) {
      return Unit.MEMORY;
    }
    String name = op.name();
    if (name.startsWith("DIV") || name.startsWith("REM") || name.startsWith("MUL")) {
      return Unit.MULTIPLIER;
    }
    return name.startsWith("F") && !op.isPseudo() ? Unit.FLOAT : Unit.NONE;
  }
}
