package dev.ferry.machine.debug;

/** What the program was told to do until it stops again. */
final class Request {
  /** The thread that alone may run, or 0 for all. */
  final int thread;

  /** Instructions it has yet to execute, {@link Long#MAX_VALUE} for no such end. */
  long left;

  /** Whether the fault it stopped at shall be delivered as a signal. */
  boolean deliversSignal;

  Request(int thread, long left, boolean deliversSignal) {
    this.thread = thread;
    this.left = left;
    this.deliversSignal = deliversSignal;
  }
}
