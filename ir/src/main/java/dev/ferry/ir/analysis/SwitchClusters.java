package dev.ferry.ir.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * How the cases of a multi-way branch are found. The sorted cases are cut into clusters (Hansson's
 * greedy scheme): a run of cases with one target is a range, a dense run of ranges becomes a jump
 * table, few targets in a word's width a bit test.
 */
public final class SwitchClusters {
  private static final int MIN_TABLE = 5;
  private static final int MAX_GROWTH = 8;
  private static final int MAX_GROWTH_FOR_SIZE = 3;
  private static final int MIN_BIT_TEST = 3;

  /** How a cluster tells its cases apart. */
  public enum Kind {
    /** Consecutive cases with one target: compared. */
    RANGE,
    /** A jump table. */
    TABLE,
    /** A mask for each of at most two targets. */
    BITS
  }

  /** Cases {@code from..to} (indices into the sorted arrays), values {@code low..high}. */
  public record Cluster(Kind kind, int from, int to, long low, long high) {}

  /**
   * What the target and the options allow.
   *
   * @param tables whether there may be jump tables
   * @param bitTests whether bits of masks may be tested
   * @param forSize whether small counts more than fast
   * @param wordBits the width of a register
   */
  public record Limits(boolean tables, boolean bitTests, boolean forSize, int wordBits) {}

  private final long[] cases;
  private final Object[] targets;
  private final Limits limits;
  private final List<Cluster> ranges;

  private SwitchClusters(long[] cases, Object[] targets, Limits limits) {
    this.cases = cases;
    this.targets = targets;
    this.limits = limits;
    this.ranges = ranges(cases, targets);
  }

  /**
   * The clusters of a switch.
   *
   * @param cases in ascending order
   * @param targets of the cases, compared by identity
   */
  public static List<Cluster> of(long[] cases, Object[] targets, Limits limits) {
    return new SwitchClusters(cases, targets, limits).clusters();
  }

  /** The runs of consecutive cases with one target. */
  public static List<Cluster> ranges(long[] cases, Object[] targets) {
    List<Cluster> ranges = new ArrayList<>();
    int n = cases.length;
    for (int i = 0; i < n; ) {
      int j = i;
      while (j + 1 < n && cases[j + 1] == cases[j] + 1 && targets[j + 1] == targets[i]) {
        j++;
      }
      ranges.add(new Cluster(Kind.RANGE, i, j, cases[i], cases[j]));
      i = j + 1;
    }
    return ranges;
  }

  private List<Cluster> clusters() {
    List<Cluster> result = new ArrayList<>();
    for (int i = 0; i < ranges.size(); ) {
      int table = tableEnd(i);
      int bits = bitEnd(i);
      int end = Math.max(table, bits);
      // A bit test is the cheaper of the two, but should not cut a table in pieces.
      Kind kind = end == i ? Kind.RANGE : bits == end ? Kind.BITS : Kind.TABLE;
      result.add(join(kind, i, end));
      i = end + 1;
    }
    return result;
  }

  private Cluster join(Kind kind, int i, int j) {
    Cluster a = ranges.get(i);
    Cluster b = ranges.get(j);
    return new Cluster(kind, a.from, b.to, a.low, b.high);
  }

  /** The last range of the largest dense run from {@code start}, or start. */
  private int tableEnd(int start) {
    int best = start;
    if (!limits.tables) {
      return best;
    }
    long low = ranges.get(start).low;
    for (int j = start + 1; j < ranges.size(); j++) {
      long width = ranges.get(j).high - low + 1;
      long count = j - start + 1L;
      if (width <= 0
          || width > (limits.forSize ? MAX_GROWTH_FOR_SIZE : MAX_GROWTH) * count
              && !cheapWidth(start, j, width)) {
        break;
      }
      if (count >= MIN_TABLE) {
        best = j;
      }
    }
    return best;
  }

  /** A range of many cases counts as its cases, not as one. */
  private boolean cheapWidth(int start, int end, long width) {
    long count = 0;
    for (int i = start; i <= end; i++) {
      count += ranges.get(i).high - ranges.get(i).low + 1;
    }
    return width <= 2 * count;
  }

  /** The last range of a run that has at most two targets within a word. */
  private int bitEnd(int start) {
    if (!limits.bitTests) {
      return start;
    }
    long low = ranges.get(start).low;
    Object one = targets[ranges.get(start).from];
    Object two = null;
    int best = start;
    for (int j = start; j < ranges.size(); j++) {
      Cluster range = ranges.get(j);
      long width = range.high - low + 1;
      if (width <= 0 || width > limits.wordBits) {
        break;
      }
      Object target = targets[range.from];
      if (target != one) {
        if (two == null) {
          two = target;
        } else if (two != target) {
          break;
        }
      }
      int count = j - start + 1;
      if (count >= (two == null ? MIN_BIT_TEST : MIN_BIT_TEST + 2)) {
        best = j;
      }
    }
    return best;
  }
}
