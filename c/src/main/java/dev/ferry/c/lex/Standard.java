package dev.ferry.c.lex;

/** The editions of the language, oldest first. */
public enum Standard {
  C89(0),
  /** C89 with Amendment 1: digraphs. */
  C94(199409L),
  C99(199901L),
  C11(201112L),
  C17(201710L),
  C23(202311L);

  private final long version;

  Standard(long version) {
    this.version = version;
  }

  /** The value of {@code __STDC_VERSION__}; 0 where it is not defined. */
  public long version() {
    return version;
  }

  public boolean atLeast(Standard other) {
    return compareTo(other) >= 0;
  }
}
