package dev.ferry.binutils.tools;

import dev.ferry.binutils.disasm.Disassembler;
import dev.ferry.binutils.dwarf.DebugInfo;
import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.RelocationType;
import dev.ferry.binutils.elf.SectionHeader;
import dev.ferry.binutils.elf.SymbolTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** objdump's {@code -d}, {@code -D}, {@code -S} and {@code -l}. */
final class ObjdumpDisassembly {
  /** Runs of zeros at least this long are shown as dots. */
  private static final int SKIP_ZEROS = 8;

  /** At the end of a function fewer than this many zeros are padding. */
  private static final int SKIP_ZEROS_AT_END = 3;

  private static final int CONTEXT_LINES = 5;

  /** A source file being shown: its lines and how far they were shown. */
  private static final class Source {
    final List<String> lines;
    int lastLine;
    int maxPrinted;

    Source(List<String> lines) {
      this.lines = lines;
    }
  }

  private final ElfFile file;
  private final Objdump.Options options;
  private final ToolContext context;
  private final PrintStream out;
  private final SymbolSorter symbols;
  private final FunctionSymbols functions;
  private final @Nullable DebugInfo debug;
  private final Map<String, Source> sources = new HashMap<>();
  private final String addressFormat;
  private String lastFunction = "";
  private String lastFile = "";
  private int lastLine;
  private int lastDiscriminator;
  private int relocationAt;
  private long[] marks = {};
  private boolean[] markIsData = {};

  ObjdumpDisassembly(ElfFile file, Objdump.Options options, ToolContext context) {
    this.file = file;
    this.options = options;
    this.context = context;
    this.out = context.out();
    this.symbols = new SymbolSorter(file);
    this.functions = new FunctionSymbols(file);
    this.debug = options.source || options.lineNumbers ? DebugInfo.of(file) : null;
    this.addressFormat = file.is64() ? "%016x" : "%08x";
  }

  void print() {
    for (SectionHeader section : BfdView.sections(file)) {
      boolean wanted =
          options.sections.isEmpty()
              ? options.disassembleAll || BfdView.isCode(section)
              : options.wants(section.name());
      if (wanted && BfdView.hasContents(section) && section.size() > 0) {
        printSection(section);
      }
    }
  }

  private void printSection(SectionHeader section) {
    Contents contents = file.contents(section);
    Disassembler disassembler =
        new Disassembler(
            file.is64() ? 64 : 32, options.disassembler(), address -> name(address, section));
    setGlobalPointer(disassembler);
    collectMarks(section);
    SectionHeader relocations = options.relocations ? relocationsOf(section) : null;
    relocationAt = 0;
    boolean titled = false;
    long end = section.address() + contents.size();
    long at = section.address();
    if (Long.compareUnsigned(options.start, at) > 0) {
      at = options.start;
    }
    if (options.stop != -1 && Long.compareUnsigned(options.stop, end) < 0) {
      end = options.stop;
    }
    int skip = skippedDigits(section.address() + contents.size());
    while (Long.compareUnsigned(at, end) < 0) {
      SymbolSorter.Entry symbol = symbols.find(at, section, true);
      long next = symbols.nextAfter(at, section, end);
      if (isWanted(symbol)) {
        if (!titled) {
          out.println();
          out.println("Disassembly of section " + section.name() + ":");
          titled = true;
        }
        out.println();
        out.println(String.format(addressFormat, at) + " <" + describe(symbol, section, at) + ">:");
        printRange(section, contents, disassembler, relocations, at, next, skip);
      }
      at = next;
    }
  }

  private boolean isWanted(SymbolSorter.@Nullable Entry symbol) {
    return options.functions.isEmpty()
        || symbol != null && options.functions.contains(symbol.name());
  }

  private void setGlobalPointer(Disassembler disassembler) {
    for (SymbolSorter.Entry entry : symbols.entries()) {
      if (entry.name().equals("__global_pointer$")) {
        disassembler.setGlobalPointer(entry.value());
      }
    }
  }

  /** As objdump does, leading zeros go in fours, as long as more than four digits stay. */
  private int skippedDigits(long end) {
    String digits = String.format(addressFormat, end);
    int skip = 0;
    while (digits.startsWith("00000", skip)) {
      skip += 4;
    }
    return skip;
  }

  private String lineAddress(long address, int skip) {
    StringBuilder text = new StringBuilder(String.format(addressFormat, address).substring(skip));
    for (int i = 0; i < text.length() - 1 && text.charAt(i) == '0'; i++) {
      text.setCharAt(i, ' ');
    }
    return text.toString();
  }

