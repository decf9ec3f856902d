package dev.ferry.binutils.dwarf;

import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.ElfFormatException;
import dev.ferry.binutils.elf.SectionHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Source positions of a program's addresses. Reads everything at the first question; bad debug
 * information is left out unit by unit and never stops the program that asks.
 */
public final class DebugInfo {
  /**
   * A place in the source.
   *
   * @param function its name, or null when unknown
   * @param file path as the compiler wrote it, or null
   * @param line from 1; 0 when unknown
   * @param column from 1; 0 when unknown
   * @param discriminator tells blocks of one line apart; 0 for the only or first one
   */
  public record Location(
      @Nullable String function, @Nullable String file, int line, int column, int discriminator) {}

  private final DebugSections sections;
  private final List<FunctionEntry> functions = new ArrayList<>();
  private final List<LineProgram> programs = new ArrayList<>();
  private final List<@Nullable String> directories = new ArrayList<>();
  private final List<UnitReader> units = new ArrayList<>();
  private long[] addresses = new long[256];
  private int[] programOf = new int[256];
  private int[] files = new int[256];
  private int[] lines = new int[256];
  private int[] columns = new int[256];
  private int[] discriminators = new int[256];
  private boolean[] ends = new boolean[256];
  private int count;
  private @Nullable List<DebugEntry> roots;

  private DebugInfo(ElfFile file) {
    this.sections = new DebugSections(file);
  }

  /** The debug information of a file; without any, every question is answered with null. */
  public static DebugInfo of(ElfFile file) {
    DebugInfo info = new DebugInfo(file);
    try {
      info.readUnits();
    } catch (DwarfException | ElfFormatException e) {
      // What was read so far still answers.
    }
    try {
      info.readLines();
    } catch (DwarfException | ElfFormatException e) {
      // As above.
    }
    info.sortRows();
    return info;
  }

  private void readUnits() {
    long at = 0;
    long end = sections.get(".debug_info").size();
    while (at < end) {
      UnitReader unit = new UnitReader(sections, at);
      try {
        unit.read();
      } catch (DwarfException e) {
        // The next unit may be sound.
      }
      units.add(unit);
      functions.addAll(unit.functions);
      at = unit.next;
    }
  }

  private void readLines() {
    long at = 0;
    long end = sections.get(".debug_line").size();
    while (at < end) {
      LineProgram program = new LineProgram(sections, at);
      int number = programs.size();
      programs.add(program);
      directories.add(directoryOf(at));
      try {
        program.run((address, file, line, column, discriminator, statement, last) ->
            addRow(address, number, file, line, column, discriminator, last));
      } catch (DwarfException e) {
        // Rows up to the damage are kept.
      }
      at = program.next;
    }
  }

  private @Nullable String directoryOf(long lineOffset) {
    for (UnitReader unit : units) {
      if (unit.lineOffset == lineOffset) {
        return unit.directory;
      }
    }
    return null;
  }

  private void addRow(
      long address, int program, int file, int line, int column, int discriminator, boolean end) {
    if (count == addresses.length) {
      int size = count * 2;
      addresses = Arrays.copyOf(addresses, size);
      programOf = Arrays.copyOf(programOf, size);
      files = Arrays.copyOf(files, size);
      lines = Arrays.copyOf(lines, size);
      columns = Arrays.copyOf(columns, size);
      discriminators = Arrays.copyOf(discriminators, size);
      ends = Arrays.copyOf(ends, size);
    }
    addresses[count] = address;
    programOf[count] = program;
    files[count] = file;
    lines[count] = line;
    columns[count] = column;
    discriminators[count] = discriminator;
    ends[count] = end;
    count++;
  }

