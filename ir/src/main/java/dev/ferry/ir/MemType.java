package dev.ferry.ir;

/** What a load or store moves: the width in memory and how a narrow integer is extended. */
public enum MemType {
  I8S("i8s", 1, true),
  I8U("i8u", 1, true),
  I16S("i16s", 2, true),
  I16U("i16u", 2, true),
  /** 32 bits; loaded into an i64 it is sign-extended. */
  I32("i32", 4, true),
  /** 32 bits zero-extended into an i64. */
  I32U("i32u", 4, true),
  I64("i64", 8, true),
  F32("f32", 4, false),
  F64("f64", 8, false);

  private final String text;
  private final int bytes;
  private final boolean integer;

  MemType(String text, int bytes, boolean integer) {
    this.text = text;
    this.bytes = bytes;
    this.integer = integer;
  }

  public String text() {
    return text;
  }

  public int bytes() {
    return bytes;
  }

  public boolean isInt() {
    return integer;
  }

  /** The full-width memory type of a value type. */
  public static MemType of(Type type) {
    return switch (type) {
      case I32 -> I32;
      case I64 -> I64;
      case F32 -> F32;
      case F64 -> F64;
    };
  }
}
