package dev.ferry.opt.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.ir.Op;
import dev.ferry.ir.eval.IntEval;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every circuit computes what the IR's own evaluation does, for all pairs of 8-bit operands. */
class BitSlicesTest {
  private static final int BITS = 8;

  private static final List<Op> BINARY =
      List.of(
          Op.ADD, Op.SUB, Op.MUL, Op.MULHS, Op.MULHU, Op.SDIV, Op.SREM, Op.UDIV, Op.UREM, Op.AND,
          Op.OR, Op.XOR, Op.SHL, Op.SHR, Op.SAR, Op.ROTL, Op.ROTR, Op.SMIN, Op.SMAX, Op.UMIN,
          Op.UMAX, Op.EQ, Op.NE, Op.SLT, Op.SLE, Op.ULT, Op.ULE);

  private static final Set<Op> MAY_OVERFLOW = Set.of(Op.ADD, Op.SUB, Op.MUL, Op.SHL);

  @TestFactory
  Stream<DynamicTest> twoOperands() {
    return BINARY.stream().map(op -> DynamicTest.dynamicTest(op.text(), () -> checkBinary(op)));
  }

  @TestFactory
  Stream<DynamicTest> oneOperand() {
    return Stream.of(Op.POPCNT, Op.CTZ)
        .map(op -> DynamicTest.dynamicTest(op.text(), () -> checkUnary(op)));
  }

  private static void checkBinary(Op op) {
    for (int block = 0; block < 1 << 2 * BITS - BitSlices.LANE_BITS; block++) {
      long[][] a = operand(block, 0);
      long[][] b = operand(block, BITS);
      long[][] result = BitSlices.binary(op, a, b);
      long[] overflow = MAY_OVERFLOW.contains(op) ? BitSlices.overflows(op, a, b) : BitSlices.ZEROS;
      for (int lane = 0; lane < BitSlices.LANES; lane++) {
        long x = BitSlices.lane(a, lane);
        long y = BitSlices.lane(b, lane);
        if (BitSlices.lane(result, lane) != IntEval.binary(op, BITS, x, y)
            || BitSlices.isSet(overflow, lane) != IntEval.overflows(op, BITS, x, y)) {
          assertThat(BitSlices.lane(result, lane))
              .as("%s %d %d, overflow %s", op, x, y, BitSlices.isSet(overflow, lane))
              .isEqualTo(IntEval.binary(op, BITS, x, y));
          throw new AssertionError("overflow of " + op + " " + x + " " + y);
        }
      }
    }
  }

  private static void checkUnary(Op op) {
    long[][] a = operand(0, 0);
    long[][] result = BitSlices.unary(op, a);
    for (int lane = 0; lane < 1 << BITS; lane++) {
      assertThat(BitSlices.lane(result, lane))
          .isEqualTo(IntEval.unary(op, BITS, BitSlices.lane(a, lane)));
    }
  }

  /** The bits from {@code bit} on of the assignments' numbers. */
  private static long[][] operand(int block, int bit) {
    long[][] out = new long[BITS][];
    for (int i = 0; i < BITS; i++) {
      out[i] = RuleProof.row(block, bit + i);
    }
    return out;
  }
}
