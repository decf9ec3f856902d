package dev.ferry.machine.jit;

import java.util.function.LongPredicate;

/**
 * How regions of an address space are translated. Where guest memory lies is part of the code.
 *
 * @param xlen 32 or 64
 * @param base host address of guest address 0
 * @param rights host address of the rights of page 0
 * @param windows whether there are windows, see {@link dev.ferry.machine.core.Windows}
 * @param pages pages of the address space
 * @param counted whether the limit {@code h.stopAt} on instructions is obeyed
 * @param checked whether stores are reported and regions call nothing, see {@link CheckedEngine}
 * @param callsDirectly which functions are called by name rather than through the dispatcher
 * @param sites what is known of loads and stores, and which instructions' fast ways have failed
 */
record Translation(
    int xlen,
    long base,
    long rights,
    boolean windows,
    long pages,
    boolean counted,
    boolean checked,
    LongPredicate callsDirectly,
    AccessSites sites) {
  /** The window that an access is checked with, -1 for none. */
  int window(long pc, int right) {
    return windows ? sites.window(pc, right) : -1;
  }

  /** Whether the fast way of an instruction has failed. */
  boolean isSlow(long pc) {
    return sites.isSlow(pc);
  }
}
