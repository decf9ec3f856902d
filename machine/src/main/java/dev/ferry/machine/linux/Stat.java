package dev.ferry.machine.linux;

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
  static final int S_IFMT = 0170000;
  static final int S_IFSOCK = 0140000;
  static final int S_IFLNK = 0120000;
  static final int S_IFREG = 0100000;
  static final int S_IFDIR = 0040000;
  static final int S_IFCHR = 0020000;
  static final int S_IFIFO = 0010000;

  /** A file that has no times and one name. */
  static Stat simple(long inode, int mode, long rdevice, long size) {
    return new Stat(1, inode, mode, 1, 0, 0, rdevice, size, 0, 0, 0);
  }

  /** The same of another owner. */
  Stat ownedBy(int owner) {
    return new Stat(
        device, inode, mode, links, owner, owner, rdevice, size, accessed, modified, changed);
  }

  /** The same after its last name has gone. */
  Stat withoutName(long newSize) {
    return new Stat(
        device, inode, mode, 0, user, group, rdevice, newSize, accessed, modified, changed);
  }

  /** The same with another S_IFMT type. */
  Stat withType(int type) {
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

  boolean isDirectory() {
    return (mode & S_IFMT) == S_IFDIR;
  }
}
