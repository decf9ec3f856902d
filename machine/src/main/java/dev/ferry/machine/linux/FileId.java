package dev.ferry.machine.linux;

/** Which file it is, whatever its names. */
record FileId(long device, long inode) {
  static FileId of(Stat stat) {
    return new FileId(stat.device(), stat.inode());
  }
}
