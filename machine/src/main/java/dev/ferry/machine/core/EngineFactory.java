package dev.ferry.machine.core;

/** Makes what executes the code of one address space. */
public interface EngineFactory {
  /** Code of one address space, shared by its threads. */
  interface Code {
    /** An engine for one thread. */
    Engine newEngine();

    /**
     * From now on a handler may see the registers at a fault and go on elsewhere: every one of them
     * has to be right, even those that the code would overwrite before it read them.
     */
    default void beExact() {}

    /** The address space is gone: stop background work. */
    default void close() {}
  }

  /**
   * @param xlen 32 or 64
   */
  Code forMemory(GuestMemory memory, int xlen);
}
