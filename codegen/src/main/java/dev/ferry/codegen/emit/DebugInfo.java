package dev.ferry.codegen.emit;

import dev.ferry.base.source.Position;
import dev.ferry.base.source.SourceMap;
import dev.ferry.binutils.asm.AsmOutput;
import dev.ferry.binutils.asm.AsmSymbol;
import dev.ferry.binutils.asm.Expression;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.ir.Function;
import dev.ferry.ir.Symbol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Debug information under {@code -g}: the line table through {@code .loc}, and DWARF 5 entries of
 * the compilation unit and its functions (DWARF 5 standard, sections 3.1, 3.3 and 7.5). Variables
 * and types are not there yet.
 */
final class DebugInfo implements LineSink {
  // DW_TAG, DW_AT, DW_FORM and other numbers of DWARF 5, section 7.
  private static final int TAG_COMPILE_UNIT = 0x11;
  private static final int TAG_SUBPROGRAM = 0x2e;
  private static final int AT_NAME = 0x03;
  private static final int AT_STMT_LIST = 0x10;
  private static final int AT_LOW_PC = 0x11;
  private static final int AT_HIGH_PC = 0x12;
  private static final int AT_LANGUAGE = 0x13;
  private static final int AT_COMP_DIR = 0x1b;
  private static final int AT_PRODUCER = 0x25;
  private static final int AT_DECL_LINE = 0x3b;
  private static final int AT_EXTERNAL = 0x3f;
  private static final int AT_FRAME_BASE = 0x40;
  private static final int AT_RANGES = 0x55;
  private static final int FORM_ADDR = 0x01;
  private static final int FORM_DATA2 = 0x05;
  private static final int FORM_DATA4 = 0x06;
  private static final int FORM_DATA8 = 0x07;
  private static final int FORM_STRING = 0x08;
  private static final int FORM_FLAG = 0x0c;
  private static final int FORM_SEC_OFFSET = 0x17;
  private static final int FORM_EXPRLOC = 0x18;
  private static final int LANGUAGE_C11 = 0x1d;
  private static final int OP_CALL_FRAME_CFA = 0x9c;
  private static final int UT_COMPILE = 1;
  private static final int RLE_END = 0;
  private static final int RLE_START_END = 6;

  private final AsmOutput out;
  private final SourceMap sources;
  private final String moduleName;
  private final int word;
  private final Map<String, Integer> files = new HashMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private int lastFile;
  private int lastLine;
  private int lastLoc;

  private record Entry(Symbol symbol, int line, AsmSymbol start, AsmSymbol end) {}

  DebugInfo(AsmOutput out, SourceMap sources, String moduleName, int word) {
    this.out = out;
    this.sources = sources;
    this.moduleName = moduleName;
    this.word = word;
  }

  @Override
  public void at(int loc) {
    if (loc == lastLoc) {
      return;
    }
    lastLoc = loc;
    Position position = sources.position(loc);
    if (position == null) {
      return;
    }
    int file = file(position.file());
    if (file != lastFile || position.line() != lastLine) {
      out.line(file, position.line(), position.column());
      lastFile = file;
      lastLine = position.line();
    }
  }

  private int file(String name) {
    Integer known = files.get(name);
    if (known == null) {
      known = files.size() + 1;
      files.put(name, known);
      int slash = name.lastIndexOf('/');
      String directory = slash < 0 ? "" : name.substring(0, Math.max(slash, 1));
      out.lineFile(known, directory, name.substring(slash + 1));
    }
    return known;
  }

  /** Before the first instruction of a function. */
  void begin(Function function) {
    lastLine = 0;
    lastLoc = 0;
    at(function.loc);
  }

  void end(Function function, AsmSymbol start, AsmSymbol end) {
    Position position = sources.position(function.loc);
    entries.add(new Entry(function.symbol, position == null ? 0 : position.line(), start, end));
  }

