package dev.ferry.machine.interpreter;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Hart;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pre-decoded code of one address space, shared by its harts. Pages are dropped when their mapping
 * changes or, as the architecture demands, at {@code fence.i}.
 *
 * <p>Locks are taken in this order: the memory's, this, the listener's. So nothing that may touch
 * memory is done while this is locked.
 */
public final class CodeCache implements GuestMemory.CodeWatcher {
  /** What wants to know of code that runs often, and of code that goes. */
  public interface Listener {
    /**
     * A loop header or function has been jumped to often.
     *
     * @param from {@link #FUNCTION}, {@link #INSIDE}, {@link #LOOP}, or the address of the
     *     translated code that was left there
     */
    void hot(long pc, long from);

    /** It is called. */
    long FUNCTION = -1;

    /** It is inside a function, as the target of a jump table is. */
    long INSIDE = -2;

    /** It is jumped back to. */
    long LOOP = -3;

    /** Code in the range is gone or may have changed. */
    void codeChanged(long start, long end);
  }

  private static final int TABLE = 1024;

  private final GuestMemory memory;

  /** Keeps what it has decoded: used only while this is locked. */
  private final Predecoder predecoder;

  private final @Nullable CodePage[] table = new @Nullable CodePage[TABLE];
  private final Map<Long, CodePage> pages = new HashMap<>();

  /** Where indirect jumps have gone: jump tables, most of them. */
  private final Map<Long, Set<Long>> ways = new HashMap<>();

  private @Nullable Listener listener;
  int threshold = Integer.MAX_VALUE;

  /**
   * @param xlen 32 or 64
   */
  public CodeCache(GuestMemory memory, int xlen) {
    this.memory = memory;
    this.predecoder = new Predecoder(xlen);
    memory.setCodeWatcher(this);
  }

  /** Sets who is told when a place has been jumped to that many times. */
  public void setListener(Listener newListener, int jumps) {
    listener = newListener;
    threshold = jumps;
  }

  void hot(CodePage page, int slot, long from) {
    page.heat[slot] = Integer.MIN_VALUE; // Once is enough.
    Listener known = listener;
    if (known != null) {
      known.hot(page.base + 2L * slot, from);
    }
  }

  /**
   * Counts an arrival at a place from translated code.
   *
   * @param from as {@link Listener#hot} gets it
   */
  public void heat(long pc, long from) {
    if ((pc & 1) == 0 && memory.grants(pc, GuestMemory.EXECUTE)) {
      CodePage page = page(pc);
      int slot = (int) (pc - page.base) >> 1;
      if (++page.heat[slot] >= threshold) {
        hot(page, slot, from);
      }
    }
  }

  /**
   * Remembers that the indirect jump at {@code from}, no call and no return, went to {@code to}.
   */
  public synchronized void addWay(long from, long to) {
    ways.computeIfAbsent(from, f -> new HashSet<>()).add(to);
  }

  /** Where the indirect jump at an address has been seen to go; not complete. */
  public synchronized List<Long> ways(long from) {
    Set<Long> known = ways.get(from);
    return known == null ? List.of() : List.copyOf(known);
  }

  /** How often a place has been jumped to; negative when it is known to be hot. */
  public synchronized int heatOf(long pc) {
    CodePage page = pages.get(pc & -GuestMemory.PAGE);
    return page == null ? 0 : page.heat[(int) (pc - page.base) >> 1];
  }

  /** Whether the instruction at an address has been reached before. */
  public synchronized boolean isReached(long pc) {
    CodePage page = pages.get(pc & -GuestMemory.PAGE);
    return page != null && page.uops[(int) (pc - page.base) >> 1] != Uop.DECODE;
  }

  /** Lets a place become hot once more. */
  public synchronized void cool(long pc) {
    CodePage page = pages.get(pc & -GuestMemory.PAGE);
    if (page != null) {
      page.heat[(int) (pc - page.base) >> 1] = 0;
    }
  }

  /** Makes the interpreter stop at a place, where translated code starts. */
  public synchronized void markTranslated(long pc) {
    if (memory.grants(pc, GuestMemory.EXECUTE)) {
      CodePage page = pages.computeIfAbsent(pc & -GuestMemory.PAGE, CodePage::new);
      page.uops[(int) (pc - page.base) >> 1] = Uop.TRANSLATED;
    }
  }

  /** Takes back {@link #markTranslated}. */
  public synchronized void unmarkTranslated(long pc) {
    CodePage page = pages.get(pc & -GuestMemory.PAGE);
    if (page != null) {
      int slot = (int) (pc - page.base) >> 1;
      page.uops[slot] = Uop.DECODE;
      page.heat[slot] = 0;
    }
  }

  /** Two or four bytes of code. Faults where it may not be executed. */
  public int word(long pc) {
    int word = memory.fetch16(pc);
    return (word & 3) == 3 ? word | memory.fetch16(pc + 2) << 16 : word;
  }

  /** The page of an address; faults unless it may be executed. */
  CodePage page(long pc) {
    CodePage page = table[(int) (pc >>> 12) & TABLE - 1];
    return page != null && page.base == (pc & -GuestMemory.PAGE) ? page : pageSlow(pc);
  }

  private CodePage pageSlow(long pc) {
    memory.touch(pc, GuestMemory.EXECUTE);
    synchronized (this) {
      CodePage page = pages.computeIfAbsent(pc & -GuestMemory.PAGE, CodePage::new);
      table[(int) (pc >>> 12) & TABLE - 1] = page;
      return page;
    }
  }

  /** Fills a slot. Faults where the instruction's second half may not be executed. */
  void decode(CodePage page, int slot) {
    int word = word(page.base + 2L * slot);
    synchronized (this) {
      if (page.uops[slot] == Uop.DECODE) { // Else translated in the meantime.
        page.uops[slot] = predecoder.predecode(word);
      }
    }
  }

  /** The micro-op that a mark of translated code hides. */
  long hidden(CodePage page, int slot) {
    int word = word(page.base + 2L * slot);
    synchronized (this) {
      return predecoder.predecode(word);
    }
  }

  @Override
  public synchronized void codeChanged(long start, long end) {
    // The page before may hold the first half of an instruction.
    long first = (start & -GuestMemory.PAGE) - GuestMemory.PAGE;
    if (end - first > (long) pages.size() * GuestMemory.PAGE) {
      pages.keySet().removeIf(base -> base >= first && base < end);
    } else {
      for (long base = first; base < end; base += GuestMemory.PAGE) {
        pages.remove(base);
      }
    }
    for (int i = 0; i < TABLE; i++) {
      CodePage page = table[i];
      if (page != null && page.base >= first && page.base < end) {
        table[i] = null;
      }
    }
    ways.keySet().removeIf(from -> from >= first && from < end);
    Listener known = listener;
    if (known != null) {
      known.codeChanged(start, end);
    }
  }

  /** {@code fence.i}: forgets code in pages that may have been written. */
  public synchronized void fence(Hart h) {
    java.util.List<Long> written = new java.util.ArrayList<>();
    for (long base : pages.keySet()) {
      if (memory.grants(base, GuestMemory.WRITE)) {
        written.add(base);
      }
    }
    for (long base : written) {
      codeChanged(base, base + GuestMemory.PAGE);
    }
  }
}
