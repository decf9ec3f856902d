package dev.ferry.binutils.ar;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.ElfFormatException;
import dev.ferry.binutils.elf.SectionHeader;
import dev.ferry.binutils.elf.SymbolTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes archives in the GNU format, byte for byte as GNU ar does. */
public final class ArchiveWriter {
  /**
   * A member to write.
   *
   * @param name without directories; for a thin archive the path relative to the archive
   * @param mode Unix permission bits with file type, such as 0100644
   */
  public record Entry(String name, byte[] bytes, long date, int owner, int group, int mode) {
    /** An entry as {@code ar}'s deterministic mode (D) writes it: no date, no owner, mode 644. */
    public static Entry deterministic(String name, byte[] bytes) {
      return new Entry(name, bytes, 0, 0, 0, 0644);
    }
  }

  private ArchiveWriter() {}

  /**
   * The archive's bytes.
   *
   * @param withIndex whether to write the symbol index (not for {@code ar S})
   * @param thin whether members stay files of their own
   * @param indexDate the date of the index, in seconds since 1970
   */
  public static byte[] write(List<Entry> entries, boolean withIndex, boolean thin, long indexDate) {
    Contents longNames = new Contents();
    List<String> nameFields = new ArrayList<>();
    for (Entry entry : entries) {
      nameFields.add(nameField(entry.name(), thin, longNames));
    }
    if ((longNames.size() & 1) != 0) {
      longNames.put8('\n');
    }
    List<String> symbols = new ArrayList<>();
    List<Integer> definers = new ArrayList<>();
    boolean anyObject = false;
    if (withIndex) {
      for (int i = 0; i < entries.size(); i++) {
        byte[] bytes = entries.get(i).bytes();
        if (ElfFile.isElf(bytes, 0, bytes.length)) {
          anyObject = true;
          collect(entries.get(i), i, symbols, definers);
        }
      }
    }
    Contents out = new Contents();
    out.put(ascii(thin ? Archive.THIN_MAGIC : Archive.MAGIC));
    boolean index = withIndex && (anyObject || entries.isEmpty());
    long[] offsets = offsets(entries, thin, longNames.size(), index ? indexSize(symbols) : -1);
    if (index) {
      writeIndex(out, symbols, definers, offsets, indexDate);
    }
    if (longNames.size() > 0) {
      out.put(ascii(String.format("%-48s%-10d`\n", "//", longNames.size())));
      out.put(longNames.toByteArray());
    }
    for (int i = 0; i < entries.size(); i++) {
      writeMember(out, entries.get(i), nameFields.get(i), thin);
    }
    return out.toByteArray();
  }

  private static String nameField(String name, boolean thin, Contents longNames) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < 16 && !thin) {
      return name + "/";
    }
    int offset = longNames.size();
    longNames.put(bytes);
    longNames.put(ascii("/\n"));
    return "/" + offset;
  }

  private static long[] offsets(List<Entry> entries, boolean thin, int names, int indexSize) {
    long at = 8;
    if (indexSize >= 0) {
      at += Archive.HEADER_SIZE + indexSize;
    }
    if (names > 0) {
      at += Archive.HEADER_SIZE + names;
    }
    long[] offsets = new long[entries.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = at;
      int size = thin ? 0 : entries.get(i).bytes().length;
      at += Archive.HEADER_SIZE + size + (size & 1);
    }
    return offsets;
  }

  private static int indexSize(List<String> symbols) {
    int size = 4 + 4 * symbols.size();
    for (String symbol : symbols) {
      size += symbol.getBytes(StandardCharsets.UTF_8).length + 1;
    }
    return size + (size & 1);
  }

  private static void writeIndex(
      Contents out, List<String> symbols, List<Integer> definers, long[] offsets, long date) {
    out.put(
        ascii(
            String.format(
                "%-16s%-12d%-6d%-6d%-8s%-10d`\n", "/", date, 0, 0, "0", indexSize(symbols))));
    int start = out.size();
    putBigEndian(out, symbols.size());
    for (int definer : definers) {
      putBigEndian(out, (int) offsets[definer]);
    }
    for (String symbol : symbols) {
      out.put(symbol.getBytes(StandardCharsets.UTF_8));
      out.put8(0);
    }
    if ((out.size() - start & 1) != 0) {
      out.put8(0);
    }
  }

  private static void writeMember(Contents out, Entry entry, String nameField, boolean thin) {
    out.put(
        ascii(
            String.format(
                "%-16s%-12d%-6d%-6d%-8s%-10d`\n",
                nameField,
                entry.date(),
                entry.owner(),
                entry.group(),
                Integer.toOctalString(entry.mode()),
                entry.bytes().length)));
    if (!thin) {
      out.put(entry.bytes());
      if ((entry.bytes().length & 1) != 0) {
        out.put8('\n');
      }
    }
  }

  /** The global symbols a member defines, in its symbol table's order. */
  private static void collect(
      Entry entry, int number, List<String> symbols, List<Integer> definers) {
    try {
      ElfFile file = ElfFile.parse(entry.name(), entry.bytes());
      SectionHeader section = file.sectionOfType(Elf.SHT_SYMTAB);
      if (section == null) {
        return;
      }
      SymbolTable table = file.symbols(section);
      for (int i = 1; i < table.size(); i++) {
        int binding = table.binding(i);
        if (binding != Elf.STB_LOCAL && table.rawSectionIndex(i) != Elf.SHN_UNDEF) {
          symbols.add(table.name(i));
          definers.add(number);
        }
      }
    } catch (ElfFormatException e) {
      throw new ArchiveFormatException(entry.name(), e.position(), String.valueOf(e.getMessage()));
    }
  }

  private static void putBigEndian(Contents out, int value) {
    out.put32(Integer.reverseBytes(value));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
