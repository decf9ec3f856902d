package dev.ferry.machine.linux.waiting;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread of a guest as far as sleeping goes: its host thread, and who has to wake it. */
public abstract class Sleeper implements Runnable {
  /** Host stack of a guest thread: translated calls nest on it. */
  private static final long HOST_STACK = 512L << 20;

  private final ProcessorTime time = new ProcessorTime();
  private volatile @Nullable Thread host;
  private volatile @Nullable HostPoller poller;

  /** The host thread of a guest thread. */
  private static final class HostThread extends Thread {
    private final Sleeper guest;

    HostThread(Sleeper guest, String name) {
      super(null, guest, name, HOST_STACK);
      this.guest = guest;
    }
  }

  /** The guest's thread that the calling thread runs, or null. */
  public static @Nullable Sleeper current() {
    return Thread.currentThread() instanceof HostThread host ? host.guest : null;
  }

  /** Starts the host thread. */
  protected final void start(String label) {
    Thread thread = new HostThread(this, label);
    thread.setDaemon(true);
    host = thread;
    thread.start();
  }

  /** Processor time that it has used. */
  public final ProcessorTime time() {
    return time;
  }

  /** Whether a blocking call has to end: a signal, or the end of the thread. */
  public abstract boolean mustReturn();

  /** Whether the process is stopped, and the thread does not have to leave. */
  public abstract boolean isHeld();

  /** Lets the thread look again at what it sleeps for. */
  public final void unpark() {
    LockSupport.unpark(host);
    HostPoller polled = poller;
    if (polled != null) {
      polled.wake();
    }
  }

  /** It sleeps in the poller from now on, or no longer: who wakes it has to wake that too. */
  final void polls(@Nullable HostPoller value) {
    poller = value;
  }
}
