package dev.ferry.machine.interpreter;

import dev.ferry.machine.core.GuestMemory;
import java.util.Arrays;

/** The micro-ops of a page of code, one slot for every two bytes, decoded when first reached. */
final class CodePage {
  /** Slots of a page. */
  static final int SLOTS = GuestMemory.PAGE / 2;

  /** Guest address of the page. */
  final long base;

  /** Two slots more than the page has: an instruction may reach over its end. */
  final long[] uops = new long[SLOTS + 2];

  /** How often each slot was jumped to as a loop header or function. */
  final int[] heat = new int[SLOTS];

  CodePage(long base) {
    this.base = base;
    Arrays.fill(uops, SLOTS, SLOTS + 2, Uop.PAGE_END);
  }
}
