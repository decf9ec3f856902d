package dev.ferry.binutils.disasm;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.RelocationType;
import dev.ferry.binutils.elf.Relocations;
import dev.ferry.binutils.elf.Section;
import dev.ferry.binutils.elf.Symbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Disassembles sections in the form of {@code objdump -d}: a heading per symbol, address, bytes and
 * text per line, data where mapping symbols say so, runs of zeros left out, relocations on demand.
 */
public final class SectionDisassembler implements Symbolizer {
  private static final int SKIPPED_ZEROS = 8;
  private static final int SKIPPED_ZEROS_AT_END = 3;

  private final ObjectFile object;
  private final boolean relocations;
  private final Disassembler disassembler;
  // Of the section being shown: its symbols and its mapping symbols by address.
  private List<Symbol> symbols = List.of();
  private final List<Symbol> allSymbols = new ArrayList<>();
  private List<Symbol> marks = List.of();
  private @Nullable Section section;

  /**
   * Disassembles sections of {@code object}.
   *
   * @param relocations whether relocations are shown after their instruction ({@code -r})
   */
  public SectionDisassembler(ObjectFile object, DisassemblerOptions options, boolean relocations) {
    this.object = object;
    this.relocations = relocations;
    this.disassembler = new Disassembler(object.is64() ? 64 : 32, options, this);
    for (Symbol symbol : object.symbols()) {
      if (symbol.name().equals("__global_pointer$") && symbol.isDefined()) {
        disassembler.setGlobalPointer(symbol.value());
      }
      if (isShown(symbol)) {
        allSymbols.add(symbol);
      }
    }
    allSymbols.sort(ORDER);
  }

  private static final Comparator<Symbol> ORDER =
      ((Comparator<Symbol>) (a, b) -> Long.compareUnsigned(a.value(), b.value()))
          .thenComparingInt(SectionDisassembler::sectionNumber)
          .thenComparingInt(SectionDisassembler::preference)
          .thenComparing(Symbol::name);

  private static int sectionNumber(Symbol symbol) {
    Section section = symbol.section();
    return section == null ? -1 : section.id();
  }

  private static boolean isShown(Symbol symbol) {
    String name = symbol.name();
    return (symbol.place() == Symbol.Place.SECTION || symbol.place() == Symbol.Place.ABSOLUTE)
        && symbol.type() != Elf.STT_SECTION
        && symbol.type() != Elf.STT_FILE
        && !name.isEmpty()
        && !name.equals(".L0 ")
        && !isMark(name);
  }

  /** Appends the disassembly of a section, its heading included. */
  public void append(Section target, StringBuilder out) {
    section = target;
    collectSymbols(target);
    out.append("\nDisassembly of section ").append(target.name()).append(":\n");
    byte[] bytes = target.contents().toByteArray();
    long base = target.address();
    int digits = digits(base + bytes.length);
    int at = 0;
    int relocation = 0;
    while (at < bytes.length) {
      heading(out, base + at);
      int stop = nextHeading(base + at, base + bytes.length, base);
      Run run = new Run(bytes, base, digits, out);
      relocation = run.show(at, stop, relocation);
      at = stop;
    }
  }

  private void collectSymbols(Section target) {
    symbols = new ArrayList<>();
    marks = new ArrayList<>();
    for (Symbol symbol : object.symbols()) {
      if (symbol.section() == target) {
        if (isMark(symbol.name())) {
          marks.add(symbol);
        } else if (isShown(symbol)) {
          symbols.add(symbol);
        }
      }
    }
    marks.sort(Comparator.comparingLong(Symbol::value));
    symbols.sort(ORDER);
  }

  private static boolean isMark(String name) {
    return name.startsWith("$d") || name.startsWith("$x");
  }

  /** Which of several symbols at one address is shown: functions and global ones first. */
  private static int preference(Symbol symbol) {
    int rank = 0;
    if (symbol.type() != Elf.STT_FUNC && symbol.type() != Elf.STT_OBJECT) {
      rank += 4;
    }
    if (symbol.isLocal()) {
      rank += 2;
    }
    return rank;
  }

  /** Digits of an address: as many as the end needs, rounded up to a multiple of four. */
  private static int digits(long end) {
    int digits = 4;
    while (digits < 16 && end >>> 4 * digits - 4 != 0) {
      digits += 4;
    }
    return digits;
  }

  private void heading(StringBuilder out, long address) {
    out.append('\n');
    hex(out, address, object.is64() ? 16 : 8);
    String name = name(address);
    out.append(" <").append(name == null ? "" : name).append(">:\n");
  }

  private int nextHeading(long address, long end, long base) {
    int next = after(symbols, address);
    long stop =
        next < symbols.size() && Long.compareUnsigned(symbols.get(next).value(), end) < 0
            ? symbols.get(next).value()
            : end;
    return (int) (stop - base);
  }

