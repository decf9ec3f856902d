package dev.ferry.machine.linux;

/** A pidfd: a process that cannot be mistaken for a later one of the same number. */
final class PidFile extends OpenFile {
  private final GuestProcess process;

  PidFile(GuestProcess process, int flags) {
    this.process = process;
    this.path = "anon_inode:[pidfd]";
    this.flags = O_RDWR | flags & O_NONBLOCK;
  }

  GuestProcess process() {
    return process;
  }

  @Override
  WaitQueue changes() {
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
