package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.waiting.IntervalTimer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The timers of a process that send signals: three of setitimer, and those of timer_create. */
public final class Timers {
  private static final int MAX_TIMERS = 1024;
  private static final int[] INTERVAL_SIGNALS = {Signals.SIGALRM, 26, 27}; // SIGVTALRM, SIGPROF

  private final GuestProcess process;
  private final IntervalTimer[] intervals = new IntervalTimer[INTERVAL_SIGNALS.length];
  private final Map<Integer, IntervalTimer> created = new HashMap<>();
  private int nextNumber;

  Timers(GuestProcess process) {
    this.process = process;
    for (int i = 0; i < intervals.length; i++) {
      Signals.Pending signal = new Signals.Pending(INTERVAL_SIGNALS[i], Signals.SI_KERNEL, 0, 0);
      intervals[i] =
          new IntervalTimer(
              process.kernel().clockwork(),
              i == 0 ? System::nanoTime : process::processorTime,
              () -> process.signals().raise(signal));
    }
  }

  /** ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF; time in the system counts as the process's own. */
  public IntervalTimer interval(int which) throws LinuxError {
    if (which < 0 || which >= intervals.length) {
      throw new LinuxError(Errno.EINVAL);
    }
    return intervals[which];
  }

  /** What timer_create is told of whom to send what. */
  public record Notice(int signal, long value, @Nullable GuestThread thread) {}

  /**
   * @param notice null for a timer that tells nobody; a signal of 0 is SIGALRM with the number
   */
  public synchronized int create(java.util.function.LongSupplier clock, @Nullable Notice notice)
      throws LinuxError {
    if (created.size() >= MAX_TIMERS) {
      throw new LinuxError(Errno.EAGAIN);
    }
    int number = nextNumber++;
    Runnable ring = notice == null ? () -> {} : () -> ring(number, notice);
    created.put(number, new IntervalTimer(process.kernel().clockwork(), clock, ring));
    return number;
  }

  /** Where its last signal still waits, that stands for this one as well. */
  private void ring(int number, Notice notice) {
    boolean named = notice.signal() != 0;
    int signal = named ? notice.signal() : Signals.SIGALRM;
    long value = named ? notice.value() : number;
    Signals.Pending pending = new Signals.Pending(signal, Signals.SI_TIMER, number, value);
    GuestThread thread = notice.thread();
    if (thread == null) {
      if (!process.signals().hasPending(pending)) {
        process.signals().raise(pending);
      }
    } else if (!thread.hasPending(pending)) {
      thread.raise(pending);
    }
  }

  /** A timer of timer_create; EINVAL where there is none of that number. */
  public synchronized IntervalTimer get(int number) throws LinuxError {
    IntervalTimer timer = created.get(number);
    if (timer == null) {
      throw new LinuxError(Errno.EINVAL);
    }
    return timer;
  }

  /** timer_delete. */
  public synchronized void delete(int number) throws LinuxError {
    get(number).cancel();
    created.remove(number);
  }

  /** execve: those of setitimer stay. */
  public synchronized void deleteCreated() {
    created.values().forEach(IntervalTimer::cancel);
    created.clear();
  }

  void cancelAll() {
    deleteCreated();
    for (IntervalTimer timer : intervals) {
      timer.cancel();
    }
  }
}