  /** The entries of the unit, after all code. */
  void finish() {
    if (entries.isEmpty()) {
      return;
    }
    out.section(".debug_line", Elf.SHT_PROGBITS, 0, 0, "");
    AsmSymbol lines = mark(".Ldebug_line0");
    abbreviations();
    ranges();
    out.section(".debug_info", Elf.SHT_PROGBITS, 0, 0, "");
    AsmSymbol start = out.symbol(".Ldebug_info0");
    AsmSymbol end = out.symbol(".Ldebug_info_end");
    out.data(4, Expression.difference(end, start));
    out.label(start);
    out.data(2, 5);
    out.data(1, UT_COMPILE);
    out.data(1, word);
    out.data(4, Expression.of(out.symbol(".Ldebug_abbrev0")));
    uleb(1);
    string("Ferry");
    out.data(2, LANGUAGE_C11);
    string(moduleName);
    string(System.getProperty("user.dir", "."));
    out.data(4, Expression.of(out.symbol(".Ldebug_ranges0")));
    out.data(word, 0);
    out.data(4, Expression.of(lines));
    for (Entry entry : entries) {
      uleb(2);
      string(entry.symbol.name);
      out.data(4, entry.line);
      out.data(1, entry.symbol.linkage == Symbol.Linkage.LOCAL ? 0 : 1);
      out.data(word, Expression.of(entry.start));
      out.data(8, Expression.difference(entry.end, entry.start));
      uleb(1);
      out.data(1, OP_CALL_FRAME_CFA);
    }
    out.data(1, 0);
    out.label(end);
  }

  private AsmSymbol mark(String name) {
    AsmSymbol symbol = out.symbol(name);
    out.label(symbol);
    return symbol;
  }

  private void abbreviations() {
    out.section(".debug_abbrev", Elf.SHT_PROGBITS, 0, 0, "");
    mark(".Ldebug_abbrev0");
    abbreviation(
        1,
        TAG_COMPILE_UNIT,
        true,
        new int[][] {
          {AT_PRODUCER, FORM_STRING},
          {AT_LANGUAGE, FORM_DATA2},
          {AT_NAME, FORM_STRING},
          {AT_COMP_DIR, FORM_STRING},
          {AT_RANGES, FORM_SEC_OFFSET},
          {AT_LOW_PC, FORM_ADDR},
          {AT_STMT_LIST, FORM_SEC_OFFSET}
        });
    abbreviation(
        2,
        TAG_SUBPROGRAM,
        false,
        new int[][] {
          {AT_NAME, FORM_STRING},
          {AT_DECL_LINE, FORM_DATA4},
          {AT_EXTERNAL, FORM_FLAG},
          {AT_LOW_PC, FORM_ADDR},
          {AT_HIGH_PC, FORM_DATA8},
          {AT_FRAME_BASE, FORM_EXPRLOC}
        });
    out.data(1, 0);
  }

  private void abbreviation(int code, int tag, boolean children, int[][] attributes) {
    uleb(code);
    uleb(tag);
    out.data(1, children ? 1 : 0);
    for (int[] attribute : attributes) {
      uleb(attribute[0]);
      uleb(attribute[1]);
    }
    uleb(0);
    uleb(0);
  }

  /** Functions may stand in several sections, so the unit has a range for each. */
  private void ranges() {
    out.section(".debug_rnglists", Elf.SHT_PROGBITS, 0, 0, "");
    AsmSymbol start = out.symbol(".Ldebug_ranges_start");
    AsmSymbol end = out.symbol(".Ldebug_ranges_end");
    out.data(4, Expression.difference(end, start));
    out.label(start);
    out.data(2, 5);
    out.data(1, word);
    out.data(1, 0);
    out.data(4, 0);
    mark(".Ldebug_ranges0");
    for (Entry entry : entries) {
      out.data(1, RLE_START_END);
      out.data(word, Expression.of(entry.start));
      out.data(word, Expression.of(entry.end));
    }
    out.data(1, RLE_END);
    out.label(end);
  }

  private void uleb(long value) {
    long rest = value;
    do {
      long low = rest & 0x7f;
      rest >>>= 7;
      out.data(1, rest == 0 ? low : low | 0x80);
    } while (rest != 0);
  }

  private void string(@Nullable String text) {
    byte[] bytes = (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
    out.bytes(bytes, 0, bytes.length);
    out.data(1, 0);
  }
}
