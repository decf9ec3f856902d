package dev.ferry.opt.pass;

import dev.ferry.ir.Param;
import dev.ferry.ir.Value;
import org.jspecify.annotations.Nullable;

/**
 * A 64-bit value as a linear function of one induction variable: {@code coefficient * iv + sum of
 * (factor * term) + constant}, modulo 2^64. 32-bit parts are meant sign-extended.
 */
final class Affine {
  static final int MAX_TERMS = 6;

  final @Nullable Param iv;
  final long coefficient;
  final Value[] terms;
  final long[] factors;
  final long constant;

  Affine(@Nullable Param iv, long coefficient, Value[] terms, long[] factors, long constant) {
    this.iv = iv;
    this.coefficient = coefficient;
    this.terms = terms;
    this.factors = factors;
    this.constant = constant;
  }

  static Affine constant(long value) {
    return new Affine(null, 0, new Value[0], new long[0], value);
  }

  static Affine term(Value value) {
    return new Affine(null, 0, new Value[] {value}, new long[] {1}, 0);
  }

  static Affine induction(Param iv) {
    return new Affine(iv, 1, new Value[0], new long[0], 0);
  }

  Affine scaled(long factor) {
    long[] scaled = new long[factors.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = factors[i] * factor;
    }
    return new Affine(iv, coefficient * factor, terms, scaled, constant * factor);
  }

  /** The sum, or null if it has two induction variables or too many terms. */
  @Nullable Affine plus(Affine other) {
    if (iv != null && other.iv != null && iv != other.iv) {
      return null;
    }
    Param both = iv != null ? iv : other.iv;
    int count = terms.length;
    Value[] merged = java.util.Arrays.copyOf(terms, count + other.terms.length);
    long[] weights = java.util.Arrays.copyOf(factors, merged.length);
    for (int i = 0; i < other.terms.length; i++) {
      int at = 0;
      while (at < count && merged[at] != other.terms[i]) {
        at++;
      }
      if (at == count) {
        // Kept in the order of ids, so that equal sums look equal.
        while (at > 0 && merged[at - 1].id > other.terms[i].id) {
          merged[at] = merged[at - 1];
          weights[at] = weights[at - 1];
          at--;
        }
        merged[at] = other.terms[i];
        weights[at] = other.factors[i];
        count++;
      } else {
        weights[at] += other.factors[i];
      }
    }
    if (count > MAX_TERMS) {
      return null;
    }
    return withoutZeros(
        both, coefficient + other.coefficient, merged, weights, count, constant + other.constant);
  }

  private static Affine withoutZeros(
      @Nullable Param iv,
      long coefficient,
      Value[] terms,
      long[] factors,
      int count,
      long constant) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (factors[i] != 0) {
        terms[kept] = terms[i];
        factors[kept++] = factors[i];
      }
    }
    return new Affine(
        iv,
        coefficient,
        java.util.Arrays.copyOf(terms, kept),
        java.util.Arrays.copyOf(factors, kept),
        constant);
  }

  /** Whether the two differ in the constant only. */
  boolean hasSameShape(Affine other) {
    return iv == other.iv
        && coefficient == other.coefficient
        && java.util.Arrays.equals(terms, other.terms)
        && java.util.Arrays.equals(factors, other.factors);
  }

  /** Whether it is an induction variable plus a constant. */
  boolean isPlain() {
    return coefficient == 1 && terms.length == 0;
  }
}
