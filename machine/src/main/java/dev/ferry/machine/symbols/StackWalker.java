package dev.ferry.machine.symbols;

import dev.ferry.binutils.elf.SymbolIndex;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Hart;
import java.util.ArrayList;
import java.util.List;

/**
 * Return addresses of a thread. Follows the frame-pointer chain while it makes sense; where code
 * keeps none, takes every word on the stack that points behind a call instruction for a caller.
 */
final class StackWalker {
  /** Words of the stack that are looked at. */
  private static final int MAX_WORDS = 4096;

  private final Hart hart;
  private final GuestMemory memory;
  private final SymbolMap symbols;

  /** Lowest address of the main thread's stack. */
  private final long stackLow;

  private final int word;
  private boolean guessed;

  StackWalker(Hart hart, SymbolMap symbols, long stackLow) {
    this.hart = hart;
    this.memory = hart.memory();
    this.symbols = symbols;
    this.stackLow = stackLow;
    this.word = hart.xlen() / 8;
  }

  /** Whether the last walk had to guess. */
  boolean guessed() {
    return guessed;
  }

  /** pc first, then callers. */
  List<Long> walk(int max) {
    Hart h = hart;
    List<Long> frames = new ArrayList<>();
    frames.add(h.pc);
    if (isReturnAddress(h.x1) && !sameFunction(h.pc, h.x1)) {
      frames.add(h.x1);
    }
    List<Long> chain = framePointers(h.x8, max);
    if (chain.size() >= 2) {
      addNew(frames, chain, max);
      return frames;
    }
    guessed = true;
    addNew(frames, scan(h.x2, max), max);
    return frames;
  }

  private static void addNew(List<Long> frames, List<Long> more, int max) {
    for (long frame : more) {
      if (frames.size() < max && frames.getLast() != frame) {
        frames.add(frame);
      }
    }
  }

  /** psABI "Frame pointer convention": ra and the caller's fp lie just below fp. */
  private List<Long> framePointers(long start, int max) {
    List<Long> frames = new ArrayList<>();
    long fp = start;
    while (frames.size() < max && (fp & word - 1) == 0 && isReadable(fp - 2L * word)) {
      long ra = load(fp - word);
      long next = load(fp - 2L * word);
      if (!isReturnAddress(ra)) {
        break;
      }
      frames.add(ra);
      if (next <= fp) {
        break;
      }
      fp = next;
    }
    return frames;
  }

  private List<Long> scan(long sp, int max) {
    List<Long> frames = new ArrayList<>();
    long low = stackLow;
    // A stack that has overflowed: its pointer is below the stack.
    long at = (sp < low && low - sp < 1 << 20 ? low : sp) & -word;
    for (int i = 0; i < MAX_WORDS && frames.size() < max && isReadable(at); i++, at += word) {
      long value = load(at);
      if (isReturnAddress(value)) {
        frames.add(value);
      }
    }
    return frames;
  }

  private boolean sameFunction(long a, long b) {
    String name = symbols.function(a);
    return !name.isEmpty() && name.equals(symbols.function(b));
  }

  private long load(long address) {
    return word == 8 ? memory.readLong(address) : memory.readInt(address);
  }

  private boolean isReadable(long address) {
    return memory.grants(address, GuestMemory.READ)
        && memory.grants(address + word - 1, GuestMemory.READ);
  }

  /** Whether a call instruction ends there: jal or jalr, compressed or not, that writes ra. */
  private boolean isReturnAddress(long address) {
    if ((address & 1) != 0
        || address < 4
        || !memory.grants(address - 4, GuestMemory.EXECUTE)
        || !memory.grants(address - 1, GuestMemory.EXECUTE | GuestMemory.READ)) {
      return false;
    }
    int half = memory.readShort(address - 2) & 0xffff;
    boolean compressedJalr = (half & 0xf07f) == 0x9002 && (half & 0xf80) != 0;
    int call = memory.readInt(address - 4);
    boolean jal = (call & 0xfff) == 0x0ef;
    boolean jalr = (call & 0x7fff) == 0x00e7;
    if (!compressedJalr && !jal && !jalr) {
      return false;
    }
    SymbolMap.Module module = symbols.module(address);
    if (module == null) {
      return true;
    }
    SymbolIndex.Entry entry = module.image().symbols().at(address - 1 - module.bias());
    return entry == null
        || entry.size() == 0
        || address - 1 - module.bias() < entry.address() + entry.size();
  }
}
