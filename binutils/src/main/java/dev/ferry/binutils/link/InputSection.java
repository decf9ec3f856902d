package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.Relocations;
import dev.ferry.binutils.elf.Section;
import org.jspecify.annotations.Nullable;

/**
 * A piece of the output: a section of an input file, or (as a subclass) one the linker makes. Knows
 * where in which output section it goes once the layout has said so.
 */
non-sealed class InputSection implements LayoutElement {
  private static final Relocations NONE = new Relocations();

  final @Nullable InputObject file;
  final @Nullable Section section;
  final String name;
  final int type;
  long flags;
  long alignment;
  long entrySize;

  /** Where it goes; null before assignment, for discarded sections, and for merged-away ones. */
  @Nullable OutputSection output;

  /** Byte offset in the output section. */
  long offset;

  /** Current size in bytes; relaxation shrinks it. */
  long size;

  /** Whether garbage collection (when it runs) reached it. */
  boolean live = true;

  /** Thrown away: COMDAT loser, /DISCARD/, or garbage. */
  boolean discarded;

  /** KEEP in the script: a root of garbage collection. */
  boolean keep;

  /** Where the pieces of a mergeable or .eh_frame section went, else null. */
  @Nullable Pieces pieces;

  /** Which bytes relaxation takes out, or null when it takes none. */
  @Nullable RelaxedSection relaxed;

  InputSection(InputObject file, Section section) {
    this.file = file;
    this.section = section;
    this.name = section.name();
    this.type = section.type();
    this.flags = section.flags();
    this.alignment = section.alignment();
    this.entrySize = section.entrySize();
    this.size = section.size();
  }

  InputSection(String name, int type, long flags, long alignment) {
    this(null, name, type, flags, alignment);
  }

  /** A section without input bytes, of a file (for common blocks) or of the linker. */
  InputSection(@Nullable InputObject file, String name, int type, long flags, long alignment) {
    this.file = file;
    this.section = null;
    this.name = name;
    this.type = type;
    this.flags = flags;
    this.alignment = alignment;
  }

  final boolean hasFlag(long flag) {
    return (flags & flag) != 0;
  }

  final boolean isAlloc() {
    return (flags & Elf.SHF_ALLOC) != 0;
  }

  final boolean isNobits() {
    return type == Elf.SHT_NOBITS;
  }

  final Relocations relocations() {
    return section == null ? NONE : section.relocations();
  }

  /** Address of its byte 0; 0 while it has no place. */
  final long address() {
    OutputSection out = output;
    return out == null ? 0 : out.address + offset;
  }

  /** Address of the byte that was at {@code at} in the input (already relaxed for symbols). */
  final long addressOf(long at) {
    Pieces map = pieces;
    return map == null ? address() + at : map.address(at);
  }

  /**
   * Writes its bytes at {@code at}; overridden by what the linker makes. Relocations come later.
   */
  void write(byte[] out, int at) {
    if (section != null && !isNobits()) {
      var contents = section.contents();
      System.arraycopy(contents.array(), contents.arrayOffset(), out, at, contents.size());
    }
  }

  /** The file's name, or the linker's own mark. */
  final String fileName() {
    return file == null ? "linker stubs" : file.name();
  }

  @Override
  public String toString() {
    return fileName() + ":(" + name + ")";
  }
}
