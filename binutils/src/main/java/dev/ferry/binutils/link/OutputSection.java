package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A section of the output: its parts in order, and its place once the layout has run. */
final class OutputSection {
  final String name;
  final Script.@Nullable OutputDescription description;
  final List<LayoutElement> elements = new ArrayList<>();
  int type = Elf.SHT_NULL;
  long flags;
  long alignment = 1;
  long entrySize = -1;
  long address;
  long loadAddress;
  long fileOffset;
  long size;

  /** Number in the section header table; 0 when it has none. */
  int index;

  /**
   * What symbols in it say as st_shndx: its own number, or that of a neighbour when it has none.
   */
  int symbolIndex;

  int link;
  int info;
  boolean noload;
  boolean hasInputs;

  OutputSection(String name, Script.@Nullable OutputDescription description) {
    this.name = name;
    this.description = description;
  }

  boolean hasFlag(long flag) {
    return (flags & flag) != 0;
  }

  boolean isAlloc() {
    return (flags & Elf.SHF_ALLOC) != 0;
  }

  boolean isNobits() {
    return type == Elf.SHT_NOBITS;
  }

  /** Thread-local zeros: they have addresses in the template but take no room in the image. */
  boolean isTbss() {
    return isNobits() && hasFlag(Elf.SHF_TLS);
  }

  /** Whether a section header is written for it. */
  boolean isEmitted() {
    return index != 0;
  }

  /** Takes over type, flags, alignment and entry size of a new part. */
  void absorb(InputSection section) {
    if (!hasInputs) {
      type = section.type;
      flags = section.flags & ~(Elf.SHF_GROUP | Elf.SHF_INFO_LINK | Elf.SHF_GNU_RETAIN);
      entrySize = section.entrySize;
      hasInputs = true;
    } else {
      long mergeable = Elf.SHF_MERGE | Elf.SHF_STRINGS;
      long both = flags & section.flags & mergeable;
      flags |= section.flags & (Elf.SHF_WRITE | Elf.SHF_ALLOC | Elf.SHF_EXECINSTR | Elf.SHF_TLS);
      flags = flags & ~mergeable | both;
      if (entrySize != section.entrySize) {
        entrySize = 0;
        flags &= ~mergeable;
      }
      if (type == Elf.SHT_NOBITS && section.type != Elf.SHT_NOBITS
          || type != section.type
              && section.type == Elf.SHT_PROGBITS
              && type != Elf.SHT_NOBITS
              && !isArray(type)) {
        type = section.type;
      }
    }
    alignment = Math.max(alignment, section.alignment);
  }

  /** An array output section keeps its type when .ctors, say, are added to it. */
  private static boolean isArray(int type) {
    return type == Elf.SHT_INIT_ARRAY
        || type == Elf.SHT_FINI_ARRAY
        || type == Elf.SHT_PREINIT_ARRAY;
  }

  /** Recomputes what {@link #absorb} computes after parts were dropped or merged. */
  void refresh() {
    hasInputs = false;
    type = Elf.SHT_NULL;
    flags = 0;
    alignment = 1;
    entrySize = -1;
    for (LayoutElement element : elements) {
      if (element instanceof InputSection section) {
        absorb(section);
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
