package dev.ferry.codegen.regalloc;

import java.util.Arrays;

/**
 * A sorted list of numbers that other lists are merged into: a few sorted runs, each more than
 * twice as long as the next, merged when they are not. A number is copied once for each doubling
 * (the logarithmic method of Bentley and Saxe 1980) where one array would be copied for each merge:
 * a variable of a long function is joined with a hundred thousand copies one by one.
 */
final class SortedRuns {
  /** Below this length one run is as fast. */
  private static final int SHORT = 64;

  private final boolean areSegments;

  /** The longest run: all there is, mostly. */
  private int[] longest;

  /** The others, falling in length, and how many they are. */
  private int[][] others = {};

  private int count;

  /**
   * @param areSegments whether the numbers are disjoint {@link Segments}, to be united, or any
   */
  SortedRuns(int[] numbers, boolean areSegments) {
    this.longest = numbers;
    this.areSegments = areSegments;
  }

  int runCount() {
    return count + 1;
  }

  int[] run(int i) {
    return i == 0 ? longest : others[i - 1];
  }

  int size() {
    int size = longest.length;
    for (int i = 0; i < count; i++) {
      size += others[i].length;
    }
    return size;
  }

  /** Whether two sets of segments have a point in common. */
  boolean intersect(SortedRuns other) {
    for (int i = 0; i < runCount(); i++) {
      for (int j = 0; j < other.runCount(); j++) {
        if (Segments.intersect(run(i), other.run(j))) {
          return true;
        }
      }
    }
    return false;
  }

  void absorb(SortedRuns other) {
    for (int i = 0; i < other.runCount(); i++) {
      add(other.run(i));
    }
  }

  private void add(int[] run) {
    if (count == 0 && mustMerge(longest, run)) {
      longest = merge(longest, run);
      return;
    }
    if (count == others.length) {
      others = Arrays.copyOf(others, count + 4);
    }
    int at = count++;
    for (; at > 0 && others[at - 1].length < run.length; at--) {
      others[at] = others[at - 1];
    }
    others[at] = run;
    // From the shortest on: what was merged may be too long for the run before it.
    for (int i = count - 1; i >= 0; i--) {
      if (mustMerge(run(i), others[i])) {
        set(i, merge(run(i), others[i]));
        count--;
        System.arraycopy(others, i + 1, others, i, count - i);
        others[count] = Segments.NONE;
      }
    }
  }

  private void set(int i, int[] run) {
    if (i == 0) {
      longest = run;
    } else {
      others[i - 1] = run;
    }
  }

  private static boolean mustMerge(int[] a, int[] b) {
    return 2 * b.length >= a.length || a.length + b.length <= SHORT;
  }

  private int[] merge(int[] a, int[] b) {
    if (areSegments) {
      return Segments.union(a, b);
    }
    return a.length >= b.length ? Segments.mergeSorted(a, b) : Segments.mergeSorted(b, a);
  }

  /** All numbers, as one run from now on. */
  int[] toArray() {
    while (count > 0) {
      count--;
      set(count, merge(run(count), others[count]));
    }
    return longest;
  }
}
