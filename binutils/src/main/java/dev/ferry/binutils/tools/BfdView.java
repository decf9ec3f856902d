package dev.ferry.binutils.tools;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.SectionHeader;
import dev.ferry.binutils.elf.SymbolTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The view of a file that nm, size and objdump show: sections without the file's own tables, with
 * properties in words instead of ELF's flags.
 */
final class BfdView {
  private BfdView() {}

  /** The sections that count as contents: no symbol, string, group or plain relocation tables. */
  static List<SectionHeader> sections(ElfFile file) {
    List<SectionHeader> shown = new ArrayList<>();
    for (SectionHeader section : file.sections()) {
      if (isShown(file, section)) {
        shown.add(section);
      }
    }
    return shown;
  }

  static boolean isShown(ElfFile file, SectionHeader section) {
    boolean alloc = section.hasFlag(Elf.SHF_ALLOC);
    return switch (section.type()) {
      case Elf.SHT_NULL, Elf.SHT_SYMTAB, Elf.SHT_SYMTAB_SHNDX -> false;
      case Elf.SHT_GROUP -> true;
      case Elf.SHT_STRTAB ->
          alloc || section.index() != file.sectionNameTable() && !isSymbolStrings(file, section);
      case Elf.SHT_RELA, Elf.SHT_REL -> alloc || !hasSymbolTable(file, section);
      default -> true;
    };
  }

  private static boolean isSymbolStrings(ElfFile file, SectionHeader section) {
    SectionHeader symtab = file.sectionOfType(Elf.SHT_SYMTAB);
    return symtab != null && symtab.link() == section.index();
  }

  private static boolean hasSymbolTable(ElfFile file, SectionHeader section) {
    int link = section.link();
    return link > 0
        && link < file.sections().size()
        && file.sections().get(link).type() == Elf.SHT_SYMTAB
        && section.info() > 0;
  }

  static boolean isDebugging(SectionHeader section) {
    String name = section.name();
    return !section.hasFlag(Elf.SHF_ALLOC)
        && (name.startsWith(".debug")
            || name.startsWith(".zdebug")
            || name.startsWith(".gnu.debuglto_.debug_")
            || name.startsWith(".gnu.linkonce.wi.")
            || name.startsWith(".line")
            || name.startsWith(".stab")
            || name.equals(".gdb_index"));
  }

  static boolean isCode(SectionHeader section) {
    return section.hasFlag(Elf.SHF_EXECINSTR);
  }

  static boolean hasContents(SectionHeader section) {
    return section.type() != Elf.SHT_NOBITS;
  }

  /** Whether it is initialised data in memory. */
  static boolean isData(SectionHeader section) {
    return section.hasFlag(Elf.SHF_ALLOC) && hasContents(section) && !isCode(section);
  }

  static boolean isReadOnly(SectionHeader section) {
    return !section.hasFlag(Elf.SHF_WRITE);
  }

  /** nm's letter for a symbol, lower or upper case. */
  static char symbolClass(ElfFile file, SymbolTable table, int i) {
    int raw = table.rawSectionIndex(i);
    int binding = table.binding(i);
    int type = table.type(i);
    if (raw == Elf.SHN_COMMON) {
      return 'C';
    }
    if (raw == Elf.SHN_UNDEF) {
      if (binding == Elf.STB_WEAK) {
        return type == Elf.STT_OBJECT ? 'v' : 'w';
      }
      return 'U';
    }
    if (type == Elf.STT_GNU_IFUNC) {
      return 'i';
    }
    if (binding == Elf.STB_WEAK) {
      return type == Elf.STT_OBJECT ? 'V' : 'W';
    }
    if (binding == Elf.STB_GNU_UNIQUE) {
      return 'u';
    }
    char letter;
    if (raw == Elf.SHN_ABS) {
      letter = 'a';
    } else {
      int index = table.sectionIndex(i);
      letter =
          index > 0 && index < file.sections().size()
              ? sectionClass(file.sections().get(index))
              : '?';
    }
    return binding == Elf.STB_LOCAL ? letter : Character.toUpperCase(letter);
  }

  private static char sectionClass(SectionHeader section) {
    if (isCode(section)) {
      return 't';
    }
    if (isData(section)) {
      return isReadOnly(section) ? 'r' : 'd';
    }
    if (!hasContents(section)) {
      return 'b';
    }
    if (isDebugging(section)) {
      return 'N';
    }
    return isReadOnly(section) ? 'n' : '?';
  }
}
