package dev.ferry.binutils.asm;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.RelocationType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The line table that {@code .file} and {@code .loc} describe (DWARF 5, section 6.2). Since the
 * linker may delete code, addresses advance by {@code DW_LNS_fixed_advance_pc} with relocations, as
 * GNU as writes them for RISC-V.
 */
final class LineTable {
  static final int IS_STMT = 1;
  static final int BASIC_BLOCK = 2;
  static final int PROLOGUE_END = 4;
  static final int EPILOGUE_BEGIN = 8;

  private static final int LINE_BASE = -5;
  private static final int LINE_RANGE = 14;
  private static final int OPCODE_BASE = 13;
  private static final int COPY = 1;
  private static final int ADVANCE_LINE = 3;
  private static final int SET_FILE = 4;
  private static final int SET_COLUMN = 5;
  private static final int NEGATE_STMT = 6;
  private static final int SET_BASIC_BLOCK = 7;
  private static final int FIXED_ADVANCE_PC = 9;
  private static final int SET_PROLOGUE_END = 10;
  private static final int SET_EPILOGUE_BEGIN = 11;
  private static final int SET_ISA = 12;
  private static final int END_SEQUENCE = 1;
  private static final int SET_ADDRESS = 2;
  private static final int SET_DISCRIMINATOR = 4;
  // A fixed advance holds 16 bits; beyond this the address is set anew.
  private static final int LARGEST_ADVANCE = 50000;
  private static final int FILE_LIMIT = 1 << 20;

  private final ObjectBuilder builder;
  private final AsmSections sections;
  private int version;
  private final List<String> directories = new ArrayList<>();
  private final List<@Nullable SourceFile> files = new ArrayList<>();
  private final Map<AsmSection, List<Row>> rows = new LinkedHashMap<>();
  private boolean hasMd5;

  private int file = 1;
  private int line = 1;
  private int column;
  private int flags = IS_STMT;
  private int discriminator;
  private int isa;
  private boolean pending;
  private @Nullable AsmSymbol viewSymbol;
  private boolean resetView;

  private record SourceFile(String name, int directory, byte @Nullable [] md5) {}

  private record Row(
      AsmSymbol label,
      int file,
      int line,
      int column,
      int flags,
      int discriminator,
      int isa,
      int view,
      boolean reset) {}

  LineTable(ObjectBuilder builder, int version) {
    this.builder = builder;
    this.sections = builder.sections();
    this.version = version;
  }

  // --- Files ------------------------------------------------------------------------------------

  /** {@code .file number ["directory"] "name" [md5 value]}. */
  void file(int number, @Nullable String directory, String name, byte @Nullable [] md5) {
    if (number < 0 || number > FILE_LIMIT) {
      throw new AssemblyException("file number less than one");
    }
    if (number == 0 || md5 != null) {
      version = Math.max(version, 5);
    }
    String base = name;
    String folder = directory;
    if (number == 0 && directory != null) {
      // The compilation directory is entry 0; the file's own path is relative to it.
      directoryIndex(directory, true);
      folder = null;
    }
    if (folder == null) {
      int slash = name.lastIndexOf('/');
      folder = slash < 0 ? "" : name.substring(0, Math.max(slash, 1));
      base = name.substring(slash + 1);
    }
    while (files.size() <= number) {
      files.add(null);
    }
    SourceFile known = files.get(number);
    SourceFile wanted =
        new SourceFile(base, directoryIndex(folder, number == 0 && directory == null), md5);
    if (known != null
        && number != 0
        && !(known.name.equals(wanted.name) && known.directory == wanted.directory)) {
      throw new AssemblyException("file number " + number + " already allocated");
    }
    hasMd5 |= md5 != null;
    files.set(number, wanted);
  }

  private int directoryIndex(String directory, boolean first) {
    String path =
        directory.length() > 1 && directory.endsWith("/")
            ? directory.substring(0, directory.length() - 1)
            : directory;
    if (path.isEmpty() || path.equals("/")) {
      return 0;
    }
    int known = directories.indexOf(path);
    if (known >= 0) {
      return known;
    }
    if (directories.isEmpty()) {
      directories.add(first ? path : "");
      if (first) {
        return 0;
      }
    }
    if (first && directories.getFirst().isEmpty()) {
      directories.set(0, path);
      return 0;
    }
    directories.add(path);
    return directories.size() - 1;
  }

  // --- Locations --------------------------------------------------------------------------------

  /** {@code .loc} with what is given every time. */
  void location(int newFile, int newLine, int newColumn) {
    if (newFile < 0 || newFile >= files.size() || files.get(newFile) == null) {
      throw new AssemblyException("unassigned file number " + newFile);
    }
    if (pending) {
      addRow();
    }
    file = newFile;
    line = newLine;
    column = newColumn;
    discriminator = 0;
    flags &= ~(BASIC_BLOCK | PROLOGUE_END | EPILOGUE_BEGIN);
    pending = true;
  }

