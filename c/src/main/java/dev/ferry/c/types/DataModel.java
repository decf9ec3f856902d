package dev.ferry.c.types;

/**
 * The sizes that depend on the target (psABI, "C type details").
 *
 * @param xlen 32 or 64: the width of a pointer and of {@code long}
 * @param charSigned whether plain {@code char} is signed (RISC-V: no; {@code -fsigned-char})
 * @param shortEnums {@code -fshort-enums}
 * @param wcharBytes 4, or 2 under {@code -fshort-wchar}
 */
public record DataModel(int xlen, boolean charSigned, boolean shortEnums, int wcharBytes) {
  public static final DataModel LP64 = new DataModel(64, false, false, 4);
  public static final DataModel ILP32 = new DataModel(32, false, false, 4);

  public int pointerBytes() {
    return xlen / 8;
  }
}
