package dev.ferry.machine.linux.kernel;

/**
 * What wait tells of a child.
 *
 * @param child the process
 * @param code CLD_ code of siginfo
 * @param value its exit status, or the signal that ended, stopped or continued it
 */
public record ChildChange(GuestProcess child, int code, int value) {
  static final int EXITED = 1;
  static final int KILLED = 2;
  static final int STOPPED = 5;
  static final int CONTINUED = 6;

  /** As WEXITSTATUS and its relatives take it. */
  public int waitStatus() {
    return switch (code) {
      case EXITED -> (value & 0xff) << 8;
      case STOPPED -> value << 8 | 0x7f;
      case CONTINUED -> 0xffff;
      default -> value;
    };
  }
}