  /** By address; at one address an end of sequence first, then rows in program order. */
  private void sortRows() {
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        (a, b) ->
            addresses[a] != addresses[b]
                ? Long.compareUnsigned(addresses[a], addresses[b])
                : ends[a] != ends[b] ? (ends[a] ? -1 : 1) : 0);
    long[] sortedAddresses = new long[count];
    int[] sortedPrograms = new int[count];
    int[] sortedFiles = new int[count];
    int[] sortedLines = new int[count];
    int[] sortedColumns = new int[count];
    int[] sortedDiscriminators = new int[count];
    boolean[] sortedEnds = new boolean[count];
    for (int i = 0; i < count; i++) {
      int from = order[i];
      sortedAddresses[i] = addresses[from];
      sortedPrograms[i] = programOf[from];
      sortedFiles[i] = files[from];
      sortedLines[i] = lines[from];
      sortedColumns[i] = columns[from];
      sortedDiscriminators[i] = discriminators[from];
      sortedEnds[i] = ends[from];
    }
    addresses = sortedAddresses;
    programOf = sortedPrograms;
    files = sortedFiles;
    lines = sortedLines;
    columns = sortedColumns;
    discriminators = sortedDiscriminators;
    ends = sortedEnds;
  }

  /** Index of the row that covers an address, or -1. */
  private int rowAt(long address) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(addresses[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int row = low - 1;
    return row < 0 || ends[row] ? -1 : row;
  }

  /** The entries of all units, read at the first question. */
  public List<DebugEntry> entries() {
    if (roots == null) {
      roots = new ArrayList<>();
      Map<Long, DebugEntry> byOffset = new HashMap<>();
      for (UnitReader unit : units) {
        try {
          DebugEntry root = new EntryTree(unit, byOffset).read();
          if (root != null) {
            roots.add(root);
          }
        } catch (DwarfException | ElfFormatException e) {
          // The next unit may be sound.
        }
      }
    }
    return roots;
  }

  /** How registers are found in callers' frames. */
  public FrameTable frames() {
    return FrameTable.of(sections);
  }

  /** The address at which the row that covers an address ends; -1 where none does. */
  public long endOfRow(long address) {
    int row = rowAt(address);
    for (int i = row + 1; row >= 0 && i < count; i++) {
      if (addresses[i] != addresses[row]) {
        return addresses[i];
      }
    }
    return -1;
  }

  /** The lowest line of a file from a wanted one on that has code, or -1. */
  public int lineFrom(String file, int wanted) {
    int best = -1;
    for (int i = 0; i < count; i++) {
      if (!ends[i] && lines[i] >= wanted && (best < 0 || lines[i] < best) && isFile(i, file)) {
        best = lines[i];
      }
    }
    return best;
  }

  private boolean isFile(int row, String file) {
    String path = programs.get(programOf[row]).path(files[row], directories.get(programOf[row]));
    return path.equals(file) || path.endsWith("/" + file);
  }

  /** Whether there is any line table. */
  public boolean hasLines() {
    return count > 0;
  }

  /** Where an address comes from, innermost inlined function first; null when nothing is known. */
  public @Nullable Location at(long address) {
    int row = rowAt(address);
    FunctionEntry function = functionAt(address);
    if (row < 0 && function == null) {
      return null;
    }
    String name = function == null ? null : function.name();
    if (row < 0) {
      return new Location(name, null, 0, 0, 0);
    }
    int program = programOf[row];
    String path = programs.get(program).path(files[row], directories.get(program));
    return new Location(name, path, lines[row], columns[row], discriminators[row]);
  }

  /** Where an offset in a section of a relocatable file comes from. */
  public @Nullable Location at(SectionHeader section, long offset) {
    return at(sections.base(section) + offset);
  }

  /** The whole chain of an address: the innermost inlined function, then its callers. */
  public List<Location> chain(long address) {
    List<Location> chain = new ArrayList<>();
    Location innermost = at(address);
    if (innermost == null) {
      return chain;
    }
    chain.add(innermost);
    FunctionEntry function = functionAt(address);
    while (function != null && function.isInlined()) {
      FunctionEntry caller = function.parent();
      String file = callFile(address, function.callFile());
      chain.add(
          new Location(caller == null ? null : caller.name(), file, function.callLine(), 0, 0));
      function = caller;
    }
    return chain;
  }

  private @Nullable String callFile(long address, int number) {
    int row = rowAt(address);
    if (row < 0) {
      return null;
    }
    int program = programOf[row];
    return programs.get(program).path(number, directories.get(program));
  }

  private @Nullable FunctionEntry functionAt(long address) {
    FunctionEntry best = null;
    long bestSize = Long.MAX_VALUE;
    for (FunctionEntry function : functions) {
      long size = function.covers(address);
      // Among equals the later entry is the more deeply nested one.
      if (size >= 0 && size <= bestSize) {
        best = function;
        bestSize = size;
      }
    }
    return best;
  }

  /** The lowest address that a line of a file begins at as a statement, or -1: for breakpoints. */
  public long addressOf(String file, int line) {
    long best = -1;
    for (int i = 0; i < count; i++) {
      if (!ends[i] && lines[i] == line) {
        if (isFile(i, file) && (best == -1 || Long.compareUnsigned(addresses[i], best) < 0)) {
          best = addresses[i];
        }
      }
    }
    return best;
  }
}
