package dev.ferry.binutils.tools;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ProgramHeader;
import dev.ferry.binutils.elf.SectionHeader;

/** Whether a section lies in a segment, by readelf's strict rules. */
final class SegmentMap {
  private SegmentMap() {}

  static boolean contains(ProgramHeader segment, SectionHeader section) {
    boolean tls = section.hasFlag(Elf.SHF_TLS);
    boolean alloc = section.hasFlag(Elf.SHF_ALLOC);
    int type = segment.type();
    if (tls
        ? type != Elf.PT_TLS && type != Elf.PT_GNU_RELRO && type != Elf.PT_LOAD
        : type == Elf.PT_TLS || type == Elf.PT_PHDR) {
      return false;
    }
    if (!alloc
        && (type == Elf.PT_LOAD
            || type == Elf.PT_DYNAMIC
            || type == Elf.PT_GNU_EH_FRAME
            || type == Elf.PT_GNU_STACK
            || type == Elf.PT_GNU_RELRO)) {
      return false;
    }
    boolean tbss = tls && section.type() == Elf.SHT_NOBITS;
    if (tbss && type != Elf.PT_TLS) {
      return false;
    }
    long size = section.size();
    return inFile(segment, section, size)
        && inMemory(segment, section, size, alloc)
        && notEmptyAtDynamicEdge(segment, section);
  }

  private static boolean inFile(ProgramHeader segment, SectionHeader section, long size) {
    if (section.type() == Elf.SHT_NOBITS) {
      return true;
    }
    long offset = section.offset() - segment.offset();
    return offset >= 0
        && (segment.fileSize() == 0 ? false : offset <= segment.fileSize() - 1)
        && offset + size <= segment.fileSize();
  }

  private static boolean inMemory(
      ProgramHeader segment, SectionHeader section, long size, boolean alloc) {
    if (!alloc) {
      return true;
    }
    long offset = section.address() - segment.address();
    return offset >= 0
        && (segment.memorySize() == 0 ? false : offset <= segment.memorySize() - 1)
        && offset + size <= segment.memorySize();
  }

  private static boolean notEmptyAtDynamicEdge(ProgramHeader segment, SectionHeader section) {
    boolean special = segment.type() == Elf.PT_DYNAMIC || segment.type() == Elf.PT_NOTE;
    if (!special || section.size() != 0 || segment.memorySize() == 0) {
      return true;
    }
    return section.address() > segment.address()
        && section.address() - segment.address() < segment.memorySize();
  }
}
