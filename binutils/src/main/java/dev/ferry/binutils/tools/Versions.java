package dev.ferry.binutils.tools;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.SectionHeader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The version tables of a dynamic file: definitions, needs, and each symbol's index. */
final class Versions {
  /** A version definition with its names, the own first, then its parents. */
  record Definition(long offset, int flags, int index, List<String> names, List<Long> offsets) {}

  /** A needed version. */
  record Needed(long offset, String name, int flags, int index) {}

  /** A file that versions are needed from. */
  record Need(long offset, int version, String file, List<Needed> versions) {}

  final @Nullable SectionHeader versymSection;
  final @Nullable SectionHeader definitionSection;
  final @Nullable SectionHeader needSection;
  final List<Definition> definitions = new ArrayList<>();
  final List<Need> needs = new ArrayList<>();
  private final @Nullable Contents versym;
  private final Map<Integer, String> definedNames = new HashMap<>();
  private final Map<Integer, String> neededNames = new HashMap<>();

  Versions(ElfFile file) {
    versymSection = file.sectionOfType(Elf.SHT_GNU_VERSYM);
    definitionSection = file.sectionOfType(Elf.SHT_GNU_VERDEF);
    needSection = file.sectionOfType(Elf.SHT_GNU_VERNEED);
    versym = versymSection == null ? null : file.contents(versymSection);
    if (definitionSection != null) {
      readDefinitions(file, definitionSection);
    }
    if (needSection != null) {
      readNeeds(file, needSection);
    }
  }

  private void readDefinitions(ElfFile file, SectionHeader section) {
    Contents in = file.contents(section);
    Contents strings = file.contents(file.section(section.link(), section.offset()));
    long at = 0;
    for (int i = 0; i < section.info() && at + 20 <= in.size(); i++) {
      List<String> names = new ArrayList<>();
      List<Long> offsets = new ArrayList<>();
      long aux = at + (in.i32(at + 12) & 0xffff_ffffL);
      for (int k = 0; k < in.u16(at + 6) && aux + 8 <= in.size(); k++) {
        names.add(file.string(strings, in.i32(aux) & 0xffff_ffffL));
        offsets.add(aux);
        aux += in.i32(aux + 4) & 0xffff_ffffL;
      }
      int index = in.u16(at + 4);
      definitions.add(new Definition(at, in.u16(at + 2), index, names, offsets));
      if (!names.isEmpty()) {
        definedNames.put(index & 0x7fff, names.get(0));
      }
      at += in.i32(at + 16) & 0xffff_ffffL;
    }
  }

  private void readNeeds(ElfFile file, SectionHeader section) {
    Contents in = file.contents(section);
    Contents strings = file.contents(file.section(section.link(), section.offset()));
    long at = 0;
    for (int i = 0; i < section.info() && at + 16 <= in.size(); i++) {
      List<Needed> versions = new ArrayList<>();
      long aux = at + (in.i32(at + 8) & 0xffff_ffffL);
      for (int k = 0; k < in.u16(at + 2) && aux + 16 <= in.size(); k++) {
        String name = file.string(strings, in.i32(aux + 8) & 0xffff_ffffL);
        int index = in.u16(aux + 6);
        versions.add(new Needed(aux, name, in.u16(aux + 4), index));
        neededNames.put(index & 0x7fff, name);
        aux += in.i32(aux + 12) & 0xffff_ffffL;
      }
      String from = file.string(strings, in.i32(at + 4) & 0xffff_ffffL);
      needs.add(new Need(at, in.u16(at), from, versions));
      at += in.i32(at + 12) & 0xffff_ffffL;
    }
  }

  int count() {
    return versym == null ? 0 : versym.size() / 2;
  }

  int index(int symbol) {
    return versym == null || 2L * symbol + 2 > versym.size() ? 0 : versym.u16(2L * symbol);
  }

  /** The version's name for a symbol index in .gnu.version, or null for local and global. */
  @Nullable String name(int index) {
    int number = index & 0x7fff;
    if (number <= 1) {
      return null;
    }
    String needed = neededNames.get(number);
    return needed != null ? needed : definedNames.get(number);
  }

  boolean isNeeded(int index) {
    return neededNames.containsKey(index & 0x7fff);
  }
}
