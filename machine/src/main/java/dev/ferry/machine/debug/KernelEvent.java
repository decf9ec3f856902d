package dev.ferry.machine.debug;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.GuestTrap;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.core.MemorySnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What came into a program from outside at one moment: the effects of a system call, a signal or
 * the debugger's own writes, to be repeated when the program is executed again.
 *
 * @param time retired instructions at that moment
 * @param pcBefore where the program was, to notice when it took another way
 * @param registers after it
 * @param pages addresses of pages that may have been written
 * @param contents of these pages after it
 * @param memory all memory after it, where mappings have changed, else null
 */
record KernelEvent(
    long time,
    long pcBefore,
    RegisterFile registers,
    long[] pages,
    byte[][] contents,
    @Nullable MemorySnapshot memory) {

  void apply(Hart h) {
    registers.restore(h);
    if (memory != null) {
      memory.restore(h.memory());
      return;
    }
    for (int i = 0; i < pages.length; i++) {
      try {
        h.memory().poke(pages[i], contents[i], 0, GuestMemory.PAGE);
      } catch (GuestTrap e) {
        throw new IllegalStateException("a recorded page is not mapped", e);
      }
    }
  }

  long bytes() {
    long own = memory == null ? 0 : memory.ownBytes();
    return own + (long) pages.length * GuestMemory.PAGE + 1024;
  }
}
