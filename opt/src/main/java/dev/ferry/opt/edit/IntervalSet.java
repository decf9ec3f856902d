package dev.ferry.opt.edit;

import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import java.util.Arrays;

/**
 * A set of values of an integer type, as disjoint intervals in ascending signed order that do not
 * touch. Immutable.
 */
public final class IntervalSet {
  /** {@code low, high, low, high, …}, both inclusive. */
  private final long[] bounds;

  private IntervalSet(long[] bounds) {
    this.bounds = bounds;
  }

  /** All values from {@code low} to {@code high}. */
  public static IntervalSet of(long low, long high) {
    return new IntervalSet(low <= high ? new long[] {low, high} : new long[0]);
  }

  /** All values of the type. */
  public static IntervalSet all(Type type) {
    return of(minimum(type), maximum(type));
  }

  private static long minimum(Type type) {
    return type == Type.I32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
  }

  private static long maximum(Type type) {
    return type == Type.I32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
  }

  /**
   * The values x for which {@code (x + offset) op constant} holds, the sum wrapping in the type.
   *
   * @param swapped whether it is {@code constant op (x + offset)}
   */
  public static IntervalSet satisfying(
      Op op, Type type, long offset, long constant, boolean swapped) {
    long min = minimum(type);
    long max = maximum(type);
    IntervalSet sums =
        switch (op) {
          case EQ -> of(constant, constant);
          case NE -> of(constant, constant).complement(type);
          case SLT -> swapped ? above(constant, max) : below(constant, min);
          case SLE -> swapped ? of(constant, max) : of(min, constant);
          case ULT, ULE -> unsigned(op == Op.ULE, type, constant, swapped);
          default -> throw new IllegalArgumentException("not a comparison: " + op);
        };
    return sums.moved(-offset, type);
  }

  private static IntervalSet above(long constant, long max) {
    return constant == max ? of(1, 0) : of(constant + 1, max);
  }

  private static IntervalSet below(long constant, long min) {
    return constant == min ? of(1, 0) : of(min, constant - 1);
  }

  /** In unsigned order the negative values come last. */
  private static IntervalSet unsigned(boolean orEqual, Type type, long constant, boolean swapped) {
    // c < x is not x <= c.
    boolean inclusive = orEqual != swapped;
    IntervalSet upTo;
    if (constant >= 0) {
      upTo = inclusive ? of(0, constant) : of(0, constant - 1);
    } else {
      IntervalSet negative =
          inclusive ? of(minimum(type), constant) : below(constant, minimum(type));
      upTo = of(0, maximum(type)).union(negative);
    }
    return swapped ? upTo.complement(type) : upTo;
  }

  public boolean isEmpty() {
    return bounds.length == 0;
  }

  public int intervals() {
    return bounds.length / 2;
  }

  public long low(int i) {
    return bounds[2 * i];
  }

  public long high(int i) {
    return bounds[2 * i + 1];
  }

  /** The number of values, or {@code limit} if there are more. */
  public long count(long limit) {
    long count = 0;
    for (int i = 0; i < intervals(); i++) {
      long more = high(i) - low(i);
      if (more < 0 || more >= limit) {
        return limit;
      }
      count = Math.min(limit, count + more + 1);
    }
    return count;
  }

  /** The values of the type that are not in the set. */
  public IntervalSet complement(Type type) {
    long[] result = new long[bounds.length + 2];
    int n = 0;
    long next = minimum(type);
    boolean open = true;
    for (int i = 0; i < intervals(); i++) {
      if (low(i) > next) {
        result[n++] = next;
        result[n++] = low(i) - 1;
      }
      open = high(i) != maximum(type);
      next = high(i) + 1;
    }
    if (open) {
      result[n++] = next;
      result[n++] = maximum(type);
    }
    return new IntervalSet(Arrays.copyOf(result, n));
  }

  public IntervalSet intersect(IntervalSet other) {
    long[] result = new long[bounds.length + other.bounds.length];
    int n = 0;
    int a = 0;
    int b = 0;
    while (a < intervals() && b < other.intervals()) {
      long low = Math.max(low(a), other.low(b));
      long high = Math.min(high(a), other.high(b));
      if (low <= high) {
        result[n++] = low;
        result[n++] = high;
      }
      if (high(a) < other.high(b)) {
        a++;
      } else {
        b++;
      }
    }
    return new IntervalSet(Arrays.copyOf(result, n));
  }

  public IntervalSet union(IntervalSet other) {
    long[] result = new long[bounds.length + other.bounds.length];
    int n = 0;
    int a = 0;
    int b = 0;
    while (a < intervals() || b < other.intervals()) {
      boolean first = b == other.intervals() || a < intervals() && low(a) <= other.low(b);
      long low = first ? low(a) : other.low(b);
      long high = first ? high(a++) : other.high(b++);
      if (n > 0 && (low <= result[n - 1] || low - 1 == result[n - 1])) {
        result[n - 1] = Math.max(result[n - 1], high);
      } else {
        result[n++] = low;
        result[n++] = high;
      }
    }
    return new IntervalSet(Arrays.copyOf(result, n));
  }

  /** Each value plus {@code offset}, wrapping in the type. */
  private IntervalSet moved(long offset, Type type) {
    if (offset == 0) {
      return this;
    }
    IntervalSet result = of(1, 0);
    for (int i = 0; i < intervals(); i++) {
      long low = wrap(low(i) + offset, type);
      long high = wrap(high(i) + offset, type);
      IntervalSet part =
          low <= high ? of(low, high) : of(minimum(type), high).union(of(low, maximum(type)));
      result = result.union(part);
    }
    return result;
  }

  private static long wrap(long value, Type type) {
    return type == Type.I32 ? (int) value : value;
  }

  @Override
  public String toString() {
    return Arrays.toString(bounds);
  }
}
