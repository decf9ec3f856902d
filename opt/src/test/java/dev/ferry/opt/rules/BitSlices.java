package dev.ferry.opt.rules;

import dev.ferry.ir.Op;
import java.util.Arrays;

/**
 * Integer ops as circuits over bit slices: a value of n bits is n rows, the least significant
 * first, and lane i of every row belongs to assignment i, so that one gate works on {@link #LANES}
 * assignments at once (Biham, "A Fast New DES Implementation in Software", FSE 1997). The meaning
 * is {@link dev.ferry.ir.eval.IntEval}'s, which a test compares op by op. Shifts need a width that
 * is a power of two.
 */
final class BitSlices {
  private static final int WORDS = 64;

  /** Assignments in a row. */
  static final int LANES = WORDS * Long.SIZE;

  /** How many bits of an assignment's number a row tells apart. */
  static final int LANE_BITS = Integer.numberOfTrailingZeros(LANES);

  static final long[] ZEROS = new long[WORDS];
  static final long[] ONES = not(ZEROS);

  private BitSlices() {}

  // ---- rows

  /** The row whose lane i is bit {@code bit} of i. */
  static long[] laneBit(int bit) {
    long[] row = new long[WORDS];
    for (int lane = 0; lane < LANES; lane++) {
      row[lane / Long.SIZE] |= (long) (lane >> bit & 1) << lane % Long.SIZE;
    }
    return row;
  }

  static boolean isSet(long[] row, int lane) {
    return (row[lane / Long.SIZE] >> lane % Long.SIZE & 1) != 0;
  }

  /** The first lane that is set, or -1. */
  static int firstSet(long[] row) {
    for (int i = 0; i < WORDS; i++) {
      if (row[i] != 0) {
        return i * Long.SIZE + Long.numberOfTrailingZeros(row[i]);
      }
    }
    return -1;
  }

