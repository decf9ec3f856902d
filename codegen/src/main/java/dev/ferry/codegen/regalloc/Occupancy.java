package dev.ferry.codegen.regalloc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one physical register (or spill slot) holds when: sorted segments with their owners. */
final class Occupancy {
  private int[] start = new int[16];
  private int[] end = new int[16];

  /** Null marks a fixed use: an argument, a result, a clobber. */
  private @Nullable Piece[] owner = new Piece[16];

  private int size;

  /** The first index whose segment ends after {@code point}. */
  private int find(int point) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (end[middle] <= point) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  boolean isFree(int[] segments) {
    if (size == 0) {
      return true;
    }
    for (int i = 0; i < segments.length; i += 2) {
      int at = find(segments[i]);
      if (at == size) {
        return true;
      }
      if (start[at] < segments[i + 1]) {
        return false;
      }
    }
    return true;
  }

  boolean isFree(int from, int to) {
    int at = find(from);
    return at == size || start[at] >= to;
  }

  /** Adds fixed segments in any order; overlaps are merged. */
  void addFixed(int from, int to) {
    int at = find(from);
    if (at < size && start[at] <= from && end[at] >= to) {
      return;
    }
    if (at < size && start[at] < to) {
      // Merge with all that overlap.
      int last = at;
      int newEnd = to;
      while (last < size && start[last] < to) {
        newEnd = Math.max(newEnd, end[last]);
        last++;
      }
      start[at] = Math.min(start[at], from);
      end[at] = newEnd;
      remove(at + 1, last);
      return;
    }
    insert(at, from, to, null);
  }

  private void remove(int from, int to) {
    int moved = size - to;
    if (from == to) {
      return;
    }
    System.arraycopy(start, to, start, from, moved);
    System.arraycopy(end, to, end, from, moved);
    System.arraycopy(owner, to, owner, from, moved);
    Arrays.fill(owner, from + moved, size, null);
    size = from + moved;
  }

  private void insert(int at, int from, int to, @Nullable Piece piece) {
    if (size == start.length) {
      start = Arrays.copyOf(start, size * 2);
      end = Arrays.copyOf(end, size * 2);
      owner = Arrays.copyOf(owner, size * 2);
    }
    int moved = size - at;
    System.arraycopy(start, at, start, at + 1, moved);
    System.arraycopy(end, at, end, at + 1, moved);
    System.arraycopy(owner, at, owner, at + 1, moved);
    start[at] = from;
    end[at] = to;
    owner[at] = piece;
    size++;
  }

  void add(int[] segments, Piece piece) {
    for (int i = 0; i < segments.length; i += 2) {
      insert(find(segments[i]), segments[i], segments[i + 1], piece);
    }
  }

  void remove(int[] segments) {
    for (int i = 0; i < segments.length; i += 2) {
      int at = find(segments[i]);
      remove(at, at + 1);
    }
  }

  /**
   * Collects the pieces that overlap {@code segments}.
   *
   * @return false if a fixed use or a piece that cannot move is among them
   */
  boolean occupants(int[] segments, java.util.List<Piece> result) {
    for (int i = 0; i < segments.length; i += 2) {
      for (int at = find(segments[i]); at < size && start[at] < segments[i + 1]; at++) {
        Piece piece = owner[at];
        if (piece == null || piece.isMinimal) {
          return false;
        }
        if (!result.contains(piece)) {
          result.add(piece);
        }
      }
    }
    return true;
  }
}
