package dev.ferry.machine.linux.kernel;

import org.jspecify.annotations.Nullable;

/**
 * What a part of the kernel keeps for all processes: names of sockets, terminals, queues. Who puts
 * the kernel together gives it one of each, and the part finds its own by {@link Kernel#facility}.
 */
public interface Facility {
  /** A process has ended; its files are closed and its memory is gone. */
  default void processEnded(GuestProcess process) {}

  /** A process has let go of what it had mapped. */
  default void memoryLetGo(Kernel kernel) {}

  /**
   * The text of a file of {@code /proc} that is about what it keeps, or null.
   *
   * @param name the path below {@code /proc}
   */
  default @Nullable String text(Kernel kernel, String name) {
    return null;
  }

  /** The kernel has ended, and needs no threads any more. */
  default void kernelEnded() {}
}