  void setFlag(int flag, boolean on) {
    flags = on ? flags | flag : flags & ~flag;
  }

  void setDiscriminator(int value) {
    discriminator = value;
  }

  void setIsa(int value) {
    isa = value;
  }

  /** The number of this row among those at its address becomes the symbol's value. */
  void setView(@Nullable AsmSymbol symbol, boolean reset) {
    viewSymbol = symbol;
    resetView = reset;
  }

  void beforeInstruction() {
    if (pending) {
      addRow();
    }
  }

  private void addRow() {
    AsmSection part = builder.current();
    AsmSection section = part.parent == null ? part : part.parent;
    List<Row> list = rows.computeIfAbsent(section, key -> new ArrayList<>());
    AsmSymbol label = builder.here();
    int view = 0;
    if (!list.isEmpty() && !resetView) {
      AsmSymbol last = list.getLast().label;
      if (last.offset == label.offset && last.fragment == label.fragment) {
        view = list.getLast().view + 1;
      }
    }
    if (viewSymbol != null) {
      viewSymbol.value = new Expression.Number(view);
    }
    // Line 0 stands for code of no line; it gets no row.
    if (line != 0) {
      list.add(new Row(label, file, line, column, flags, discriminator, isa, view, resetView));
    }
    flags &= ~(BASIC_BLOCK | PROLOGUE_END | EPILOGUE_BEGIN);
    discriminator = 0;
    viewSymbol = null;
    resetView = false;
    pending = false;
  }

  // --- The section ------------------------------------------------------------------------------

  /** Writes {@code .debug_line} from what was seen; the code's addresses must be known. */
  void generate() {
    if (rows.isEmpty() && (files.isEmpty() || sections.find(".debug_info") == null)) {
      return;
    }
    AsmSection section = sections.find(".debug_line");
    if (section == null) {
      section = sections.open(".debug_line", Elf.SHT_PROGBITS, 0, 0);
    }
    sections.in(section, this::write);
  }

  private void write() {
    AsmSection out = builder.current();
    int number = version >= 5 ? 5 : Math.max(version, 3);
    int unit = out.size;
    out.put(4, 0);
    out.put(2, number);
    if (number >= 5) {
      out.put(1, builder.xlen() / 8);
      out.put(1, 0);
    }
    int header = out.size;
    out.put(4, 0);
    out.put(1, 1);
    if (number >= 4) {
      out.put(1, 1);
    }
    out.put(1, 1);
    out.put(1, LINE_BASE);
    out.put(1, LINE_RANGE);
    out.put(1, OPCODE_BASE);
    for (int count : new int[] {0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1}) {
      out.put(1, count);
    }
    if (number >= 5) {
      writeNames5(out);
    } else {
      writeNames(out);
    }
    out.set32(header, out.size - header - 4);
    for (Map.Entry<AsmSection, List<Row>> entry : rows.entrySet()) {
      writeRows(entry.getKey(), entry.getValue());
    }
    out.set32(unit, out.size - unit - 4);
  }

  private void writeNames(AsmSection out) {
    for (int i = 1; i < directories.size(); i++) {
      string(out, directories.get(i));
    }
    out.put(1, 0);
    for (int i = 1; i < files.size(); i++) {
      SourceFile source = files.get(i);
      if (source == null) {
        throw new AssemblyException("unassigned file number " + i);
      }
      string(out, source.name);
      uleb(source.directory);
      uleb(0);
      uleb(0);
    }
    out.put(1, 0);
  }

  private static void string(AsmSection out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    out.put(bytes, 0, bytes.length);
    out.put(1, 0);
  }

  private void writeNames5(AsmSection out) {
    AsmSection strings =
        sections.open(".debug_line_str", Elf.SHT_PROGBITS, Elf.SHF_MERGE | Elf.SHF_STRINGS, 1);
    out.put(1, 1);
    uleb(1);
    uleb(0x1f);
    List<String> folders = directories.isEmpty() ? List.of(".") : directories;
    uleb(folders.size());
    for (String folder : folders) {
      lineString(out, strings, folder.isEmpty() ? "." : folder);
    }
    out.put(1, hasMd5 ? 3 : 2);
    uleb(1);
    uleb(0x1f);
    uleb(2);
    uleb(0x0f);
    if (hasMd5) {
      uleb(5);
      uleb(0x1e);
    }
    SourceFile first = files.isEmpty() ? null : files.getFirst();
    if (first == null && files.size() > 1) {
      files.set(0, files.get(1));
    }
    uleb(files.size());
    for (SourceFile source : files) {
      lineString(out, strings, source == null ? "" : source.name);
      uleb(source == null ? 0 : source.directory);
      if (hasMd5) {
        byte[] sum = source == null || source.md5 == null ? new byte[16] : source.md5;
        out.put(sum, 0, 16);
      }
    }
  }

