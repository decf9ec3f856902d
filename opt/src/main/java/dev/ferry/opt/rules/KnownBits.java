package dev.ferry.opt.rules;

import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;

/**
 * Facts about the bits of a value, found by looking a few operands deep. All answers are about the
 * sign-extended 64-bit form of the value.
 */
public final class KnownBits {
  private static final int MAX_DEPTH = 5;

  private KnownBits() {}

  /** The bits known to be zero. */
  public static long zeros(Value value) {
    return zeros(value, 0);
  }

  private static long zeros(Value value, int depth) {
    if (!(value instanceof Instruction i) || depth > MAX_DEPTH) {
      return 0;
    }
    Value[] args = i.args;
    return switch (i.op) {
      case ICONST -> ~i.imm;
      case AND -> zeros(args[0], depth + 1) | zeros(args[1], depth + 1);
      case OR, XOR -> {
        long both = zeros(args[1], depth + 1);
        yield both == 0 ? 0 : both & zeros(args[0], depth + 1);
      }
      case EQ, NE, SLT, SLE, ULT, ULE, FEQ, FNE, FLT, FLE -> ~1L;
      case ZEXT8 -> ~0xffL;
      case ZEXT16 -> ~0xffffL | zeros(args[0], depth + 1);
      case ZEXT -> ~0xffffffffL | zeros(args[0], depth + 1);
      case SEXT, COPY -> zeros(args[0], depth + 1);
      case TRUNC -> {
        long z = zeros(args[0], depth + 1);
        yield (z & 0x80000000L) != 0 ? z | ~0xffffffffL : z & 0x7fffffffL;
      }
      case LOAD -> loadZeros(i.access().type(), i.type == Type.I64);
      case SHL -> shifted(i, depth);
      case SHR -> shiftedRight(i, depth);
      case SELECT -> {
        long z = zeros(args[1], depth + 1);
        yield z == 0 ? 0 : z & zeros(args[2], depth + 1);
      }
      case UREM ->
          args[1] instanceof Instruction c && c.op == Op.ICONST && c.imm > 0
              ? -Long.highestOneBit(c.imm) << 1
              : 0;
      case CLZ, CTZ, POPCNT -> ~0x7fL;
      case FCLASS -> ~0x3ffL;
      case ADD -> sum(i, depth);
      default -> 0;
    };
  }

  /** A sum has no more bits than its larger operand and a carry; low zeros of both stay. */
  private static long sum(Instruction i, int depth) {
    long a = zeros(i.args[0], depth + 1);
    if (a == 0) {
      return 0;
    }
    long b = zeros(i.args[1], depth + 1);
    int lead = Math.min(Long.numberOfLeadingZeros(~a), Long.numberOfLeadingZeros(~b));
    int wide = i.type == Type.I32 ? 33 : 1;
    long high = lead > wide ? ~(-1L >>> (lead - 1)) : 0;
    int trail = Math.min(Long.numberOfTrailingZeros(~a), Long.numberOfTrailingZeros(~b));
    return high | (trail >= 64 ? -1 : (1L << trail) - 1);
  }

  private static long loadZeros(MemType type, boolean wide) {
    return switch (type) {
      case I8U -> ~0xffL;
      case I16U -> ~0xffffL;
      case I32U -> wide ? ~0xffffffffL : 0;
      default -> 0;
    };
  }

  private static long shifted(Instruction i, int depth) {
    if (!(i.args[1] instanceof Instruction c) || c.op != Op.ICONST) {
      return 0;
    }
    boolean narrow = i.type == Type.I32;
    int n = (int) c.imm & (narrow ? 31 : 63);
    long z = zeros(i.args[0], depth + 1) << n | (1L << n) - 1;
    if (!narrow) {
      return z;
    }
    return (z & 0x80000000L) != 0 ? z | ~0xffffffffL : z & 0x7fffffffL;
  }

  private static long shiftedRight(Instruction i, int depth) {
    if (!(i.args[1] instanceof Instruction c) || c.op != Op.ICONST) {
      return 0;
    }
    boolean narrow = i.type == Type.I32;
    int n = (int) c.imm & (narrow ? 31 : 63);
    if (n == 0) {
      return zeros(i.args[0], depth + 1);
    }
    long z = zeros(i.args[0], depth + 1);
    return narrow ? (z & 0xffffffffL) >>> n | -1L << (32 - n) : z >>> n | -1L << (64 - n);
  }

  /** Whether the sign bit is known to be zero. */
  public static boolean isNonNegative(Value value) {
    return isNonNegative(value, 0);
  }

  private static boolean isNonNegative(Value value, int depth) {
    if (zeros(value, depth) < 0) {
      return true;
    }
    if (depth > MAX_DEPTH || !(value instanceof Instruction i)) {
      return false;
    }
    return switch (i.op) {
      case SAR -> isNonNegative(i.args[0], depth + 1);
      case SREM -> isNonNegative(i.args[0], depth + 1);
      case SDIV, ADD, MUL ->
          (i.nsw || i.op == Op.SDIV)
              && isPositiveDivisor(i)
              && isNonNegative(i.args[0], depth + 1)
              && isNonNegative(i.args[1], depth + 1);
      case UDIV -> i.args[1] instanceof Instruction c && c.op == Op.ICONST && c.imm > 1;
      default -> false;
    };
  }

  /** A division by zero gives -1. */
  private static boolean isPositiveDivisor(Instruction i) {
    return i.op != Op.SDIV || i.args[1] instanceof Instruction c && c.op == Op.ICONST && c.imm > 0;
  }

  /** Whether the value is its low {@code bits}, sign-extended. */
  public static boolean fits(Value value, int bits) {
    return fits(value, bits, 0);
  }

  private static boolean fits(Value value, int bits, int depth) {
    if (value.type == Type.I32 && bits >= 32) {
      return true;
    }
    if (!(value instanceof Instruction i) || depth > MAX_DEPTH) {
      return false;
    }
    long high = -1L << (bits - 1);
    if ((zeros(value, depth) & high) == high) {
      return true;
    }
    return switch (i.op) {
      case ICONST -> i.imm >= high && i.imm <= ~high;
      case SEXT8 -> bits >= 8;
      case SEXT16 -> bits >= 16 || fits(i.args[0], bits, depth + 1);
      case SEXT, COPY -> fits(i.args[0], bits, depth + 1);
      case TRUNC -> fits(i.args[0], bits, depth + 1);
      case LOAD -> i.requireType().isInt() && loadFits(i.access().type(), bits);
      case AND, OR, XOR, SMIN, SMAX ->
          fits(i.args[0], bits, depth + 1) && fits(i.args[1], bits, depth + 1);
      case SELECT -> fits(i.args[1], bits, depth + 1) && fits(i.args[2], bits, depth + 1);
      case SAR ->
          fits(i.args[0], bits, depth + 1)
              || i.args[1] instanceof Instruction c
                  && c.op == Op.ICONST
                  && i.requireType().bits() - (c.imm & (i.requireType().bits() - 1)) <= bits;
      case SREM -> fits(i.args[0], bits, depth + 1);
      default -> false;
    };
  }

  private static boolean loadFits(MemType type, int bits) {
    return switch (type) {
      case I8S -> bits >= 8;
      case I8U -> bits > 8;
      case I16S -> bits >= 16;
      case I16U -> bits > 16;
      case I32 -> bits >= 32;
      case I32U -> bits > 32;
      default -> false;
    };
  }
}
