package dev.ferry.opt.edit;

import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a condition says where it holds, or where it does not: {@code left op right}.
 *
 * @param op an integer comparison
 * @param right null for 0, where a value that is no test is the condition
 */
public record Comparison(Op op, Value left, @Nullable Value right) {
  /** What is known where the condition holds, or does not. */
  public static Comparison of(Value condition, boolean holds) {
    if (!(condition instanceof Instruction test) || !test.op.isIntCompare()) {
      return new Comparison(holds ? Op.NE : Op.EQ, condition, null);
    }
    Value left = test.args[0];
    Value right = test.args[1];
    if (holds) {
      return new Comparison(test.op, left, right);
    }
    return switch (test.op) {
      case EQ -> new Comparison(Op.NE, left, right);
      case NE -> new Comparison(Op.EQ, left, right);
      case SLT -> new Comparison(Op.SLE, right, left);
      case SLE -> new Comparison(Op.SLT, right, left);
      case ULT -> new Comparison(Op.ULE, right, left);
      default -> new Comparison(Op.ULT, right, left);
    };
  }

  /** Whether a value is compared with 0, on the right. */
  public boolean isWithZero() {
    return right == null || isZero(right);
  }

  /** Whether it says that the value is not 0: also by 0 being below it, unsigned. */
  public boolean saysNotZero(Value value) {
    return op == Op.NE && left == value && isWithZero()
        || op == Op.ULT && right == value && isZero(left);
  }

  private static boolean isZero(Value value) {
    return value instanceof Instruction i && i.isConst(0);
  }
}
