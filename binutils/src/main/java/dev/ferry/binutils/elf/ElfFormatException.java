package dev.ferry.binutils.elf;

/**
 * Bad bytes in an object file, executable or archive: what is wrong and at which byte of the file.
 * The only exception a reader of this package throws for its input.
 */
public final class ElfFormatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String file;
  private final long position;

  public ElfFormatException(String file, long position, String message) {
    super(message);
    this.file = file;
    this.position = position;
  }

  /** The file's name as it was given to the reader. */
  public String file() {
    return file;
  }

  /** Offset in the file, in bytes, of what is wrong. */
  public long position() {
    return position;
  }

  /** The whole report in one line, GNU style: {@code file: message (at byte 0x1f)}. */
  public String report() {
    return file + ": " + getMessage() + " (at byte 0x" + Long.toHexString(position) + ")";
  }
}
