package dev.ferry.machine.debug;

/**
 * Bytes whose accesses stop the program.
 *
 * @param address first byte
 * @param length bytes
 */
public record Watchpoint(long address, long length, Kind kind) {
  /** Which accesses. */
  public enum Kind {
    /** Writes that change the bytes. */
    WRITE,
    READ,
    ACCESS
  }

  boolean overlaps(long start, int bytes) {
    return start < address + length && address < start + bytes;
  }

  boolean sees(boolean reads, boolean writes) {
    return switch (kind) {
      case WRITE -> writes;
      case READ -> reads;
      case ACCESS -> reads || writes;
    };
  }
}
