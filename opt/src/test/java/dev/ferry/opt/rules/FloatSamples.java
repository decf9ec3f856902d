package dev.ferry.opt.rules;

import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.eval.Eval;
import dev.ferry.ir.eval.FloatEval;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A float rule at the real formats: all pairs of special values and random ones, by the IR's own
 * evaluation. A NaN must stay a NaN; its bits are free.
 */
final class FloatSamples {
  private static final int RANDOM = 30_000;

  /** Each with both signs: zero, subnormals, powers of two and their neighbours, limits, NaN. */
  private static final double[] SPECIAL_64 = {
    0,
    Double.MIN_VALUE,
    Math.nextDown(Double.MIN_NORMAL),
    Double.MIN_NORMAL,
    Math.nextDown(1),
    1,
    Math.nextUp(1),
    1.5,
    2,
    3,
    10,
    1L << 53,
    (1L << 53) + 2,
    Math.nextDown(Double.MAX_VALUE),
    Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NaN
  };

  private static final float[] SPECIAL_32 = {
    0,
    Float.MIN_VALUE,
    3 * Float.MIN_VALUE,
    Math.nextDown(Float.MIN_NORMAL),
    Float.MIN_NORMAL,
    Math.nextUp(Float.MIN_NORMAL),
    0x1p-75f,
    0x1p-74f,
    Math.nextDown(1f),
    1,
    Math.nextUp(1f),
    1.5f,
    2,
    3,
    10,
    1 << 23,
    (1 << 24) - 1,
    1 << 24,
    0x1p63f,
    0x1p64f,
    Math.nextDown(Float.MAX_VALUE),
    Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NaN
  };

  private static final int[] SPECIAL_INTEGERS = {
    0, 1, -1, 2, 0xffffff, 0x1000000, 0x1000001, 0x7fffffc0, Integer.MAX_VALUE, Integer.MIN_VALUE
  };

  private final Rule rule;
  private final List<Integer> letters;
  private final boolean hasTwoFormats;
  private final boolean convertsIntegers;
  private final long[] env = new long[Term.VARIABLES];

  /** The type of what is neither promoted nor an integer. */
  private Type plain = Type.F32;

  private FloatSamples(Rule rule) {
    this.rule = rule;
    letters = new RuleWidths(rule, 32).letters();
    hasTwoFormats = contains(rule.from(), Op.FPROMOTE);
    convertsIntegers = rule.from().op() == Op.SI2F || rule.from().op() == Op.UI2F;
  }

  /** An assignment for which the rule is wrong, or null. */
  static @Nullable String counterexample(Rule rule) {
    FloatSamples samples = new FloatSamples(rule);
    String wrong = samples.all(Type.F32);
    return wrong == null && !samples.hasTwoFormats ? samples.all(Type.F64) : wrong;
  }

  private static boolean contains(Term term, Op op) {
    boolean found = term.kind() == Term.Kind.OP && term.op() == op;
    for (Term kid : term.kids()) {
      found |= contains(kid, op);
    }
    return found;
  }

  private @Nullable String all(Type type) {
    plain = type;
    String wrong = specials(specials(), 0);
    Random random = new Random(rule.name().hashCode());
    for (int round = 0; round < RANDOM && wrong == null; round++) {
      for (int letter : letters) {
        env[letter] = operand(random);
      }
      wrong = check();
    }
    return wrong;
  }

  private List<Long> specials() {
    List<Long> values = new ArrayList<>();
    if (convertsIntegers) {
      for (int value : SPECIAL_INTEGERS) {
        values.add((long) value);
      }
    } else if (plain == Type.F32) {
      for (float value : SPECIAL_32) {
        values.add(FloatEval.bits(value));
        values.add(FloatEval.bits(-value));
      }
    } else {
      for (double value : SPECIAL_64) {
        values.add(FloatEval.bits(value));
        values.add(FloatEval.bits(-value));
      }
    }
    return values;
  }

  private @Nullable String specials(List<Long> values, int letter) {
    if (letter == letters.size()) {
      return check();
    }
    for (long value : values) {
      env[letters.get(letter)] = value;
      String wrong = specials(values, letter + 1);
      if (wrong != null) {
        return wrong;
      }
    }
    return null;
  }

  private long operand(Random random) {
    if (convertsIntegers) {
      return random.nextInt() >> random.nextInt(32);
    }
    boolean anyBits = random.nextBoolean();
    if (plain == Type.F32) {
      return FloatEval.bits(
          anyBits ? Float.intBitsToFloat(random.nextInt()) : random.nextFloat() * 100 - 50);
    }
    return FloatEval.bits(
        anyBits ? Double.longBitsToDouble(random.nextLong()) : random.nextDouble() * 100 - 50);
  }

  private @Nullable String check() {
    long from = evaluate(rule.from());
    long to = evaluate(rule.to());
    Type type = typeOf(rule.from());
    if (from == to || isNan(from, type) && isNan(to, type)) {
      return null;
    }
    StringBuilder text = new StringBuilder(plain + ": ");
    for (int letter : letters) {
      text.append((char) ('a' + letter))
          .append('=')
          .append(Long.toHexString(env[letter]))
          .append(' ');
    }
    return text + "gives " + Long.toHexString(from) + " and " + Long.toHexString(to);
  }

  private static boolean isNan(long bits, Type type) {
    return type == Type.F64 && Double.isNaN(FloatEval.f64(bits))
        || type == Type.F32 && Float.isNaN(FloatEval.f32(bits));
  }

  private Type typeOf(Term term) {
    if (term.kind() != Term.Kind.OP) {
      return convertsIntegers ? Type.I32 : plain;
    }
    return switch (term.op()) {
      case FPROMOTE -> Type.F64;
      case FDEMOTE -> Type.F32;
      case SI2F, UI2F -> plain;
      case SEXT, ZEXT -> Type.I64;
      case FEQ, FNE, FLT, FLE, XOR -> Type.I32;
      default -> typeOf(term.kids()[0]);
    };
  }

  private long evaluate(Term term) {
    if (term.kind() != Term.Kind.OP) {
      return term.kind() == Term.Kind.LITERAL ? term.value() : env[term.index()];
    }
    Term[] kids = term.kids();
    long a = evaluate(kids[0]);
    long b = kids.length > 1 ? evaluate(kids[1]) : 0;
    // A bitcast's type is its context's; the bits are the same.
    return term.op() == Op.BITCAST
        ? a
        : Eval.apply(term.op(), typeOf(term), typeOf(kids[0]), 0, a, b, 0);
  }
}