  private String describe(
      SymbolSorter.@Nullable Entry symbol, SectionHeader section, long address) {
    String name = symbol == null ? section.name() : symbol.name();
    long value = symbol == null ? section.address() : symbol.value();
    if (address == value) {
      return name;
    }
    return Long.compareUnsigned(address, value) > 0
        ? name + "+0x" + Long.toHexString(address - value)
        : name + "-0x" + Long.toHexString(value - address);
  }

  private @Nullable String name(long address, SectionHeader section) {
    if (symbols.isEmpty()) {
      return null;
    }
    SymbolSorter.Entry symbol = symbols.find(address, section, false);
    return describe(symbol, section, address);
  }

  private void printRange(
      SectionHeader section,
      Contents contents,
      Disassembler disassembler,
      @Nullable SectionHeader relocations,
      long from,
      long to,
      int skip) {
    long base = section.address();
    int at = (int) (from - base);
    int end = (int) (to - base);
    while (at < end) {
      int zeros = at;
      while (zeros < end && contents.u8(zeros) == 0) {
        zeros++;
      }
      int run = zeros - at;
      if (!options.allZeros
          && (run >= SKIP_ZEROS || zeros == end && run > 0 && run < SKIP_ZEROS_AT_END)) {
        out.println("\t...");
        at += zeros == end ? run : run / 4 * 4;
        continue;
      }
      showLine(section, base + at);
      int size = size(section, contents, base + at, at, end);
      printInstruction(contents, disassembler, base + at, at, size, skip);
      if (relocations != null) {
        printRelocations(relocations, base, at + size, skip);
      }
      at += size;
    }
  }

  private int size(SectionHeader section, Contents contents, long address, int at, int end) {
    if (isData(address)) {
      return dataSize(section, address, end - at);
    }
    if (at + 2 > contents.size()) {
      return contents.size() - at;
    }
    int size = Disassembler.length(contents.u16(at));
    return Math.min(size, contents.size() - at);
  }

  private int dataSize(SectionHeader section, long address, int left) {
    long limit = left;
    for (SymbolSorter.Entry entry : symbols.entries()) {
      long distance = entry.value() - address;
      if (entry.section() == section.index() && distance > 0 && distance < limit) {
        limit = distance;
      }
    }
    return limit >= 4 ? 4 : limit >= 2 ? 2 : 1;
  }

  /** Collects the places in a section where code and data begin, from the mapping symbols. */
  private void collectMarks(SectionHeader section) {
    int count = 0;
    marks = new long[16];
    markIsData = new boolean[16];
    for (SymbolSorter.Entry entry : symbols.entries()) {
      if (!entry.valid()
          && entry.section() == section.index()
          && SymbolSorter.isMapping(entry.name())) {
        if (count == marks.length) {
          marks = Arrays.copyOf(marks, count * 2);
          markIsData = Arrays.copyOf(markIsData, count * 2);
        }
        marks[count] = entry.value();
        markIsData[count++] = entry.name().startsWith("$d");
      }
    }
    marks = Arrays.copyOf(marks, count);
  }

