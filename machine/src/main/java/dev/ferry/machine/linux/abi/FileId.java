package dev.ferry.machine.linux.abi;

/** Which file it is, whatever its names. */
public record FileId(long device, long inode) {
  public static FileId of(Stat stat) {
    return new FileId(stat.device(), stat.inode());
  }
}
