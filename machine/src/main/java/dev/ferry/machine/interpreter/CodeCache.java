package dev.ferry.machine.interpreter;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Hart;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pre-decoded code of one address space, shared by its harts. Pages are dropped when their mapping
 * changes or, as the architecture demands, at {@code fence.i}.
 */
public final class CodeCache implements GuestMemory.CodeWatcher {
  private static final int TABLE = 1024;

  private final GuestMemory memory;
  private final Predecoder predecoder;
  private final @Nullable CodePage[] table = new @Nullable CodePage[TABLE];
  private final Map<Long, CodePage> pages = new HashMap<>();

  /**
   * @param xlen 32 or 64
   */
  public CodeCache(GuestMemory memory, int xlen) {
    this.memory = memory;
    this.predecoder = new Predecoder(xlen);
    memory.setCodeWatcher(this);
  }

  /** The page of an address; faults unless it may be executed. */
  CodePage page(long pc) {
    CodePage page = table[(int) (pc >>> 12) & TABLE - 1];
    return page != null && page.base == (pc & -GuestMemory.PAGE) ? page : pageSlow(pc);
  }

  private synchronized CodePage pageSlow(long pc) {
    memory.touch(pc, GuestMemory.EXECUTE);
    long base = pc & -GuestMemory.PAGE;
    CodePage page = pages.computeIfAbsent(base, CodePage::new);
    table[(int) (pc >>> 12) & TABLE - 1] = page;
    return page;
  }

  /** Fills a slot. Faults where the instruction's second half may not be executed. */
  synchronized void decode(CodePage page, int slot) {
    page.uops[slot] = decodeAt(page.base + 2L * slot);
  }

  private long decodeAt(long pc) {
    int word = memory.fetch16(pc);
    if ((word & 3) == 3) {
      word |= memory.fetch16(pc + 2) << 16;
    }
    return predecoder.predecode(word);
  }

  /** The code of a page without marks of translated code. */
  synchronized long[] untranslated(CodePage page) {
    return page.uops;
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
  }

  /** {@code fence.i}: forgets code in pages that may have been written. */
  public synchronized void fence(Hart h) {
    pages.keySet().removeIf(base -> memory.grants(base, GuestMemory.WRITE));
    java.util.Arrays.fill(table, null);
  }
}
