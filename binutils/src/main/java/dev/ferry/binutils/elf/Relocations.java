package dev.ferry.binutils.elf;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The relocations of one section, as parallel arrays: an object file has tens of thousands, so
 * there is no object for each. The order is the file's order, which matters: RELAX and the members
 * of ADD/SUB pairs follow the relocation they belong to at the same offset.
 */
public final class Relocations {
  private static final Symbol[] NO_SYMBOLS = {};

  private int count;
  private long[] offsets = {};
  private int[] types = {};
  private @Nullable Symbol[] symbols = NO_SYMBOLS;
  private long[] addends = {};

  /** How many there are. */
  public int size() {
    return count;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** Byte offset in the section. */
  public long offset(int i) {
    return offsets[i];
  }

  /** The psABI number. */
  public int number(int i) {
    return types[i];
  }

  /** The type, or null when the number is not one of the psABI's. */
  public @Nullable RelocationType type(int i) {
    return RelocationType.of(types[i]);
  }

  /** The symbol, or null for symbol index 0 (value 0), as RELAX and ALIGN have. */
  public @Nullable Symbol symbol(int i) {
    return symbols[i];
  }

  public long addend(int i) {
    return addends[i];
  }

  /** Appends a relocation. */
  public void add(long offset, RelocationType type, @Nullable Symbol symbol, long addend) {
    add(offset, type.number(), symbol, addend);
  }

  /** Appends a relocation by number. */
  public void add(long offset, int number, @Nullable Symbol symbol, long addend) {
    if (count == offsets.length) {
      reserve(Math.max(8, count * 2));
    }
    offsets[count] = offset;
    types[count] = number;
    symbols[count] = symbol;
    addends[count] = addend;
    count++;
  }

  /** Makes room for {@code capacity} relocations in all. */
  public void reserve(int capacity) {
    if (capacity > offsets.length) {
      offsets = Arrays.copyOf(offsets, capacity);
      types = Arrays.copyOf(types, capacity);
      symbols = Arrays.copyOf(symbols, capacity);
      addends = Arrays.copyOf(addends, capacity);
    }
  }

  /** Replaces relocation {@code i}. */
  public void set(int i, long offset, int number, @Nullable Symbol symbol, long addend) {
    offsets[i] = offset;
    types[i] = number;
    symbols[i] = symbol;
    addends[i] = addend;
  }

  /** Removes all. */
  public void clear() {
    count = 0;
    Arrays.fill(symbols, null);
  }

  /** Relocation {@code i} as a record, for tools and tests. */
  public Relocation get(int i) {
    return new Relocation(offsets[i], types[i], symbols[i], addends[i]);
  }
}
