package dev.ferry.codegen.regalloc;

import java.util.Arrays;

/**
 * Operations on sorted disjoint half-open segments, stored as start and end alternating. Program
 * points are 2 * index for the uses and 2 * index + 1 for the definitions of instruction index.
 */
final class Segments {
  static final int[] NONE = {};

  private Segments() {}

  static boolean intersect(int[] a, int[] b) {
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

  /** The union of two disjoint sets; touching segments are joined. */
  static int[] union(int[] a, int[] b) {
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