  private void lineString(AsmSection out, AsmSection strings, String text) {
    AsmSymbol[] label = new AsmSymbol[1];
    sections.in(
        strings,
        () -> {
          label[0] = builder.here();
          string(strings, text);
        });
    builder.data(4, new Expression.Reference(label[0]));
  }

  private void uleb(long value) {
    builder.leb128(new Expression.Number(value), false);
  }

  private void extended(int opcode, int length) {
    AsmSection out = builder.current();
    out.put(1, 0);
    uleb(length + 1L);
    out.put(1, opcode);
  }

  private void writeRows(AsmSection section, List<Row> list) {
    AsmSection out = builder.current();
    int lastFile = 1;
    int lastLine = 1;
    int lastColumn = 0;
    int lastFlags = IS_STMT;
    int lastIsa = 0;
    AsmSymbol lastLabel = null;
    // Numbered parts of a section came in any order.
    list.sort(
        Comparator.comparingLong(row -> section.address(row.label.offset, row.label.fragment)));
    for (Row row : list) {
      if (row.file != lastFile) {
        lastFile = row.file;
        out.put(1, SET_FILE);
        uleb(row.file);
      }
      if (row.column != lastColumn) {
        lastColumn = row.column;
        out.put(1, SET_COLUMN);
        uleb(row.column);
      }
      if (row.discriminator != 0) {
        extended(SET_DISCRIMINATOR, Leb128.size(row.discriminator, false));
        uleb(row.discriminator);
      }
      if (row.isa != lastIsa) {
        lastIsa = row.isa;
        out.put(1, SET_ISA);
        uleb(row.isa);
      }
      if (((row.flags ^ lastFlags) & IS_STMT) != 0) {
        lastFlags = row.flags;
        out.put(1, NEGATE_STMT);
      }
      writeMarks(out, row.flags);
      if (lastLabel == null) {
        setAddress(row.label);
        firstLine(out, row.line - lastLine);
      } else {
        advanceLine(out, row.line - lastLine);
        advanceAddress(section, lastLabel, row.label);
        out.put(1, COPY);
      }
      lastLine = row.line;
      lastLabel = row.label;
    }
    if (lastLabel != null) {
      AsmSymbol end = new AsmSymbol(".L0 ", true);
      end.section = section;
      end.offset = section.size;
      // Before the padding at the end of the section.
      end.fragment = section.fragments.size() - (section.padded ? 1 : 0);
      advanceAddress(section, lastLabel, end);
      extended(END_SEQUENCE, 0);
    }
  }

  private static void writeMarks(AsmSection out, int flags) {
    if ((flags & BASIC_BLOCK) != 0) {
      out.put(1, SET_BASIC_BLOCK);
    }
    if ((flags & PROLOGUE_END) != 0) {
      out.put(1, SET_PROLOGUE_END);
    }
    if ((flags & EPILOGUE_BEGIN) != 0) {
      out.put(1, SET_EPILOGUE_BEGIN);
    }
  }

  private void setAddress(AsmSymbol label) {
    int size = builder.xlen() / 8;
    extended(SET_ADDRESS, size);
    builder.data(size, new Expression.Reference(label));
  }

  private void firstLine(AsmSection out, int delta) {
    int special = delta - LINE_BASE;
    int rest = delta;
    if (special < 0 || special >= LINE_RANGE) {
      advanceLine(out, delta);
      rest = 0;
      special = -LINE_BASE;
    }
    out.put(1, rest == 0 ? COPY : special + OPCODE_BASE);
  }

  private void advanceLine(AsmSection out, int delta) {
    out.put(1, ADVANCE_LINE);
    builder.leb128(new Expression.Number(delta), true);
  }

  private void advanceAddress(AsmSection section, AsmSymbol from, AsmSymbol to) {
    AsmSection out = builder.current();
    long distance =
        section.address(to.offset, to.fragment) - section.address(from.offset, from.fragment);
    if (distance > LARGEST_ADVANCE) {
      setAddress(to);
      return;
    }
    out.put(1, FIXED_ADVANCE_PC);
    builder.addRelocation(
        out,
        out.size,
        out.fragments.size(),
        RelocationType.ADD16.number(),
        new Expression.Reference(to));
    builder.addRelocation(
        out,
        out.size,
        out.fragments.size(),
        RelocationType.SUB16.number(),
        new Expression.Reference(from));
    out.put(2, 0);
  }
}