  static long[] not(long[] a) {
    long[] out = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      out[i] = ~a[i];
    }
    return out;
  }

  static long[] and(long[] a, long[] b) {
    long[] out = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      out[i] = a[i] & b[i];
    }
    return out;
  }

  static long[] andNot(long[] a, long[] b) {
    long[] out = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      out[i] = a[i] & ~b[i];
    }
    return out;
  }

  static long[] or(long[] a, long[] b) {
    long[] out = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      out[i] = a[i] | b[i];
    }
    return out;
  }

  static long[] xor(long[] a, long[] b) {
    long[] out = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      out[i] = a[i] ^ b[i];
    }
    return out;
  }

  /** A full adder's sum. */
  private static long[] parity(long[] a, long[] b, long[] c) {
    long[] out = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      out[i] = a[i] ^ b[i] ^ c[i];
    }
    return out;
  }

  /** A full adder's carry. */
  private static long[] majority(long[] a, long[] b, long[] c) {
    long[] out = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      out[i] = a[i] & b[i] | c[i] & (a[i] | b[i]);
    }
    return out;
  }

  /** A full subtractor's borrow. */
  private static long[] borrow(long[] a, long[] b, long[] c) {
    long[] out = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      out[i] = ~a[i] & b[i] | c[i] & (~a[i] | b[i]);
    }
    return out;
  }

  private static long[] mux(long[] condition, long[] a, long[] b) {
    long[] out = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      out[i] = b[i] ^ condition[i] & (a[i] ^ b[i]);
    }
    return out;
  }

  // ---- values

  private interface Gate {
    long[] of(long[] a, long[] b);
  }

  private static long[][] each(Gate gate, long[][] a, long[][] b) {
    long[][] out = new long[a.length][];
    for (int i = 0; i < a.length; i++) {
      out[i] = gate.of(a[i], b[i]);
    }
    return out;
  }

  static long[][] constant(int bits, long value) {
    long[][] out = new long[bits][];
    for (int i = 0; i < bits; i++) {
      out[i] = (value >> i & 1) != 0 ? ONES : ZEROS;
    }
    return out;
  }

  /** The value of one lane, sign-extended. */
  static long lane(long[][] value, int lane) {
    long result = isSet(value[value.length - 1], lane) ? -1 : 0;
    for (int i = value.length - 1; i >= 0; i--) {
      result = result << 1 | (isSet(value[i], lane) ? 1 : 0);
    }
    return result;
  }

  static long[] nonZero(long[][] a) {
    long[] any = a[0];
    for (int i = 1; i < a.length; i++) {
      any = or(any, a[i]);
    }
    return any;
  }

  static long[] differ(long[][] a, long[][] b) {
    return nonZero(each(BitSlices::xor, a, b));
  }

  static long[][] select(long[] condition, long[][] a, long[][] b) {
    return each((x, y) -> mux(condition, x, y), a, b);
  }

  /** The low {@code from} bits, extended by the row of their sign or by zeros. */
  static long[][] extend(long[][] a, int from, int to, boolean signed) {
    long[][] out = Arrays.copyOf(a, to);
    Arrays.fill(out, from, to, signed ? a[from - 1] : ZEROS);
    return out;
  }

  static long[][] truncate(long[][] a, int bits) {
    return Arrays.copyOf(a, bits);
  }

  // ---- ops

  /** A two-operand arithmetic op, or a comparison: a bit in the operands' width. */
  static long[][] binary(Op op, long[][] a, long[][] b) {
    int bits = a.length;
    return switch (op) {
      case ADD -> add(a, b);
      case SUB -> sub(a, b);
      case MUL -> mul(a, b);
      case MULHU -> mulHigh(a, b, false);
      case MULHS -> mulHigh(a, b, true);
      case UDIV -> divide(a, b)[0];
      case UREM -> divide(a, b)[1];
      case SDIV -> signedQuotient(a, b);
      case SREM -> signedRemainder(a, b);
      case AND -> each(BitSlices::and, a, b);
      case OR -> each(BitSlices::or, a, b);
      case XOR -> each(BitSlices::xor, a, b);
      case SHL, SHR, SAR, ROTL, ROTR -> shift(op, a, b);
      case SMIN -> select(signedLess(a, b), a, b);
      case SMAX -> select(signedLess(a, b), b, a);
      case UMIN -> select(less(a, b), a, b);
      case UMAX -> select(less(a, b), b, a);
      case EQ -> bit(not(differ(a, b)), bits);
      case NE -> bit(differ(a, b), bits);
      case SLT -> bit(signedLess(a, b), bits);
      case SLE -> bit(not(signedLess(b, a)), bits);
      case ULT -> bit(less(a, b), bits);
      case ULE -> bit(not(less(b, a)), bits);
      default -> throw new IllegalArgumentException(op.text());
    };
  }

  static long[][] unary(Op op, long[][] a) {
    return switch (op) {
      case POPCNT -> count(a);
      case CTZ -> trailingZeros(a);
      default -> throw new IllegalArgumentException(op.text());
    };
  }

  static long[][] bit(long[] row, int bits) {
    long[][] out = constant(bits, 0);
    out[0] = row;
    return out;
  }

  private static long[][] add(long[][] a, long[][] b) {
    long[][] out = new long[a.length][];
    long[] carry = ZEROS;
    for (int i = 0; i < a.length; i++) {
      out[i] = parity(a[i], b[i], carry);
      carry = majority(a[i], b[i], carry);
    }
    return out;
  }

  private static long[][] sub(long[][] a, long[][] b) {
    long[][] out = new long[a.length][];
    long[] borrow = ZEROS;
    for (int i = 0; i < a.length; i++) {
      out[i] = parity(a[i], b[i], borrow);
      borrow = borrow(a[i], b[i], borrow);
    }
    return out;
  }

  private static long[][] negate(long[][] a) {
    return sub(constant(a.length, 0), a);
  }

  /** The borrow of a - b. */
  private static long[] less(long[][] a, long[][] b) {
    long[] borrow = ZEROS;
    for (int i = 0; i < a.length; i++) {
      borrow = borrow(a[i], b[i], borrow);
    }
    return borrow;
  }

  /** Unsigned order with the signs flipped. */
  private static long[] signedLess(long[][] a, long[][] b) {
    return less(flipSign(a), flipSign(b));
  }

  private static long[][] flipSign(long[][] a) {
    long[][] out = a.clone();
    out[a.length - 1] = not(a[a.length - 1]);
    return out;
  }

  /** Shift and add. */
  private static long[][] mul(long[][] a, long[][] b) {
    long[][] sum = constant(a.length, 0);
    for (int i = 0; i < a.length; i++) {
      long[] gate = b[i];
      sum = add(sum, each((x, y) -> and(x, gate), shiftLeft(a, i), a));
    }
    return sum;
  }

  private static long[][] mulHigh(long[][] a, long[][] b, boolean signed) {
    return high(product(a, b, signed));
  }

  private static long[][] product(long[][] a, long[][] b, boolean signed) {
    int bits = a.length;
    return mul(extend(a, bits, 2 * bits, signed), extend(b, bits, 2 * bits, signed));
  }

  private static long[][] high(long[][] a) {
    return Arrays.copyOfRange(a, a.length / 2, a.length);
  }

  private static long[][] shiftLeft(long[][] a, int count) {
    long[][] out = constant(a.length, 0);
    System.arraycopy(a, 0, out, count, a.length - count);
    return out;
  }

  /** Restoring division; x/0 = -1 and x%0 = x come of themselves. */
  private static long[][][] divide(long[][] a, long[][] b) {
    int bits = a.length;
    long[][] divisor = extend(b, bits, bits + 1, false);
    long[][] rest = constant(bits + 1, 0);
    long[][] quotient = new long[bits][];
    for (int i = bits - 1; i >= 0; i--) {
      rest = shiftLeft(rest, 1);
      rest[0] = a[i];
      quotient[i] = not(less(rest, divisor));
      rest = select(quotient[i], sub(rest, divisor), rest);
    }
    return new long[][][] {quotient, truncate(rest, bits)};
  }

  private static long[][] magnitude(long[][] a) {
    return select(a[a.length - 1], negate(a), a);
  }

  private static long[][] signedQuotient(long[][] a, long[][] b) {
    int sign = a.length - 1;
    long[][] quotient = divide(magnitude(a), magnitude(b))[0];
    long[][] signed = select(xor(a[sign], b[sign]), negate(quotient), quotient);
    return select(nonZero(b), signed, constant(a.length, -1));
  }

  /** The remainder has the dividend's sign; by zero it is the dividend. */
  private static long[][] signedRemainder(long[][] a, long[][] b) {
    long[][] rest = divide(magnitude(a), magnitude(b))[1];
    return select(a[a.length - 1], negate(rest), rest);
  }

  /** A barrel shifter: a stage for each bit of the count that counts. */
  private static long[][] shift(Op op, long[][] a, long[][] count) {
    long[][] out = a;
    for (int stage = 0; 1 << stage < a.length; stage++) {
      out = select(count[stage], moved(op, out, 1 << stage), out);
    }
    return out;
  }

  private static long[][] moved(Op op, long[][] a, int by) {
    int bits = a.length;
    long[][] out = new long[bits][];
    for (int i = 0; i < bits; i++) {
      int from = op == Op.SHL || op == Op.ROTL ? i - by : i + by;
      boolean inside = from >= 0 && from < bits;
      out[i] =
          switch (op) {
            case ROTL, ROTR -> a[from & (bits - 1)];
            case SAR -> a[Math.min(from, bits - 1)];
            default -> inside ? a[from] : ZEROS;
          };
    }
    return out;
  }

  private static long[][] count(long[][] a) {
    long[][] sum = constant(a.length, 0);
    for (long[] row : a) {
      sum = add(sum, bit(row, a.length));
    }
    return sum;
  }

  /** The ones of ~a & (a - 1), which are the zeros below the lowest one. */
  private static long[][] trailingZeros(long[][] a) {
    long[][] below = add(a, constant(a.length, -1));
    return count(each(BitSlices::andNot, below, a));
  }

  // ---- overflow

  /** Where the signed result does not fit: what {@code nsw} promises never happens. */
  static long[] overflows(Op op, long[][] a, long[][] b) {
    int bits = a.length;
    return switch (op) {
      case ADD, SUB -> {
        long[][] exact =
            binary(op, extend(a, bits, bits + 1, true), extend(b, bits, bits + 1, true));
        yield xor(exact[bits], exact[bits - 1]);
      }
      case MUL -> {
        long[][] exact = product(a, b, true);
        yield differ(exact, extend(exact, bits, 2 * bits, true));
      }
      case SHL -> differ(shift(Op.SAR, shift(Op.SHL, a, b), b), a);
      default -> throw new IllegalArgumentException(op.text());
    };
  }
}
