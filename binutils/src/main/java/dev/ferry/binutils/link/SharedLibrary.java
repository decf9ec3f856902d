package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.SectionHeader;
import dev.ferry.binutils.elf.SymbolTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A shared library that is linked against: its name at run time, its symbols with versions. */
final class SharedLibrary implements InputFile {
  private final String name;
  private final ElfFile file;
  private final @Nullable SymbolTable table;
  private final Map<Integer, String> versionNames = new HashMap<>();
  private final @Nullable Contents versions;
  private @Nullable SectionHeader dynamic;
  String soname;
  final List<String> needed = new ArrayList<>();

  /** Whether DT_NEEDED is written only when a symbol is really used. */
  boolean asNeeded;

  boolean used;

  SharedLibrary(String name, ElfFile file) {
    this.name = name;
    this.file = file;
    this.soname = name.substring(name.lastIndexOf('/') + 1);
    SectionHeader dynsym = file.sectionOfType(Elf.SHT_DYNSYM);
    this.table = dynsym == null ? null : file.symbols(dynsym);
    SectionHeader versym = file.sectionOfType(Elf.SHT_GNU_VERSYM);
    this.versions = versym == null ? null : file.contents(versym);
    readDynamic();
    readVersionDefinitions();
    readVersionNeeds();
  }

  @Override
  public String name() {
    return name;
  }

  @Nullable SymbolTable table() {
    return table;
  }

  /** The version a symbol is defined or wanted with, or null for none or the base version. */
  @Nullable String version(int symbol) {
    int index = versionIndex(symbol) & 0x7fff;
    return index <= Elf.VER_NDX_GLOBAL ? null : versionNames.get(index);
  }

  /** Whether a reference without a version may bind to it. */
  boolean isDefaultVersion(int symbol) {
    return (versionIndex(symbol) & Elf.VERSYM_HIDDEN) == 0;
  }

  boolean isLocalVersion(int symbol) {
    return versionIndex(symbol) == Elf.VER_NDX_LOCAL && versions != null;
  }

  /** Whether the symbol is one that the library wants from elsewhere, and cannot do without. */
  boolean isReference(int symbol) {
    return table != null
        && table.rawSectionIndex(symbol) == Elf.SHN_UNDEF
        && table.binding(symbol) == Elf.STB_GLOBAL;
  }

  /** Alignment to give a copy of an object at {@code value}: that of its section, as placed. */
  long alignmentOf(int symbol) {
    int index = table == null ? 0 : table.sectionIndex(symbol);
    long alignment = 1;
    long value = table == null ? 0 : table.value(symbol);
    if (index > 0 && index < file.sections().size()) {
      alignment = Math.max(1, file.sections().get(index).alignment());
    }
    while (alignment > 1 && (value & alignment - 1) != 0) {
      alignment >>= 1;
    }
    return Math.min(alignment, 64);
  }

  /** Whether the object lies in memory that is read-only after relocation. */
  boolean isReadOnly(int symbol) {
    int index = table == null ? 0 : table.sectionIndex(symbol);
    return index > 0
        && index < file.sections().size()
        && !file.sections().get(index).hasFlag(Elf.SHF_WRITE);
  }

  private int versionIndex(int symbol) {
    Contents list = versions;
    return list == null || 2L * symbol + 2 > list.size() ? 1 : list.u16(2L * symbol);
  }

  private void readDynamic() {
    dynamic = file.sectionOfType(Elf.SHT_DYNAMIC);
    SectionHeader section = dynamic;
    if (section == null) {
      return;
    }
    Contents entries = file.contents(section);
    Contents strings = file.contents(file.section(section.link(), section.offset()));
    int width = file.is64() ? 8 : 4;
    for (int at = 0; at + 2 * width <= entries.size(); at += 2 * width) {
      long tag = entries.get(at, width);
      long value = entries.get(at + width, width);
      if (tag == Elf.DT_NULL) {
        return;
      }
      if (tag == Elf.DT_SONAME) {
        soname = file.string(strings, value);
      } else if (tag == Elf.DT_NEEDED) {
        needed.add(file.string(strings, value));
      }
    }
  }

  private void readVersionDefinitions() {
    SectionHeader section = file.sectionOfType(Elf.SHT_GNU_VERDEF);
    if (section == null) {
      return;
    }
    Contents in = file.contents(section);
    Contents strings = file.contents(file.section(section.link(), section.offset()));
    long at = 0;
    for (int left = in.size() / 20; left > 0; left--) {
      if (at + 20 > in.size()) {
        throw file.bad(section.offset() + at, "version definition outside its section");
      }
      int flags = in.u16(at + 2);
      int index = in.u16(at + 4);
      long aux = at + (in.i32(at + 12) & 0xffff_ffffL);
      if (aux + 8 > in.size()) {
        throw file.bad(section.offset() + at, "version name outside its section");
      }
      if ((flags & Elf.VER_FLG_BASE) == 0) {
        versionNames.put(index & 0x7fff, file.string(strings, in.i32(aux) & 0xffff_ffffL));
      }
      long next = in.i32(at + 16) & 0xffff_ffffL;
      if (next == 0) {
        return;
      }
      at += next;
    }
  }

  private void readVersionNeeds() {
    SectionHeader section = file.sectionOfType(Elf.SHT_GNU_VERNEED);
    if (section == null) {
      return;
    }
    Contents in = file.contents(section);
    Contents strings = file.contents(file.section(section.link(), section.offset()));
    long at = 0;
    for (int i = 0; i < section.info() && at + 16 <= in.size(); i++) {
      long aux = at + (in.i32(at + 8) & 0xffff_ffffL);
      for (int k = 0; k < in.u16(at + 2) && aux + 16 <= in.size(); k++) {
        int index = in.u16(aux + 6) & 0x7fff;
        versionNames.put(index, file.string(strings, in.i32(aux + 8) & 0xffff_ffffL));
        aux += in.i32(aux + 12) & 0xffff_ffffL;
      }
      at += in.i32(at + 12) & 0xffff_ffffL;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
