package dev.ferry.codegen.regalloc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Runs and occupancies against plain sorted arrays and bit maps. */
final class SortedRunsTest {
  private static final int POINTS = 20_000;

  @Test
  void numbersAreThoseMergedInto() {
    Random random = new Random(1);
    SortedRuns runs = new SortedRuns(new int[] {5}, false);
    int[] all = {5};
    for (int i = 0; i < 2_000; i++) {
      int[] more = random.ints(random.nextInt(1, 6), 0, POINTS).sorted().toArray();
      runs.absorb(new SortedRuns(more, false));
      all = Arrays.copyOf(all, all.length + more.length);
      System.arraycopy(more, 0, all, all.length - more.length, more.length);
    }
    Arrays.sort(all);
    assertEquals(all.length, runs.size());
    assertArrayEquals(all, runs.toArray());
  }

  @Test
  void segmentsAreUnited() {
    Random random = new Random(2);
    boolean[] live = new boolean[POINTS];
    SortedRuns runs = new SortedRuns(Segments.NONE, true);
    for (int i = 0; i < 5_000; i++) {
      int from = random.nextInt(POINTS - 4);
      int to = from + random.nextInt(1, 4);
      SortedRuns more = new SortedRuns(new int[] {from, to}, true);
      boolean meets = anyIn(live, from, to);
      assertEquals(meets, runs.intersect(more));
      if (!meets) {
        runs.absorb(more);
        Arrays.fill(live, from, to, true);
      }
    }
    assertArrayEquals(segments(live), runs.toArray());
  }

  @Test
  void occupancyIsWhatWasAddedAndNotRemoved() {
    Random random = new Random(3);
    Occupancy occupancy = new Occupancy();
    int[][] there = new int[3_000][];
    boolean[] live = new boolean[POINTS];
    for (int i = 0; i < 20_000; i++) {
      int which = random.nextInt(there.length);
      int[] old = there[which];
      if (old != null) {
        occupancy.remove(old);
        Arrays.fill(live, old[0], old[1], false);
        there[which] = null;
        continue;
      }
      int from = random.nextInt(POINTS - 8);
      int[] segment = {from, from + random.nextInt(1, 8)};
      boolean free = !anyIn(live, segment[0], segment[1]);
      assertEquals(free, occupancy.isFree(segment));
      assertEquals(free, occupancy.isFree(segment[0], segment[1]));
      if (free) {
        occupancy.add(segment, new Piece(new Bundle(false, segment, Segments.NONE, 8), segment));
        Arrays.fill(live, segment[0], segment[1], true);
        there[which] = segment;
      }
    }
  }

  @Test
  void fixedSegmentsMerge() {
    Random random = new Random(4);
    Occupancy occupancy = new Occupancy();
    boolean[] live = new boolean[POINTS];
    for (int i = 0; i < 3_000; i++) {
      int from = random.nextInt(POINTS - 20);
      int to = from + random.nextInt(1, 20);
      occupancy.addFixed(from, to);
      Arrays.fill(live, from, to, true);
    }
    for (int p = 0; p < POINTS; p++) {
      assertEquals(!live[p], occupancy.isFree(p, p + 1));
    }
  }

  private static boolean anyIn(boolean[] live, int from, int to) {
    for (int p = from; p < to; p++) {
      if (live[p]) {
        return true;
      }
    }
    return false;
  }

  private static int[] segments(boolean[] live) {
    IntList out = new IntList(16);
    for (int p = 0; p < live.length; p++) {
      if (live[p] && (p == 0 || !live[p - 1])) {
        out.add(p);
      }
      if (live[p] && (p == live.length - 1 || !live[p + 1])) {
        out.add(p + 1);
      }
    }
    return out.toArray();
  }
}
