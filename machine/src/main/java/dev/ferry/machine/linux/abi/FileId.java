package dev.ferry.machine.linux.abi;

/** Which file it is, whatever its names. */
public record FileId(long device, long inode) {
  /** The file that stat has looked at. */
  public static FileId of(Stat stat) {
    return new FileId(stat.device(), stat.inode());
  }
}
