package dev.ferry.c.lex;

/**
 * What the front end needs to know of language and target.
 *
 * @param gnu GNU extensions ({@code -std=gnuNN}), as against {@code -std=cNN}
 * @param xlen 32 or 64
 * @param charUnsigned whether plain {@code char} is unsigned ({@code -funsigned-char}, the default
 *     on RISC-V)
 * @param shortWchar {@code -fshort-wchar}: {@code wchar_t} is 16 bits wide
 * @param trigraphs whether trigraphs are replaced
 * @param assembler the input is assembler source: {@code -x assembler-with-cpp}
 */
public record Dialect(
    Standard standard,
    boolean gnu,
    int xlen,
    boolean charUnsigned,
    boolean shortWchar,
    boolean trigraphs,
    boolean assembler) {
  /** {@code -std=gnu17} for the given XLEN: the default. */
  public static Dialect gnu17(int xlen) {
    return new Dialect(Standard.C17, true, xlen, true, false, false, false);
  }

  public Dialect withStandard(Standard standard, boolean gnu) {
    return new Dialect(
        standard, gnu, xlen, charUnsigned, shortWchar, !gnu && standard != Standard.C23, assembler);
  }

  public Dialect withTrigraphs(boolean trigraphs) {
    return new Dialect(standard, gnu, xlen, charUnsigned, shortWchar, trigraphs, assembler);
  }

  public Dialect withCharUnsigned(boolean charUnsigned) {
    return new Dialect(standard, gnu, xlen, charUnsigned, shortWchar, trigraphs, assembler);
  }

  public Dialect withShortWchar(boolean shortWchar) {
    return new Dialect(standard, gnu, xlen, charUnsigned, shortWchar, trigraphs, assembler);
  }

  public Dialect withAssembler(boolean assembler) {
    return new Dialect(standard, gnu, xlen, charUnsigned, shortWchar, trigraphs, assembler);
  }

  public boolean atLeast(Standard other) {
    return standard.atLeast(other);
  }

  /** The size of {@code wchar_t} in bytes. */
  public int wcharSize() {
    return shortWchar ? 2 : 4;
  }
}