  /** Whether the mapping symbol that holds at an address says data. */
  private boolean isData(long address) {
    int low = 0;
    int high = marks.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(marks[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low > 0 && markIsData[low - 1];
  }

  private void printInstruction(
      Contents contents, Disassembler disassembler, long address, int at, int size, int skip) {
    StringBuilder line = new StringBuilder(lineAddress(address, skip)).append(":\t");
    long word = 0;
    for (int i = size - 1; i >= 0; i--) {
      word = word << 8 | contents.u8(at + i);
    }
    if (options.rawInstructions) {
      int chunk = size > 4 && size % 2 == 0 ? 2 : size;
      for (int i = 0; i < size; i += chunk) {
        long part = size == chunk ? word : word >>> 8 * i & 0xffff;
        line.append(String.format("%0" + 2 * chunk + "x ", part));
      }
      for (int filled = size; filled < 8; filled += chunk) {
        line.append(" ".repeat(2 * chunk + 1));
      }
      line.append('\t');
    }
    if (isData(address)) {
      line.append(size == 4 ? ".word\t0x%08x" : size == 2 ? ".short\t0x%04x" : ".byte\t0x%02x");
      out.println(line.toString().formatted(word));
      return;
    }
    if (size == 2 || size == 4) {
      line.append(disassembler.next((int) word, address));
    } else if (size == 1) {
      line.append(".byte\t0x").append(Long.toHexString(word));
    } else {
      line.append(".byte\t");
      for (int i = 0; i < size; i++) {
        line.append(i == 0 ? "" : ", ").append(String.format("0x%02x", contents.u8(at + i)));
      }
    }
    out.println(line);
  }

  private @Nullable SectionHeader relocationsOf(SectionHeader target) {
    for (SectionHeader section : file.sections()) {
      if (section.type() == Elf.SHT_RELA
          && section.info() == target.index()
          && !section.hasFlag(Elf.SHF_ALLOC)) {
        return section;
      }
    }
    return null;
  }

  private void printRelocations(SectionHeader relocations, long base, int end, int skip) {
    Contents in = file.contents(relocations);
    int entry = file.is64() ? 24 : 12;
    SymbolTable table = file.symbols(file.section(relocations.link(), relocations.offset()));
    while ((long) (relocationAt + 1) * entry <= in.size()) {
      long at = (long) relocationAt * entry;
      long offset = file.is64() ? in.i64(at) : in.i32(at) & 0xffff_ffffL;
      if (file.type() != Elf.ET_REL) {
        offset -= base;
      }
      if (offset >= end) {
        return;
      }
      relocationAt++;
      int type = file.is64() ? in.i32(at + 8) : in.u8(at + 4);
      long index =
          file.is64() ? in.i32(at + 12) & 0xffff_ffffL : (in.i32(at + 4) & 0xffff_ffffL) >>> 8;
      long addend = file.is64() ? in.i64(at + 16) : in.i32(at + 8);
      String name = index == 0 || index >= table.size() ? "*ABS*" : symbolName(table, (int) index);
      String sum =
          addend == 0
              ? ""
              : addend < 0 ? "-0x" + Long.toHexString(-addend) : "+0x" + Long.toHexString(addend);
      out.println(
          "\t\t\t"
              + lineAddress(base + offset, skip).strip()
              + ": "
              + RelocationType.nameOf(type)
              + "\t"
              + name
              + sum);
    }
  }

  private String symbolName(SymbolTable table, int i) {
    String name = table.name(i);
    if (name.isEmpty() && table.type(i) == Elf.STT_SECTION) {
      int index = table.sectionIndex(i);
      return index > 0 && index < file.sections().size() ? file.sections().get(index).name() : "";
    }
    return name;
  }

  private void showLine(SectionHeader section, long address) {
    DebugInfo info = debug;
    if (info == null) {
      return;
    }
    DebugInfo.Location location =
        file.type() == Elf.ET_REL ? info.at(section, address) : info.at(address);
    String function = location == null ? null : location.function();
    if (function == null) {
      int symbol = functions.at(section, address);
      function = symbol < 0 ? null : functions.name(symbol);
    }
    if (options.lineNumbers && function != null && !function.equals(lastFunction)) {
      out.println(function + "():");
      lastLine = 0;
    }
    lastFunction = function == null ? lastFunction : function;
    if (location == null) {
      return;
    }
    String path = location.file();
    if (path == null || location.line() == 0) {
      return;
    }
    boolean moved =
        location.line() != lastLine
            || location.discriminator() != lastDiscriminator
            || !path.equals(lastFile);
    if (options.lineNumbers && moved) {
      String block =
          location.discriminator() == 0 ? "" : " (discriminator " + location.discriminator() + ")";
      out.println(path + ":" + location.line() + block);
    }
    lastDiscriminator = location.discriminator();
    lastFile = path;
    lastLine = location.line();
    if (options.source) {
      showSource(path, location.line());
    }
  }

  private void showSource(String path, int line) {
    Source source = sources.computeIfAbsent(path, this::readSource);
    if (line <= 0 || source.lines.isEmpty() || line == source.lastLine) {
      return;
    }
    int from = line - CONTEXT_LINES;
    if (from <= 0) {
      from = 1;
    }
    if (source.maxPrinted >= from) {
      from = source.maxPrinted < line ? source.maxPrinted + 1 : line;
    }
    int last = Math.min(line, source.lines.size());
    for (int i = from; i <= last; i++) {
      out.println(source.lines.get(i - 1));
    }
    source.maxPrinted = Math.max(source.maxPrinted, line);
    source.lastLine = line;
  }

  private Source readSource(String path) {
    try {
      return new Source(Files.readAllLines(context.resolve(path), StandardCharsets.ISO_8859_1));
    } catch (IOException | InvalidPathException e) {
      return new Source(List.of());
    }
  }
}
