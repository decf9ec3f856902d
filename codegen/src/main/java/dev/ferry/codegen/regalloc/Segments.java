package dev.ferry.codegen.regalloc;

import java.util.Arrays;

/**
 * Operations on sorted disjoint half-open segments, stored as start and end alternating. Program
 * points are 2 * index for the uses and 2 * index + 1 for the definitions of instruction index.
 *
 * <p>Many small sets are joined to few large ones, so where one is much the smaller its members are
 * searched for in the larger one instead of walking through both.
 */
final class Segments {
  static final int[] NONE = {};

  private Segments() {}

  static boolean intersect(int[] a, int[] b) {
    if (isMuchShorter(a, b)) {
      return meets(b, a);
    }
    if (isMuchShorter(b, a)) {
      return meets(a, b);
    }
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      if (a[i + 1] <= b[j]) {
        i += 2;
      } else if (b[j + 1] <= a[i]) {
        j += 2;
      } else {
        return true;
      }
    }
    return false;
  }

  private static boolean isMuchShorter(int[] a, int[] b) {
    return a.length <= b.length >> 4;
  }

  /** Whether the long set has a point of the short one. */
  private static boolean meets(int[] large, int[] small) {
    for (int j = 0; j < small.length; j += 2) {
      int i = firstAfter(large, small[j]);
      // An odd position is an end: the segment's start lies before it, so the point lies within.
      if ((i & 1) != 0 || i < large.length && large[i] < small[j + 1]) {
        return true;
      }
    }
    return false;
  }

  /** The position of the first number greater than the point, or the length. */
  static int firstAfter(int[] sorted, int point) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= point) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** All numbers of two sorted lists, sorted. */
  static int[] mergeSorted(int[] a, int[] b) {
    int[] out = new int[a.length + b.length];
    int i = 0;
    int n = 0;
    for (int number : b) {
      int to = i < a.length && a[i] <= number ? firstAfter(a, number) : i;
      System.arraycopy(a, i, out, n, to - i);
      n += to - i;
      i = to;
      out[n++] = number;
    }
    System.arraycopy(a, i, out, n, a.length - i);
    return out;
  }

  /** The union of two disjoint sets; touching segments are joined. */
  static int[] union(int[] a, int[] b) {
    if (isMuchShorter(b, a)) {
      return insert(a, b);
    }
    if (isMuchShorter(a, b)) {
      return insert(b, a);
    }
    int[] out = new int[a.length + b.length];
    int n = 0;
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      int start;
      int end;
      if (j >= b.length || i < a.length && a[i] < b[j]) {
        start = a[i];
        end = a[i + 1];
        i += 2;
      } else {
        start = b[j];
        end = b[j + 1];
        j += 2;
      }
      if (n > 0 && out[n - 1] >= start) {
        out[n - 1] = Math.max(out[n - 1], end);
      } else {
        out[n++] = start;
        out[n++] = end;
      }
    }
    return Arrays.copyOf(out, n);
  }

  /** The union of a long and a short set that have no point in common. */
  private static int[] insert(int[] large, int[] small) {
    int[] out = new int[large.length + small.length];
    int n = 0;
    int i = 0;
    for (int j = 0; j < small.length; j += 2) {
      int start = small[j];
      int end = small[j + 1];
      int to = Math.max(i, firstAfter(large, start));
      System.arraycopy(large, i, out, n, to - i);
      n += to - i;
      i = to;
      if (n > 0 && out[n - 1] >= start) {
        n--;
      } else {
        out[n++] = start;
      }
      if (i < large.length && large[i] <= end) {
        // The next segment begins where this one ends.
        end = large[i + 1];
        i += 2;
      }
      out[n++] = end;
    }
    System.arraycopy(large, i, out, n, large.length - i);
    return Arrays.copyOf(out, n + large.length - i);
  }

  /** The points in both. */
  static int[] common(int[] a, int[] b) {
    IntList out = new IntList(8);
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      int start = Math.max(a[i], b[j]);
      int end = Math.min(a[i + 1], b[j + 1]);
      if (start < end) {
        out.add(start);
        out.add(end);
      }
      if (a[i + 1] < b[j + 1]) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return out.toArray();
  }

  /** The points from {@code first} to before {@code end}. */
  static int[] within(int[] segments, int first, int end) {
    IntList out = new IntList(8);
    for (int i = firstAfter(segments, first) & ~1;
        i < segments.length && segments[i] < end;
        i += 2) {
      out.add(Math.max(segments[i], first));
      out.add(Math.min(segments[i + 1], end));
    }
    return out.toArray();
  }

  /** The points of {@code a} not in {@code b}. */
  static int[] minus(int[] a, int[] b) {
    IntList out = new IntList(a.length + 4);
    int j = 0;
    for (int i = 0; i < a.length; i += 2) {
      int start = a[i];
      int end = a[i + 1];
      while (j < b.length && b[j + 1] <= start) {
        j += 2;
      }
      int k = j;
      while (k < b.length && b[k] < end) {
        if (b[k] > start) {
          out.add(start);
          out.add(b[k]);
        }
        start = Math.max(start, b[k + 1]);
        k += 2;
      }
      if (start < end) {
        out.add(start);
        out.add(end);
      }
    }
    return out.toArray();
  }

  static boolean covers(int[] segments, int point) {
    int low = 0;
    int high = segments.length / 2 - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (segments[2 * middle + 1] <= point) {
        low = middle + 1;
      } else if (segments[2 * middle] > point) {
        high = middle - 1;
      } else {
        return true;
      }
    }
    return false;
  }

  static int length(int[] segments) {
    int sum = 0;
    for (int i = 0; i < segments.length; i += 2) {
      sum += segments[i + 1] - segments[i];
    }
    return sum;
  }
}
