package dev.ferry.c.syntax;

/** The types that keywords alone can name (C17 6.7.2), and GNU's and TS 18661-3's further ones. */
public enum BasicType {
  VOID("void"),
  BOOL("_Bool"),
  CHAR("char"),
  SIGNED_CHAR("signed char"),
  UNSIGNED_CHAR("unsigned char"),
  SHORT("short int"),
  UNSIGNED_SHORT("short unsigned int"),
  INT("int"),
  UNSIGNED_INT("unsigned int"),
  LONG("long int"),
  UNSIGNED_LONG("long unsigned int"),
  LONG_LONG("long long int"),
  UNSIGNED_LONG_LONG("long long unsigned int"),
  INT128("__int128"),
  UNSIGNED_INT128("__int128 unsigned"),
  FLOAT("float"),
  DOUBLE("double"),
  LONG_DOUBLE("long double"),
  FLOAT16("_Float16"),
  FLOAT32("_Float32"),
  FLOAT64("_Float64"),
  FLOAT128("_Float128"),
  FLOAT32X("_Float32x"),
  FLOAT64X("_Float64x");

  private final String text;

  BasicType(String text) {
    this.text = text;
  }

  /** The name as gcc prints it. */
  public String text() {
    return text;
  }
}