  /** The index of the first symbol above {@code address} in a sorted list. */
  private static int after(List<Symbol> sorted, long address) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = low + high >>> 1;
      if (Long.compareUnsigned(sorted.get(middle).value(), address) > 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static void hex(StringBuilder out, long value, int digits) {
    String text = Long.toHexString(value);
    out.repeat('0', Math.max(0, digits - text.length())).append(text);
  }

  @Override
  public @Nullable String name(long address) {
    Section own = section;
    boolean inside =
        own != null && address >= own.address() && address < own.address() + own.size();
    String name = nameAmong(inside && !symbols.isEmpty() ? symbols : allSymbols, address);
    if (name != null) {
      return name;
    }
    Section shown = section;
    if (shown == null) {
      return null;
    }
    return offset(shown.name(), shown.address(), address);
  }

  private static @Nullable String nameAmong(List<Symbol> sorted, long address) {
    if (sorted.isEmpty()) {
      return null;
    }
    int next = after(sorted, address);
    // Before the first symbol, objdump counts back from it.
    long value = sorted.get(Math.max(0, next - 1)).value();
    // The first of those at one address is the preferred one.
    int best = value == 0 ? 0 : after(sorted, value - 1);
    return offset(sorted.get(best).name(), value, address);
  }

  /** The name with the distance from its address; below it, that is negative. */
  private static String offset(String name, long value, long address) {
    if (value == address) {
      return name;
    }
    return Long.compareUnsigned(address, value) > 0
        ? name + "+0x" + Long.toHexString(address - value)
        : name + "-0x" + Long.toHexString(value - address);
  }

  /** Shows a run of bytes of one section. */
  private final class Run {
    private final byte[] bytes;
    private final long base;
    private final int digits;
    private final StringBuilder out;

    Run(byte[] bytes, long base, int digits, StringBuilder out) {
      this.bytes = bytes;
      this.base = base;
      this.digits = digits;
      this.out = out;
    }

    int show(int from, int stop, int firstRelocation) {
      int at = from;
      int relocation = firstRelocation;
      while (at < stop) {
        int zeros = zeros(at, stop);
        if (zeros >= SKIPPED_ZEROS
            || at + zeros == stop && zeros < SKIPPED_ZEROS_AT_END && zeros > 0) {
          int skipped = at + zeros < stop ? zeros / 4 * 4 : zeros;
          out.append("\t...\n");
          at += skipped;
        } else {
          at += line(at, stop);
        }
        relocation = showRelocations(relocation, at);
      }
      return relocation;
    }

    private int zeros(int at, int stop) {
      int end = at;
      while (end < stop && bytes[end] == 0) {
        end++;
      }
      return end - at;
    }

    private int line(int at, int stop) {
      address(base + at);
      out.append(":\t");
      if (isData(base + at)) {
        return data(at, stop);
      }
      int half = bytes[at] & 0xff | (at + 1 < bytes.length ? (bytes[at + 1] & 0xff) << 8 : 0);
      int length = Math.min(Disassembler.length(half), stop - at);
      if (length == 3 || length == 1) {
        length = 1;
        chunk(at, 1, 6);
        out.append(".byte\t0x");
        hex(out, bytes[at] & 0xff, 2);
        out.append('\n');
        return 1;
      }
      int word = length >= 4 ? half | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24 : half;
      chunk(at, length, 8);
      out.append(disassembler.next(word, base + at)).append('\n');
      return length;
    }

    private void address(long value) {
      String text = Long.toHexString(value);
      out.repeat(' ', Math.max(0, digits - text.length())).append(text);
    }

    /** The bytes as one little-endian number, padded to the width of a line. */
    private void chunk(int at, int length, int width) {
      for (int i = length - 1; i >= 0; i--) {
        hex(out, bytes[at + i] & 0xff, 2);
      }
      out.append(' ');
      for (int i = length; i < width; i += length) {
        out.repeat(' ', 2 * length + 1);
      }
      out.append('\t');
    }

    private boolean isData(long address) {
      int next = after(marks, address);
      return next > 0 && marks.get(next - 1).name().startsWith("$d");
    }

    private int data(int at, int stop) {
      int length = Math.min(4, bytes.length - at);
      int next = after(marks, base + at);
      if (next < marks.size()) {
        length = (int) Math.min(length, marks.get(next).value() - base - at);
      }
      length = Math.min(length == 3 ? 2 : length, stop - at);
      length = length == 3 ? 2 : length;
      chunk(at, length, length == 4 ? 8 : 6);
      out.append(length == 1 ? ".byte" : length == 2 ? ".short" : ".word").append("\t0x");
      for (int i = length - 1; i >= 0; i--) {
        hex(out, bytes[at + i] & 0xff, 2);
      }
      out.append('\n');
      return length;
    }

    private int showRelocations(int first, int end) {
      Section shown = section;
      if (!relocations || shown == null) {
        return first;
      }
      Relocations all = shown.relocations();
      int i = first;
      while (i < all.size() && all.offset(i) < end) {
        out.append("\t\t\t");
        out.append(Long.toHexString(base + all.offset(i))).append(": ");
        out.append(RelocationType.nameOf(all.number(i))).append('\t');
        Symbol symbol = all.symbol(i);
        out.append(symbol == null ? "*ABS*" : symbol.toString());
        long addend = all.addend(i);
        if (addend != 0) {
          out.append(addend < 0 ? "-0x" : "+0x").append(Long.toHexString(Math.abs(addend)));
        }
        out.append('\n');
        i++;
      }
      return i;
    }
  }
}
