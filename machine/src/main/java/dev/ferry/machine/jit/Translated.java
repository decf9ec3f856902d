package dev.ferry.machine.jit;

import dev.ferry.machine.core.Hart;
import java.util.ArrayList;
import java.util.List;

/** A region of guest code as a JVM class: {@code go} is its static method, for direct calls. */
public abstract class Translated {
  /** Guest address of the entry. */
  public final long pc;

  /** Instructions of the region: no path through it retires more before it checks its budget. */
  public final int size;

  protected Translated(long pc, int size) {
    this.pc = pc;
    this.size = size;
  }

  /**
   * Executes from the entry.
   *
   * @param depth of translated calls on the host's stack
   * @return address of the next instruction; registers and counters are in the hart. Where it is
   *     odd the interpreter has to execute one instruction, at the address before.
   */
  public abstract long run(Hart h, int depth);

  /**
   * Executes from a target of its indirect jumps.
   *
   * @return as {@link #run}; {@code at} itself where the region cannot be entered there
   */
  public long runAt(Hart h, int depth, long at) {
    return at;
  }

  /** Where {@link #runAt} enters the region, in rising order. */
  final List<Long> ways() {
    List<Long> ways = new ArrayList<>();
    String distances = wayDistances();
    for (int k = 0; k < distances.length(); k++) {
      ways.add(firstWay() + 2L * distances.charAt(k));
    }
    return ways;
  }

  /** The first of {@link #ways}. */
  protected long firstWay() {
    return pc;
  }

  /** From the first way to each, in steps of two bytes. */
  protected String wayDistances() {
    return "";
  }

  /** The entry of the region that this is, or leads into. */
  long owner() {
    return pc;
  }
}
