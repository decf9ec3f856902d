package dev.ferry.ir;

/**
 * The type of an SSA value. There are no sub-word, pointer or aggregate values: narrow integers
 * live in {@link #I32} (loads, stores and extensions know the width), a pointer is the integer of
 * XLEN, aggregates are slots.
 */
public enum Type {
  I32("i32", 4),
  I64("i64", 8),
  F32("f32", 4),
  F64("f64", 8);

  private final String text;
  private final int bytes;

  Type(String text, int bytes) {
    this.text = text;
    this.bytes = bytes;
  }

  /** The name in IR text. */
  public String text() {
    return text;
  }

  public int bytes() {
    return bytes;
  }

  public int bits() {
    return bytes * 8;
  }

  public boolean isInt() {
    return this == I32 || this == I64;
  }

  public boolean isFloat() {
    return !isInt();
  }
}
