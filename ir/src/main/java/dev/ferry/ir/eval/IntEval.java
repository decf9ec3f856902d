package dev.ferry.ir.eval;

import dev.ferry.ir.Op;

/**
 * Integer ops on constants, for any width from 8 to 64 bits, so that rewrite rules can be checked
 * exhaustively at 8 bits. Values are kept sign-extended from their width. Division by zero and
 * overflow follow the RISC-V manual: x/0 = -1, x%0 = x, MIN/-1 = MIN, MIN%-1 = 0.
 */
public final class IntEval {
  private IntEval() {}

  /** The low {@code bits} of v, sign-extended. */
  public static long wrap(int bits, long v) {
    return v << (64 - bits) >> (64 - bits);
  }

  /** The low {@code bits} of v, zero-extended. */
  public static long unsigned(int bits, long v) {
    return v << (64 - bits) >>> (64 - bits);
  }

  /** A two-operand arithmetic op or comparison of operands {@code bits} wide. */
  public static long binary(Op op, int bits, long a, long b) {
    return switch (op) {
      case ADD -> wrap(bits, a + b);
      case SUB -> wrap(bits, a - b);
      case MUL -> wrap(bits, a * b);
      case MULHS -> bits == 64 ? Math.multiplyHigh(a, b) : wrap(bits, (a * b) >> bits);
      case MULHU ->
          bits == 64
              ? Math.unsignedMultiplyHigh(a, b)
              : wrap(bits, (unsigned(bits, a) * unsigned(bits, b)) >>> bits);
      case SDIV -> b == 0 ? -1 : wrap(bits, b == -1 ? -a : a / b);
      case SREM -> b == 0 ? a : b == -1 ? 0 : a % b;
      case UDIV ->
          b == 0 ? -1 : wrap(bits, Long.divideUnsigned(unsigned(bits, a), unsigned(bits, b)));
      case UREM ->
          b == 0 ? a : wrap(bits, Long.remainderUnsigned(unsigned(bits, a), unsigned(bits, b)));
      case AND -> a & b;
      case OR -> a | b;
      case XOR -> a ^ b;
      case SHL -> wrap(bits, a << (b & (bits - 1)));
      case SHR -> wrap(bits, unsigned(bits, a) >>> (b & (bits - 1)));
      case SAR -> a >> (b & (bits - 1));
      case ROTL -> rotateLeft(bits, a, b);
      case ROTR -> rotateLeft(bits, a, -b);
      case SMIN -> Math.min(a, b);
      case SMAX -> Math.max(a, b);
      case UMIN -> Long.compareUnsigned(a, b) < 0 ? a : b;
      case UMAX -> Long.compareUnsigned(a, b) > 0 ? a : b;
      case EQ -> a == b ? 1 : 0;
      case NE -> a != b ? 1 : 0;
      case SLT -> a < b ? 1 : 0;
      case SLE -> a <= b ? 1 : 0;
      // Sign extension keeps the unsigned order.
      case ULT -> Long.compareUnsigned(a, b) < 0 ? 1 : 0;
      case ULE -> Long.compareUnsigned(a, b) <= 0 ? 1 : 0;
      default -> throw new IllegalArgumentException(op.text());
    };
  }

  private static long rotateLeft(int bits, long a, long count) {
    int n = (int) count & (bits - 1);
    long u = unsigned(bits, a);
    return n == 0 ? a : wrap(bits, u << n | u >>> (bits - n));
  }

  /** Whether the signed result does not fit: what {@code nsw} promises never happens. */
  public static boolean overflows(Op op, int bits, long a, long b) {
    return switch (op) {
      case ADD -> bits == 64 ? ((a ^ a + b) & (b ^ a + b)) < 0 : a + b != wrap(bits, a + b);
      case SUB -> bits == 64 ? ((a ^ b) & (a ^ a - b)) < 0 : a - b != wrap(bits, a - b);
      case MUL -> bits == 64 ? Math.multiplyHigh(a, b) != a * b >> 63 : a * b != wrap(bits, a * b);
      case SHL -> {
        long n = b & (bits - 1);
        yield wrap(bits, a << n) >> n != a;
      }
      default -> false;
    };
  }

  /** A one-operand op within one width: counts, BSWAP, the 8 and 16 bit extensions. */
  public static long unary(Op op, int bits, long a) {
    return switch (op) {
      case CLZ -> Long.numberOfLeadingZeros(unsigned(bits, a)) - (64 - bits);
      case CTZ -> a == 0 ? bits : Long.numberOfTrailingZeros(a);
      case POPCNT -> Long.bitCount(unsigned(bits, a));
      case BSWAP -> wrap(bits, Long.reverseBytes(a) >>> (64 - bits));
      case SEXT8 -> (byte) a;
      case SEXT16 -> wrap(bits, (short) a);
      case ZEXT8 -> wrap(bits, a & 0xff);
      case ZEXT16 -> wrap(bits, a & 0xffff);
      case COPY -> a;
      default -> throw new IllegalArgumentException(op.text());
    };
  }
}
