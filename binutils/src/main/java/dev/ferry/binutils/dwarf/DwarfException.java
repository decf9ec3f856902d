package dev.ferry.binutils.dwarf;

/** Malformed debug information; the position is an offset in the named section. */
public final class DwarfException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String section;
  private final long position;

  DwarfException(String section, long position, String message) {
    super(message);
    this.section = section;
    this.position = position;
  }

  public String section() {
    return section;
  }

  public long position() {
    return position;
  }
}
