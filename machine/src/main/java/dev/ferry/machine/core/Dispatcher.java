package dev.ferry.machine.core;

/** What translated code needs of the engine that runs it. */
public abstract class Dispatcher {
  /** Ends all translated calls of a hart; its state is complete and {@code pc} set. */
  public static final class Unwind extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Unwind() {
      super(null, null, false, false);
    }
  }

  /**
   * Executes from {@code pc} until {@code ret} is reached, in whatever way: it is the slow form of
   * a call, and the way on where a call did not come back to where it was expected.
   *
   * @param pc as translated code gives it: an odd one is an instruction for the interpreter
   * @param depth of this call on the host's stack
   * @return {@code ret}
   * @throws Unwind when the hart has to stop, or calls have nested too deeply
   */
  public abstract long call(Hart h, long pc, long ret, int depth);

  /**
   * Makes a system call; registers are in the hart and {@code pc} is behind the ecall.
   *
   * @throws Unwind when the thread has to look at signals, to end, or to go on elsewhere
   */
  public abstract void systemCall(Hart h);

  /** The hart is in translated code and has to stop; called by any thread. */
  public abstract void interrupt();

  /** A store is about to be made; only where stores are checked. */
  public void stores(Hart h, long address, int size) {}
}
