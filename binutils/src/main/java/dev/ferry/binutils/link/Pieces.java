package dev.ferry.binutils.link;

import java.util.Arrays;

/**
 * How a section that is taken apart (mergeable constants and strings, .eh_frame records) maps to
 * the section that collects the pieces: sorted input offsets and, for each, an output offset or -1
 * for a piece that was dropped.
 */
final class Pieces {
  final InputSection target;
  int count;
  int[] starts;
  int[] targets;

  Pieces(InputSection target, int expected) {
    this.target = target;
    this.starts = new int[Math.max(4, expected)];
    this.targets = new int[starts.length];
  }

  /** Appends the piece that starts at {@code start}; its place is set later. */
  int add(int start, int place) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      targets = Arrays.copyOf(targets, count * 2);
    }
    starts[count] = start;
    targets[count] = place;
    return count++;
  }

  /** Index of the piece that holds input offset {@code at}. */
  int pieceAt(long at) {
    int found = Arrays.binarySearch(starts, 0, count, (int) Math.min(at, Integer.MAX_VALUE));
    return found >= 0 ? found : Math.max(0, -found - 2);
  }

  /** Offset in the target of input offset {@code at}, or -1 when its piece was dropped. */
  long map(long at) {
    if (count == 0) {
      return at;
    }
    int piece = pieceAt(at);
    return targets[piece] < 0 ? -1 : targets[piece] + (at - starts[piece]);
  }

  long address(long at) {
    long mapped = map(at);
    return mapped < 0 ? 0 : target.address() + mapped;
  }
}
