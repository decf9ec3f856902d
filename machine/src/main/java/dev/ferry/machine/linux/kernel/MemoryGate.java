package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.GuestTrap;
import java.util.Arrays;

/** Where other processes read a process' memory, which goes when it ends or becomes another. */
public final class MemoryGate {
  private final GuestProcess process;
  private boolean ended;

  MemoryGate(GuestProcess process) {
    this.process = process;
  }

  /** Lets go of a memory while nobody reads. */
  synchronized void letGo(Runnable freeing, boolean ends) {
    ended |= ends;
    freeing.run();
  }

  /**
   * Reads as much as is mapped of a run of bytes.
   *
   * @return as many as could be read; none where the process has ended
   */
  public synchronized byte[] read(long address, int length) {
    if (ended) {
      return new byte[0];
    }
    GuestMemory memory = process.memory();
    byte[] bytes = new byte[length];
    int done = 0;
    synchronized (memory) {
      try {
        while (done < length) {
          long at = address + done;
          int part = (int) Math.min(length - done, GuestMemory.PAGE - (at & GuestMemory.PAGE - 1));
          memory.read(at, bytes, done, part);
          done += part;
        }
      } catch (GuestTrap e) {
        // What lies from here on is not mapped.
      }
    }
    return Arrays.copyOf(bytes, done);
  }
}
