package dev.ferry.machine.timing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A set-associative cache: which lines it holds, not what is in them. */
public final class Cache {
  private static final long EMPTY = -1;

  private final CacheGeometry geometry;
  private final int lineShift;
  private final int setMask;

  /** Line numbers, a set after the other, the most recent first. */
  private final long[] lines;

  private final boolean[] dirty;
  private long random = 0x9e3779b97f4a7c15L;
  private long accesses;
  private long misses;
  private long writeBacks;

  public Cache(CacheGeometry geometry) {
    this.geometry = geometry;
    this.lineShift = Integer.numberOfTrailingZeros(geometry.line());
    this.setMask = geometry.sets() - 1;
    this.lines = new long[geometry.sets() * geometry.ways()];
    this.dirty = new boolean[lines.length];
    Arrays.fill(lines, EMPTY);
  }

  public CacheGeometry geometry() {
    return geometry;
  }

  /** Reads or writes an address; gives the cycles that it costs beyond a hit. */
  public int access(long address, boolean write) {
    accesses++;
    long line = address >>> lineShift;
    int from = (int) (line & setMask) * geometry.ways();
    for (int way = 0; way < geometry.ways(); way++) {
      if (lines[from + way] == line) {
        hit(from, way, write);
        return 0;
      }
    }
    misses++;
    boolean through = geometry.write() == CacheGeometry.Write.THROUGH;
    if (write && through) {
      return 0;
    }
    fill(from, line, write);
    return geometry.penalty();
  }

  private void hit(int from, int way, boolean write) {
    boolean changed = dirty[from + way] || write && geometry.write() == CacheGeometry.Write.BACK;
    dirty[from + way] = changed;
    if (geometry.replacement() == CacheGeometry.Replacement.LRU) {
      moveToFront(from, way, lines[from + way], changed);
    }
  }

  private void moveToFront(int from, int way, long line, boolean changed) {
    for (int i = from + way; i > from; i--) {
      lines[i] = lines[i - 1];
      dirty[i] = dirty[i - 1];
    }
    lines[from] = line;
    dirty[from] = changed;
  }

  private void fill(int from, long line, boolean write) {
    int victim = geometry.ways() - 1;
    if (geometry.replacement() == CacheGeometry.Replacement.RANDOM
        && lines[from + victim] != EMPTY) {
      random ^= random << 13;
      random ^= random >>> 7;
      random ^= random << 17;
      victim = (int) Long.remainderUnsigned(random, geometry.ways());
    }
    if (dirty[from + victim]) {
      writeBacks++;
    }
    moveToFront(from, victim, line, write);
  }

  public long accesses() {
    return accesses;
  }

  public long misses() {
    return misses;
  }

  /** Lines that went to memory because they had been changed. */
  public long writeBacks() {
    return writeBacks;
  }

  /** The addresses of the lines of each set, the most recent first. */
  public List<List<Long>> contents() {
    List<List<Long>> sets = new ArrayList<>();
    for (int set = 0; set <= setMask; set++) {
      sets.add(contents(set));
    }
    return sets;
  }

  /** The addresses of the lines of one set, the most recent first. */
  public List<Long> contents(int set) {
    List<Long> held = new ArrayList<>();
    for (int way = 0; way < geometry.ways(); way++) {
      long line = lines[set * geometry.ways() + way];
      if (line != EMPTY) {
        held.add(line << lineShift);
      }
    }
    return held;
  }

  /** The set that an address belongs to. */
  public int set(long address) {
    return (int) (address >>> lineShift & setMask);
  }

  /** The address of the line that an address is in. */
  public long line(long address) {
    return address >>> lineShift << lineShift;
  }
}
