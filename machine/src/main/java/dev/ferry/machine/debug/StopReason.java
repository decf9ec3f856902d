package dev.ferry.machine.debug;

import dev.ferry.machine.linux.Outcome;

/** Why a program under a debugger has stopped. */
public sealed interface StopReason {
  /** Before its first instruction. */
  record Started() implements StopReason {}

  /** As many instructions as were asked for have been executed, or taken back. */
  record Stepped() implements StopReason {}

  /** Before the instruction at a breakpoint. */
  record AtBreakpoint(long address) implements StopReason {}

  /** After an instruction that did what is watched; backwards, before it. */
  record AtWatchpoint(Watchpoint watchpoint) implements StopReason {}

  /**
   * The next instruction faults; to go on is to deliver the signal.
   *
   * @param signal Linux' number
   */
  record Signalled(int signal) implements StopReason {}

  /** Somebody asked for it. */
  record Interrupted() implements StopReason {}

  /** At the first moment that is recorded: there is no way further back. */
  record AtStartOfHistory() implements StopReason {}

  /**
   * The program has asked to end; its memory is still there, and the way back is open.
   *
   * @param status its exit status
   */
  record Exiting(int status) implements StopReason {}

  /** The program is gone. */
  record Ended(Outcome outcome) implements StopReason {}
}
