package dev.ferry.machine.linux.abi;

/**
 * What stat tells of a file.
 *
 * @param device number of the file system
 * @param inode number in it
 * @param mode file type and permission bits, S_IFMT and so on
 * @param links number of names
 * @param user owner
 * @param group owning group
 * @param rdevice device number of a device file
 * @param size in bytes
 * @param accessed nanoseconds since 1970
 * @param modified nanoseconds since 1970
 * @param changed nanoseconds since 1970
 */
public record Stat(
    long device,
    long inode,
    int mode,
    int links,
    int user,
    int group,
    long rdevice,
    long size,
    long accessed,
    long modified,
    long changed) {
  public static final int S_IFMT = 0170000;
  public static final int S_IFSOCK = 0140000;
  public static final int S_IFLNK = 0120000;
  public static final int S_IFREG = 0100000;
  public static final int S_IFDIR = 0040000;
  public static final int S_IFCHR = 0020000;
  public static final int S_IFIFO = 0010000;

  /** A file that has no times and one name. */
  public static Stat simple(long inode, int mode, long rdevice, long size) {
    return new Stat(1, inode, mode, 1, 0, 0, rdevice, size, 0, 0, 0);
  }

  /** The same of another owner. */
  public Stat ownedBy(int owner) {
    return new Stat(
        device, inode, mode, links, owner, owner, rdevice, size, accessed, modified, changed);
  }

  /** The same after its last name has gone. */
  public Stat withoutName(long newSize) {
    return new Stat(
        device, inode, mode, 0, user, group, rdevice, newSize, accessed, modified, changed);
  }

  /** The same with another S_IFMT type. */
  public Stat withType(int type) {
    return new Stat(
        device,
        inode,
        mode & ~S_IFMT | type,
        links,
        user,
        group,
        rdevice,
        size,
        accessed,
        modified,
        changed);
  }

  /** Whether its type is S_IFDIR. */
  public boolean isDirectory() {
    return (mode & S_IFMT) == S_IFDIR;
  }
}
