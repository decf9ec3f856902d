package dev.ferry.machine.linux.abi;

/** A system call fails with an error number. */
public final class LinuxError extends Exception {
  private static final long serialVersionUID = 1;
  private final int errno;

  /**
   * @param errno positive, of {@link Errno}
   */
  public LinuxError(int errno) {
    super(null, null, false, false);
    this.errno = errno;
  }

  /** Positive number of asm-generic/errno.h. */
  public int errno() {
    return errno;
  }

  @Override
  public String getMessage() {
    return Errno.name(errno);
  }
}
