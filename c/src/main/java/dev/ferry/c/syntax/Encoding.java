package dev.ferry.c.syntax;

/** The encoding prefix of a character constant or string literal (C17 6.4.4.4, 6.4.5). */
public enum Encoding {
  /** No prefix: execution character set, UTF-8. */
  PLAIN(""),
  /** {@code u8}: UTF-8. */
  UTF8("u8"),
  /** {@code u}: {@code char16_t}, UTF-16. */
  UTF16("u"),
  /** {@code U}: {@code char32_t}, UTF-32. */
  UTF32("U"),
  /** {@code L}: {@code wchar_t}, UTF-32, or UTF-16 under {@code -fshort-wchar}. */
  WIDE("L");

  private final String prefix;

  Encoding(String prefix) {
    this.prefix = prefix;
  }

  public String prefix() {
    return prefix;
  }
}
