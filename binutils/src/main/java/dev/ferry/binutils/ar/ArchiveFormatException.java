package dev.ferry.binutils.ar;

/** Bad bytes in an archive: what is wrong and at which byte. */
public final class ArchiveFormatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String file;
  private final long position;

  public ArchiveFormatException(String file, long position, String message) {
    super(message);
    this.file = file;
    this.position = position;
  }

  public String file() {
    return file;
  }

  /** Offset in bytes of what is wrong. */
  public long position() {
    return position;
  }

  /** The whole report in one line. */
  public String report() {
    return file + ": " + getMessage() + " (at byte 0x" + Long.toHexString(position) + ")";
  }
}
