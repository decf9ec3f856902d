package dev.ferry.binutils.dwarf;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.LittleEndian;
import dev.ferry.binutils.elf.RelocationType;
import dev.ferry.binutils.elf.SectionHeader;
import dev.ferry.binutils.elf.SymbolTable;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The debug sections of a file by name, decompressed, and in a relocatable file with relocations
 * applied as if its sections lay one behind the other in memory.
 */
final class DebugSections {
  private static final long MAX_INFLATED = 1L << 30;

  private final ElfFile file;
  private final Map<String, Contents> cache = new HashMap<>();

  private final long[] bases;

  DebugSections(ElfFile file) {
    this.file = file;
    this.bases = new long[file.sections().size()];
    if (file.type() == Elf.ET_REL) {
      long next = 0;
      for (SectionHeader section : file.sections()) {
        if (section.hasFlag(Elf.SHF_ALLOC) && section.size() >= 0) {
          bases[section.index()] = next;
          next += section.size() + 31 & -16L;
        }
      }
    }
  }

  /** Where a section of a relocatable file is taken to lie: one behind the other. */
  long base(SectionHeader section) {
    return bases[section.index()];
  }

  boolean is64() {
    return file.is64();
  }

  /** Where a section lies in memory; 0 for one that is not there. */
  long address(String name) {
    SectionHeader section = file.section(name);
    return section == null ? 0 : section.address();
  }

  /** The section's bytes; empty when the file has none. */
  Contents get(String name) {
    return cache.computeIfAbsent(name, this::load);
  }

  private Contents load(String name) {
    SectionHeader section = file.section(name);
    if (section == null || section.type() == Elf.SHT_NOBITS) {
      return new Contents();
    }
    Contents contents = file.contents(section);
    if (section.hasFlag(Elf.SHF_COMPRESSED)) {
      return inflate(name, contents);
    }
    if (file.type() == Elf.ET_REL) {
      SectionHeader relocations = relocationsOf(section);
      if (relocations != null) {
        return relocated(contents, relocations);
      }
    }
    return contents;
  }

  private Contents inflate(String name, Contents in) {
    int header = file.is64() ? 24 : 12;
    if (in.size() < header || in.i32(0) != 1) {
      throw new DwarfException(name, 0, "unknown compression");
    }
    long size = file.is64() ? in.i64(8) : in.i32(4) & 0xffff_ffffL;
    if (size < 0 || size > MAX_INFLATED || size > 1100L * in.size()) {
      throw new DwarfException(name, 0, "impossible uncompressed size");
    }
    byte[] out = new byte[(int) size];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(in.array(), in.arrayOffset() + header, in.size() - header);
      int done = 0;
      while (done < out.length) {
        int got = inflater.inflate(out, done, out.length - done);
        if (got == 0) {
          throw new DwarfException(name, done, "truncated compressed data");
        }
        done += got;
      }
    } catch (DataFormatException e) {
      throw new DwarfException(name, 0, "bad compressed data");
    } finally {
      inflater.end();
    }
    return Contents.of(out);
  }

  private @Nullable SectionHeader relocationsOf(SectionHeader target) {
    for (SectionHeader section : file.sections()) {
      if (section.type() == Elf.SHT_RELA && section.info() == target.index()) {
        return section;
      }
    }
    return null;
  }

  private Contents relocated(Contents original, SectionHeader section) {
    byte[] out = original.toByteArray();
    Contents in = file.contents(section);
    SymbolTable symbols = file.symbols(file.section(section.link(), section.offset()));
    int entry = file.is64() ? 24 : 12;
    for (long at = 0; at + entry <= in.size(); at += entry) {
      long offset = file.is64() ? in.i64(at) : in.i32(at) & 0xffff_ffffL;
      long info = file.is64() ? in.i64(at + 8) : in.i32(at + 4) & 0xffff_ffffL;
      long addend = file.is64() ? in.i64(at + 16) : in.i32(at + 8);
      int number = file.is64() ? (int) info : (int) info & 0xff;
      long index = file.is64() ? info >>> 32 : info >>> 8;
      RelocationType type = RelocationType.of(number);
      if (type != null
          && index < symbols.size()
          && offset >= 0
          && offset + type.width() <= out.length) {
        apply(out, (int) offset, type, value(symbols, (int) index) + addend);
      }
    }
    return Contents.of(out);
  }

  private long value(SymbolTable symbols, int index) {
    int raw = symbols.rawSectionIndex(index);
    boolean placed = raw != Elf.SHN_UNDEF && raw < bases.length;
    return symbols.value(index) + (placed ? bases[raw] : 0);
  }

  private static void apply(byte[] out, int at, RelocationType type, long value) {
    switch (type) {
      case ABS32, SET32 -> LittleEndian.set(out, at, 4, value);
      case ABS64 -> LittleEndian.set(out, at, 8, value);
      case ADD8 -> out[at] += (byte) value;
      case SUB8 -> out[at] -= (byte) value;
      case ADD16 -> LittleEndian.set(out, at, 2, LittleEndian.u16(out, at) + value);
      case SUB16 -> LittleEndian.set(out, at, 2, LittleEndian.u16(out, at) - value);
      case ADD32 -> LittleEndian.set(out, at, 4, LittleEndian.i32(out, at) + value);
      case SUB32 -> LittleEndian.set(out, at, 4, LittleEndian.i32(out, at) - value);
      case ADD64 -> LittleEndian.set(out, at, 8, LittleEndian.i64(out, at) + value);
      case SUB64 -> LittleEndian.set(out, at, 8, LittleEndian.i64(out, at) - value);
      case SET8 -> LittleEndian.set(out, at, 1, value);
      case SET16 -> LittleEndian.set(out, at, 2, value);
      case SET6 -> out[at] = (byte) (out[at] & 0xc0 | value & 0x3f);
      case SUB6 -> out[at] = (byte) (out[at] & 0xc0 | out[at] - value & 0x3f);
      default -> {}
    }
  }
}
