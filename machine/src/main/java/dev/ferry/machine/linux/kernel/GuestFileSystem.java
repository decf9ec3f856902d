package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;

/**
 * The files a guest sees, by absolute guest path. Every method throws {@link LinuxError} with the
 * number Linux gives; what is not granted does not exist.
 */
public interface GuestFileSystem extends AutoCloseable {
  /**
   * Opens a file.
   *
   * @param flags O_ flags of the guest
   * @param mode permission bits of a file that is made
   */
  OpenFile open(String path, int flags, int mode) throws LinuxError;

  /** Looks at a file; {@code follow} whether a link at the end is followed. */
  Stat stat(String path, boolean follow) throws LinuxError;

  /** Target of a symbolic link. */
  String readLink(String path) throws LinuxError;

  void makeDirectory(String path, int mode) throws LinuxError;

  void removeDirectory(String path) throws LinuxError;

  void unlink(String path) throws LinuxError;

  void rename(String from, String to, boolean exclusive) throws LinuxError;

  void link(String existing, String path) throws LinuxError;

  void symbolicLink(String target, String path) throws LinuxError;

  void changeMode(String path, int mode, boolean follow) throws LinuxError;

  /** Sets times in nanoseconds since 1970; {@link Long#MIN_VALUE} leaves one as it is. */
  void setTimes(String path, long accessed, long modified, boolean follow) throws LinuxError;

  void truncate(String path, long length) throws LinuxError;

  /** Fails unless the file may be accessed: 4 read, 2 write, 1 execute, or'ed; 0 exists. */
  void access(String path, int mode) throws LinuxError;

  /**
   * Extended attributes of a file; EOPNOTSUPP where it has none.
   *
   * @param writes whether they are to be changed
   */
  default ExtendedAttributes attributes(String path, boolean follow, boolean writes)
      throws LinuxError {
    throw new LinuxError(Errno.EOPNOTSUPP);
  }

  /** The machine has ended: nothing asks any more. */
  @Override
  default void close() {}

  /** The path without links, dots and double slashes; the last part need not exist. */
  String canonical(String path) throws LinuxError;
}
