package dev.ferry.codegen.regalloc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one physical register (or spill slot) holds when: sorted segments with their owners, in
 * chunks, so that a change moves one chunk's segments and not all that follow.
 */
final class Occupancy {
  private static final int CHUNK = 128;

  /** Segments that follow each other. */
  private static final class Chunk {
    int[] start;
    int[] end;

    /** Null marks a fixed use: an argument, a result, a clobber. */
    @Nullable Piece[] owner;

    int size;

    Chunk(int capacity) {
      start = new int[capacity];
      end = new int[capacity];
      owner = new Piece[capacity];
    }

    /** The first index whose segment ends after {@code point}. */
    int find(int point) {
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

    void insert(int at, int from, int to, @Nullable Piece piece) {
      if (size == start.length) {
        start = Arrays.copyOf(start, size * 2);
        end = Arrays.copyOf(end, size * 2);
        owner = Arrays.copyOf(owner, size * 2);
      }
      move(at, at + 1);
      start[at] = from;
      end[at] = to;
      owner[at] = piece;
      size++;
    }

    void remove(int at) {
      move(at + 1, at);
      owner[--size] = null;
    }

    private void move(int from, int to) {
      System.arraycopy(start, from, start, to, size - from);
      System.arraycopy(end, from, end, to, size - from);
      System.arraycopy(owner, from, owner, to, size - from);
    }

    /** Cuts the second half off. */
    Chunk split() {
      int half = size / 2;
      Chunk second = new Chunk(CHUNK);
      second.size = size - half;
      System.arraycopy(start, half, second.start, 0, second.size);
      System.arraycopy(end, half, second.end, 0, second.size);
      System.arraycopy(owner, half, second.owner, 0, second.size);
      Arrays.fill(owner, half, size, null);
      size = half;
      return second;
    }
  }

  private Chunk[] chunks = {new Chunk(16)};

  /** How many chunks there are; none is empty but a single one. */
  private int count = 1;

  /** Where the last search ended: a chunk, or {@link #count}, and an index in it. */
  private int chunk;

  private int at;

  /** Goes to the first segment that ends after {@code point}; false if there is none. */
  private boolean find(int point) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      Chunk c = chunks[middle];
      if (c.size == 0 || c.end[c.size - 1] <= point) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    chunk = low;
    at = low == count ? 0 : chunks[low].find(point);
    return low < count;
  }

  boolean isFree(int[] segments) {
    for (int i = 0; i < segments.length; i += 2) {
      if (!find(segments[i])) {
        return true;
      }
      if (chunks[chunk].start[at] < segments[i + 1]) {
        return false;
      }
    }
    return true;
  }

  boolean isFree(int from, int to) {
    return !find(from) || chunks[chunk].start[at] >= to;
  }

  /** Adds fixed segments in any order; overlaps are merged. */
  void addFixed(int from, int to) {
    int newFrom = from;
    int newEnd = to;
    while (find(from) && chunks[chunk].start[at] < to) {
      newFrom = Math.min(newFrom, chunks[chunk].start[at]);
      newEnd = Math.max(newEnd, chunks[chunk].end[at]);
      remove();
    }
    insert(newFrom, newEnd, null);
  }

  /** Inserts before the place of the last search. */
  private void insert(int from, int to, @Nullable Piece piece) {
    if (chunk == count) {
      chunk--;
      at = chunks[chunk].size;
    }
    Chunk into = chunks[chunk];
    if (into.size == CHUNK) {
      Chunk second = into.split();
      if (count == chunks.length) {
        chunks = Arrays.copyOf(chunks, count * 2);
      }
      System.arraycopy(chunks, chunk + 1, chunks, chunk + 2, count - chunk - 1);
      chunks[chunk + 1] = second;
      count++;
      if (at > into.size) {
        at -= into.size;
        into = second;
      }
    }
    into.insert(at, from, to, piece);
  }

  /** Removes the segment that the last search found. */
  private void remove() {
    Chunk from = chunks[chunk];
    from.remove(at);
    if (from.size == 0 && count > 1) {
      System.arraycopy(chunks, chunk + 1, chunks, chunk, count - chunk - 1);
      count--;
    }
  }

  void add(int[] segments, Piece piece) {
    for (int i = 0; i < segments.length; i += 2) {
      find(segments[i]);
      insert(segments[i], segments[i + 1], piece);
    }
  }

  void remove(int[] segments) {
    for (int i = 0; i < segments.length; i += 2) {
      find(segments[i]);
      remove();
    }
  }

  /**
   * Collects the pieces that overlap {@code segments}.
   *
   * @return false if a fixed use or a piece that cannot move is among them
   */
  boolean occupants(int[] segments, java.util.List<Piece> result) {
    for (int i = 0; i < segments.length; i += 2) {
      for (boolean more = find(segments[i]); more; more = next()) {
        Chunk c = chunks[chunk];
        if (c.start[at] >= segments[i + 1]) {
          break;
        }
        Piece piece = c.owner[at];
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

  private boolean next() {
    at++;
    if (at == chunks[chunk].size) {
      chunk++;
      at = 0;
    }
    return chunk < count;
  }
}
