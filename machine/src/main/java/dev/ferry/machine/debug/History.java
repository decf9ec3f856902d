package dev.ferry.machine.debug;

import dev.ferry.machine.core.GuestTrap;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.core.MemorySnapshot;
import dev.ferry.machine.core.Region;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The past of a program with one thread: checkpoints of all its state, and what came from the
 * kernel between them. Any moment is reached again by going to the checkpoint before it and
 * executing from there; system calls are not made again, their recorded effects are put in place.
 *
 * <p>Time is the count of retired instructions. A moment is the state after everything that
 * happened at that time, so a system call and its result are one moment.
 */
final class History {
  /** Instructions between two checkpoints at least. */
  private static final long INTERVAL = 1L << 20;

  /** About what the interpreter needs for an instruction. */
  private static final int NANOS_PER_INSTRUCTION = 10;

  /** At most one part in so many of the time goes into checkpoints. */
  private static final int SPARING = 5;

  /** More checkpoints than this are thinned out. */
  private static final int MAX_CHECKPOINTS = 200;

  /** A replay longer than {@link #LONG_REPLAY} leaves a checkpoint this far before its end. */
  private static final long NEAR = 2000;

  private static final long LONG_REPLAY = 20_000;

  /**
   * State at a moment.
   *
   * @param events how many events had happened
   */
  private record Checkpoint(long time, int events, RegisterFile registers, MemorySnapshot memory) {}

  private final Stepper stepper;
  private final long maxBytes;
  private final List<Checkpoint> checkpoints = new ArrayList<>();
  private final List<KernelEvent> events = new ArrayList<>();
  private @Nullable MemorySnapshot latest;
  private long bytes;
  private long interval = INTERVAL;
  private long lastCheckpoint;
  private long horizon;

  // Between leaving for the kernel and coming back.
  private @Nullable RegisterFile left;
  private List<Region> leftRegions = List.of();

  /**
   * @param maxBytes what may be kept; the oldest part is forgotten when it is more
   */
  History(Stepper stepper, long maxBytes) {
    this.stepper = stepper;
    this.maxBytes = maxBytes;
  }

  boolean isRecording() {
    return !checkpoints.isEmpty();
  }

  /** The last moment that was lived. */
  long horizon() {
    return horizon;
  }

  /** The first moment that can be gone back to. */
  long start() {
    return checkpoints.getFirst().time();
  }

  // ---- recording ---------------------------------------------------------------------------

  /** Starts anew at this moment. */
  void begin(Hart h) {
    clear();
    checkpoint(h);
    lived(h);
  }

  void clear() {
    checkpoints.clear();
    events.clear();
    latest = null;
    left = null;
    bytes = 0;
    interval = INTERVAL;
  }

  /** The program has come to this moment for the first time. */
  void lived(Hart h) {
    horizon = h.retired;
    if (isRecording() && h.retired - lastCheckpoint >= interval) {
      checkpoint(h);
      if (checkpoints.size() > MAX_CHECKPOINTS) {
        thinOut();
      }
    }
  }

  private void checkpoint(Hart h) {
    long start = System.nanoTime();
    insert(checkpoints.size(), h, events.size());
    lastCheckpoint = h.retired;
    long affordable = (System.nanoTime() - start) / NANOS_PER_INSTRUCTION * SPARING;
    interval = Math.max(interval, affordable);
  }

  private void insert(int index, Hart h, int eventCount) {
    MemorySnapshot memory = MemorySnapshot.of(h.memory(), latest);
    latest = memory;
    bytes += memory.ownBytes();
    checkpoints.add(index, new Checkpoint(h.retired, eventCount, new RegisterFile(h), memory));
    if (bytes > maxBytes && checkpoints.size() > 2) {
      forgetOldHalf();
    }
  }

  /** Every other checkpoint goes, the first and the last stay. */
  private void thinOut() {
    for (int i = checkpoints.size() - 2; i > 0; i -= 2) {
      checkpoints.remove(i);
    }
    interval *= 2;
  }

  private void forgetOldHalf() {
    int half = checkpoints.size() / 2;
    int firstEvent = checkpoints.get(half).events();
    checkpoints.subList(0, half).clear();
    events.subList(0, firstEvent).clear();
    checkpoints.replaceAll(
        c -> new Checkpoint(c.time(), c.events() - firstEvent, c.registers(), c.memory()));
    bytes /= 2; // Pages are shared, so this is an estimate; what is kept is what counts most.
  }

  /** The kernel takes over. */
  void leave(Hart h) {
    lived(h);
    if (isRecording()) {
      left = new RegisterFile(h);
      leftRegions = h.memory().mappings().regions();
      h.memory().forgetWrites();
    }
  }

  /**
   * The kernel gives control back.
   *
   * @param quietly whether nothing can have happened unless registers have changed
   */
  void enter(Hart h, boolean quietly) {
    RegisterFile before = left;
    left = null;
    if (before == null || quietly && before.isStateOf(h)) {
      return;
    }
    boolean remapped = !h.memory().mappings().regions().equals(leftRegions);
    record(h, before.pc(), remapped ? null : h.memory().writtenPages());
  }

