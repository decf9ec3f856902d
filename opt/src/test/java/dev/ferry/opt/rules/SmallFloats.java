package dev.ferry.opt.rules;

import dev.ferry.ir.Op;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proves a float rule by all values of a small IEEE 754 format: f32 stands for {@link #NARROW}, f64
 * for a wide format with just the digits that make rounding twice harmless. A number is held in a
 * double, computed there and rounded to its format: exact or, with p digits of at most 25, the same
 * as rounding once (Figueroa, "When is Double Rounding Innocuous?", SIGNUM 1995: 2p + 2 digits do
 * for sums, products, quotients and roots). Which bits a NaN has is not told apart.
 */
final class SmallFloats {
  /** Digits with the hidden one, and the range of exponents of normal numbers. */
  record Format(int precision, int minExponent, int maxExponent) {
    /** To the nearest, ties to even; subnormal numbers have the smallest exponent's spacing. */
    double round(double v) {
      if (v == 0 || Double.isInfinite(v) || Double.isNaN(v)) {
        return v;
      }
      int exponent = Math.max(Math.getExponent(v), minExponent);
      double spacing = Math.scalb(1.0, exponent - precision + 1);
      double rounded = Math.rint(v / spacing) * spacing;
      return Math.abs(rounded) < Math.scalb(1.0, maxExponent + 1)
          ? rounded
          : Math.copySign(Double.POSITIVE_INFINITY, v);
    }

    /** All numbers, infinities, both zeros and NaN. */
    double[] values() {
      List<Double> values = new ArrayList<>(List.of(Double.NaN, Double.POSITIVE_INFINITY, 0.0));
      for (int e = minExponent; e <= maxExponent; e++) {
        double spacing = Math.scalb(1.0, e - precision + 1);
        int first = e == minExponent ? 1 : 1 << precision - 1;
        for (int digits = first; digits < 1 << precision; digits++) {
          values.add(digits * spacing);
        }
      }
      double[] all = new double[2 * values.size()];
      for (int i = 0; i < values.size(); i++) {
        all[2 * i] = values.get(i);
        all[2 * i + 1] = -values.get(i);
      }
      return all;
    }
  }

  /** A sign, four bits of exponent and three of fraction. */
  static final Format NARROW = new Format(4, -6, 7);

  /** 2p + 2 digits. */
  static final Format WIDE = new Format(10, -126, 127);

  /** The integers that conversions start from. */
  private static final int INT_BITS = 8;

  private final Rule rule;
  private final Format wide;
  private final List<Integer> letters;
  private final double[] env = new double[Term.VARIABLES];

  private SmallFloats(Rule rule, Format wide) {
    this.rule = rule;
    this.wide = wide;
    letters = new RuleWidths(rule, INT_BITS).letters();
  }

  /** An assignment for which the rule is wrong, or null. */
  static @Nullable String counterexample(Rule rule, Format wide) {
    return new SmallFloats(rule, wide).search(0);
  }

  private @Nullable String search(int letter) {
    if (letter == letters.size()) {
      return check();
    }
    for (double value : values()) {
      env[letters.get(letter)] = value;
      String wrong = search(letter + 1);
      if (wrong != null) {
        return wrong;
      }
    }
    return null;
  }

  private double[] values() {
    Op root = rule.from().op();
    if (root != Op.SI2F && root != Op.UI2F) {
      return NARROW.values();
    }
    double[] integers = new double[1 << INT_BITS];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = i - (1 << INT_BITS - 1);
    }
    return integers;
  }

  private @Nullable String check() {
    double from = evaluate(rule.from());
    double to = evaluate(rule.to());
    // Of canonical NaNs the bits are equal too, and zeros of both signs are told apart.
    if (Double.doubleToLongBits(from) == Double.doubleToLongBits(to)) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (int letter : letters) {
      text.append((char) ('a' + letter)).append('=').append(env[letter]).append(' ');
    }
    return text.append("gives " + from + " and " + to).toString();
  }

  private double evaluate(Term term) {
    if (term.kind() == Term.Kind.LITERAL) {
      return term.value();
    } else if (term.kind() == Term.Kind.VALUE) {
      return env[term.index()];
    }
    Term[] kids = term.kids();
    double a = evaluate(kids[0]);
    double b = kids.length > 1 ? evaluate(kids[1]) : 0;
    Format format = isWide(term) ? wide : NARROW;
    return switch (term.op()) {
      case FNEG -> -a;
      case FABS -> Math.abs(a);
      case FADD -> format.round(a + b);
      case FSUB -> format.round(a - b);
      case FMUL -> format.round(a * b);
      case FDIV -> format.round(a / b);
      case FSQRT -> format.round(Math.sqrt(a));
      case FDEMOTE, SI2F -> NARROW.round(a);
      case UI2F -> NARROW.round(unsigned(a));
      case ZEXT -> unsigned(a);
      case FPROMOTE, SEXT, BITCAST -> a;
      case FEQ -> a == b ? 1 : 0;
      case FNE -> a != b ? 1 : 0;
      case FLT -> a < b ? 1 : 0;
      case FLE -> a <= b ? 1 : 0;
      case XOR -> (int) a ^ (int) b;
      default -> throw new IllegalStateException(term.name());
    };
  }

  private static double unsigned(double integer) {
    return integer < 0 ? integer + (1 << INT_BITS) : integer;
  }

  /** Arithmetic on promoted operands. */
  private static boolean isWide(Term term) {
    if (term.op() == Op.FDEMOTE) {
      return false;
    }
    if (term.op() == Op.FPROMOTE) {
      return true;
    }
    for (Term kid : term.kids()) {
      if (isWide(kid)) {
        return true;
      }
    }
    return false;
  }
}
