package dev.ferry.ir;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A defined global object: its bytes and the addresses in them. */
public final class Global {
  /**
   * An address (or a difference of two) stored at {@code offset}.
   *
   * @param bytes width: 4 or 8 (1 and 2 only for differences)
   * @param symbol what it points to; null if {@code block} is set
   * @param block a label of {@code function} (GNU {@code &&label}), or null
   * @param minus subtracted label ({@code &&a - &&b}), or null
   */
  public record Reference(
      long offset,
      int bytes,
      @Nullable Symbol symbol,
      long addend,
      @Nullable Block block,
      @Nullable Block minus) {
    public Reference(long offset, int bytes, Symbol symbol, long addend) {
      this(offset, bytes, symbol, addend, null, null);
    }
  }

  public final Symbol symbol;

  /** Bytes; may be larger than the initialised prefix {@link #bytes}. */
  public final long size;

  public int align;

  /** The initialised prefix; the rest is zero. */
  public byte[] bytes = {};

  public final List<Reference> references = new ArrayList<>(0);
  public boolean isReadOnly;

  /** A tentative definition under -fcommon. */
  public boolean isCommon;

  /** Element width of a mergeable NUL-terminated string literal (1, 2, 4), else 0. */
  public int stringUnit;

  /** Kept although nothing refers to it. */
  public boolean isUsed;

  public Global(Symbol symbol, long size, int align) {
    this.symbol = symbol;
    symbol.objectSize = size;
    this.size = size;
    this.align = align;
    if (symbol.linkage == Symbol.Linkage.LOCAL) {
      promiseAlign();
    }
  }

  /** Aligns the object better, one that no other definition may take the place of. */
  public void alignTo(int bytes) {
    align = Math.max(align, bytes);
    promiseAlign();
  }

  /** No other definition may take the place of this one: its alignment is known of the symbol. */
  public void promiseAlign() {
    symbol.objectAlign = Math.max(symbol.objectAlign, align);
  }
}