  /** The debugger has written registers or memory; the pc was there before. */
  void changed(Hart h, long pcBefore) {
    if (isRecording()) {
      record(h, pcBefore, null);
    }
  }

  /**
   * @param pages that may have been written; null for any, or where mappings have changed
   */
  private void record(Hart h, long pcBefore, long @Nullable [] pages) {
    KernelEvent event;
    if (pages == null) {
      MemorySnapshot memory = MemorySnapshot.of(h.memory(), latest);
      latest = memory;
      RegisterFile registers = new RegisterFile(h);
      event = new KernelEvent(h.retired, pcBefore, registers, new long[0], new byte[0][], memory);
    } else {
      byte[][] contents = new byte[pages.length][];
      for (int i = 0; i < pages.length; i++) {
        contents[i] = h.memory().pageContents(pages[i]);
      }
      event = new KernelEvent(h.retired, pcBefore, new RegisterFile(h), pages, contents, null);
    }
    bytes += event.bytes();
    events.add(event);
  }

  // ---- going to other moments --------------------------------------------------------------

  /** Puts the program where it was at a recorded moment. */
  void goTo(Hart h, long time) throws DebugException {
    int index = checkpointBefore(time);
    restore(h, index);
    if (time - h.retired > LONG_REPLAY) {
      Stepper.Halt unused = replay(h, time - NEAR, false, false);
      insert(index + 1, h, eventsUpTo(h.retired));
    }
    Stepper.Halt unused = replay(h, time, false, false);
  }

  private int checkpointBefore(long time) throws DebugException {
    for (int i = checkpoints.size() - 1; i >= 0; i--) {
      if (checkpoints.get(i).time() <= time) {
        return i;
      }
    }
    throw new DebugException("that moment is not recorded");
  }

  private void restore(Hart h, int index) {
    Checkpoint checkpoint = checkpoints.get(index);
    checkpoint.memory().restore(h.memory());
    checkpoint.registers().restore(h);
    h.retired = checkpoint.time();
    applyEvents(h, checkpoint.events());
  }

  private int eventsUpTo(long time) {
    int low = 0;
    int high = events.size();
    while (low < high) {
      int middle = low + high >>> 1;
      if (events.get(middle).time() <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void applyEvents(Hart h, int first) {
    for (int i = first; i < events.size() && events.get(i).time() == h.retired; i++) {
      events.get(i).apply(h);
    }
  }

  /**
   * Executes again from a moment in the past.
   *
   * @param target the moment to stop at, recorded
   * @param stops whether breakpoints and watchpoints count
   * @param leaves whether a breakpoint at the first instruction does not count
   * @return BUDGET, BREAKPOINT or WATCHPOINT
   */
  Stepper.Halt replay(Hart h, long target, boolean stops, boolean leaves) throws DebugException {
    boolean leaving = leaves;
    while (h.retired < target) {
      int next = eventsUpTo(h.retired);
      long until = next < events.size() ? Math.min(target, events.get(next).time()) : target;
      Stepper.Halt halt = advance(h, until, stops, leaving);
      leaving = false;
      if (next < events.size() && events.get(next).time() == h.retired) {
        if (events.get(next).pcBefore() != h.pc) {
          throw diverged();
        }
        applyEvents(h, next);
      } else if (h.retired < target
          && (halt == Stepper.Halt.SYSTEM_CALL || halt == Stepper.Halt.EBREAK)) {
        throw diverged();
      }
      if (halt == Stepper.Halt.BREAKPOINT || halt == Stepper.Halt.WATCHPOINT) {
        return halt;
      }
    }
    return Stepper.Halt.BUDGET;
  }

  private Stepper.Halt advance(Hart h, long until, boolean stops, boolean leaves)
      throws DebugException {
    try {
      long budget = until - h.retired;
      return stops ? stepper.run(h, budget, leaves) : stepper.runThrough(h, budget);
    } catch (GuestTrap e) {
      throw diverged();
    }
  }

  private static DebugException diverged() {
    return new DebugException(
        "the program went another way when it was executed again: it reads the clock itself");
  }

  /**
   * Goes back to the last moment before this one at which the program would stop.
   *
   * @return BREAKPOINT, WATCHPOINT, or BUDGET where the start was reached first
   */
  Stepper.Halt back(Hart h) throws DebugException {
    long end = h.retired;
    for (int i = checkpointBefore(end); i >= 0; i--) {
      if (checkpoints.get(i).time() == end) {
        continue;
      }
      restore(h, i);
      long hit = -1;
      Stepper.Halt why = Stepper.Halt.BUDGET;
      Stepper.Halt halt = replay(h, end, true, false);
      while (halt != Stepper.Halt.BUDGET && h.retired <= end) {
        long time = halt == Stepper.Halt.WATCHPOINT ? h.retired - 1 : h.retired;
        if (time < end) {
          hit = time;
          why = halt;
        }
        halt = replay(h, end, true, halt == Stepper.Halt.BREAKPOINT);
      }
      if (hit >= 0) {
        goTo(h, hit);
        return why;
      }
      end = checkpoints.get(i).time();
    }
    goTo(h, start());
    return Stepper.Halt.BUDGET;
  }
}
