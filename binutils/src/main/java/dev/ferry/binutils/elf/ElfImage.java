package dev.ferry.binutils.elf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An executable or shared object as a loader sees it: entry, segments, thread-local template,
 * interpreter, and symbols by address for crash reports and debuggers.
 */
public final class ElfImage {
  private final ElfFile file;
  private @Nullable SymbolIndex symbols;

  private ElfImage(ElfFile file) {
    this.file = file;
  }

  /**
   * Reads an executable (ET_EXEC) or position-independent one (ET_DYN).
   *
   * @throws ElfFormatException when it is not one, or segments lie outside the file
   */
  public static ElfImage parse(String name, byte[] bytes) {
    ElfFile file = ElfFile.parse(name, bytes);
    if (file.type() != Elf.ET_EXEC && file.type() != Elf.ET_DYN) {
      throw file.bad(16, "not an executable");
    }
    for (ProgramHeader segment : file.segments()) {
      if (segment.type() == Elf.PT_LOAD) {
        checkLoad(file, segment);
      }
    }
    return new ElfImage(file);
  }

  private static void checkLoad(ElfFile file, ProgramHeader segment) {
    file.contents(segment);
    if (Long.compareUnsigned(segment.memorySize(), segment.fileSize()) < 0
        || Long.compareUnsigned(segment.address() + segment.memorySize(), segment.address()) < 0) {
      throw file.bad(segment.offset(), "segment with impossible memory size");
    }
  }

  /** The file beneath. */
  public ElfFile file() {
    return file;
  }

  public boolean is64() {
    return file.is64();
  }

  /** Whether it can be loaded at any address (ET_DYN). */
  public boolean isPositionIndependent() {
    return file.type() == Elf.ET_DYN;
  }

  /** Address of the first instruction, before any load bias. */
  public long entry() {
    return file.entry();
  }

  /** e_flags. */
  public int flags() {
    return file.flags();
  }

  /** All program headers, in file order. */
  public List<ProgramHeader> segments() {
    return file.segments();
  }

  /** The first program header of a type, or null. */
  public @Nullable ProgramHeader segment(int type) {
    for (ProgramHeader segment : file.segments()) {
      if (segment.type() == type) {
        return segment;
      }
    }
    return null;
  }

  /** A segment's bytes in the file; a window, nothing is copied. */
  public Contents contents(ProgramHeader segment) {
    return file.contents(segment);
  }

  /** The thread-local template (PT_TLS), or null. */
  public @Nullable ProgramHeader tls() {
    return segment(Elf.PT_TLS);
  }

  /** Path of the dynamic loader (PT_INTERP), or null for a static program. */
  public @Nullable String interpreter() {
    ProgramHeader segment = segment(Elf.PT_INTERP);
    if (segment == null) {
      return null;
    }
    byte[] path = file.contents(segment).toByteArray();
    int end = 0;
    while (end < path.length && path[end] != 0) {
      end++;
    }
    return new String(path, 0, end, StandardCharsets.UTF_8);
  }

  /** Whether the stack must be executable: PT_GNU_STACK with PF_X. */
  public boolean wantsExecutableStack() {
    ProgramHeader segment = segment(Elf.PT_GNU_STACK);
    return segment != null && segment.isExecutable();
  }

  /**
   * Address of the program headers in memory (AT_PHDR), before any load bias; 0 when no segment
   * covers them.
   */
  public long programHeaderAddress() {
    ProgramHeader self = segment(Elf.PT_PHDR);
    if (self != null) {
      return self.address();
    }
    long offset = file.programHeaderOffset();
    for (ProgramHeader segment : file.segments()) {
      if (segment.type() == Elf.PT_LOAD
          && offset >= segment.offset()
          && offset - segment.offset() < segment.fileSize()) {
        return segment.address() + offset - segment.offset();
      }
    }
    return 0;
  }

  /** Bytes of a program header (AT_PHENT). */
  public int programHeaderSize() {
    return file.is64() ? 56 : 32;
  }

  /** Functions and objects by address, from .symtab or, in a stripped file, .dynsym. */
  public SymbolIndex symbols() {
    SymbolIndex index = symbols;
    if (index == null) {
      index = SymbolIndex.of(file);
      symbols = index;
    }
    return index;
  }
}
