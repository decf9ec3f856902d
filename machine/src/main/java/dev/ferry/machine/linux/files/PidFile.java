package dev.ferry.machine.linux.files;

import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.waiting.WaitQueue;

/** A pidfd: a process that cannot be mistaken for a later one of the same number. */
public final class PidFile extends OpenFile {
  private final GuestProcess process;

  /**
   * @param flags O_NONBLOCK, or none
   */
  public PidFile(GuestProcess process, int flags) {
    this.process = process;
    this.path = "anon_inode:[pidfd]";
    this.flags = O_RDWR | flags & O_NONBLOCK;
  }

  /** The process that it means, alive or not. */
  public GuestProcess process() {
    return process;
  }

  @Override
  public WaitQueue changes() {
    return process.ends();
  }

  @Override
  public int ready() {
    return process.isDead() ? POLLIN : 0;
  }

  @Override
  public Stat stat() {
    return Stat.simple(24, 0600, 0, 0);
  }
}
