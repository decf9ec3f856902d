package dev.ferry.machine.core;

/** What executes a hart's instructions. One engine serves one hart at a time. */
public interface Engine {
  /** Why {@link #run} came back. */
  enum Stop {
    /** The budget is used up, or the hart was told to stop. */
    BUDGET,
    /** After an {@code ecall}. */
    SYSTEM_CALL,
    /** Before an {@code ebreak}. */
    BREAKPOINT
  }

  /**
   * Executes instructions from {@code h.pc}.
   *
   * @param budget how many at most
   * @throws GuestTrap with {@code h.pc} at the instruction that trapped, which has not retired
   */
  Stop run(Hart h, long budget);

  /** Lets the engine make system calls itself; one that does not comes back for each. */
  default void setSystemCalls(SystemCallHandler handler) {}
}
