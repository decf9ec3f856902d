package dev.ferry.machine.linux.kernel;

/**
 * What a part of the kernel keeps for all processes: names of sockets, terminals, queues. Who puts
 * the kernel together gives it one of each, and the part finds its own by {@link Kernel#facility}.
 */
public interface Facility {
  /** A process has ended; its files are closed and its memory is gone. */
  default void processEnded(GuestProcess process) {}

  /** A process has let go of what it had mapped. */
  default void memoryLetGo(Kernel kernel) {}

  /** The kernel has ended, and needs no threads any more. */
  default void kernelEnded() {}
}
