package dev.ferry.machine.linux;

/**
 * A wait on a Java monitor inside a system call. Only such a wait is ended with {@link
 * Thread#interrupt}: anywhere else an interrupt would close the file channel that the thread is
 * about to use. Other waits are parks, which an unpark ends.
 */
final class MonitorWait {
  private boolean waiting;

  /** The waits of the calling thread; one of its own for a thread that is no guest. */
  private static MonitorWait current() {
    return Thread.currentThread() instanceof HostThread host
        ? host.guest.monitorWait()
        : new MonitorWait();
  }

  /** The host thread of a guest thread. */
  static final class HostThread extends Thread {
    private final GuestThread guest;

    HostThread(GuestThread guest, String name, long stack) {
      super(null, guest, name, stack);
      this.guest = guest;
    }

    /** Whether the guest thread has been woken since it last looked at its signals. */
    private boolean isAwake() {
      return guest.isAwake();
    }
  }

  /** As {@link Object#wait()}; the caller holds the monitor. */
  static void await(Object monitor) throws InterruptedException {
    await(monitor, 0);
  }

  /** As {@link Object#wait(long)}; the caller holds the monitor. */
  static void await(Object monitor, long milliseconds) throws InterruptedException {
    MonitorWait wait = current();
    wait.enter();
    try {
      monitor.wait(milliseconds);
    } finally {
      wait.leave();
    }
  }

  private synchronized void enter() throws InterruptedException {
    if (Thread.currentThread() instanceof HostThread host && host.isAwake()) {
      throw new InterruptedException();
    }
    waiting = true;
  }

  private synchronized void leave() {
    waiting = false;
    boolean unused = Thread.interrupted();
  }

  /** Ends the wait of a thread, if it is in one. */
  synchronized void end(Thread thread) {
    if (waiting) {
      thread.interrupt();
    }
  }
}
