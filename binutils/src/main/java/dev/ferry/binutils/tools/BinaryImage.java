package dev.ferry.binutils.tools;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.ElfWriter;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.ProgramHeader;
import dev.ferry.binutils.elf.Section;
import dev.ferry.binutils.elf.SectionHeader;
import dev.ferry.binutils.elf.Symbol;
import java.util.Arrays;

/** Raw memory images: {@code objcopy -O binary}, and {@code -I binary} the other way. */
final class BinaryImage {
  private static final long MAX_SIZE = 1L << 30;

  private BinaryImage() {}

  /** The loaded sections by load address, from the lowest on, gaps filled. */
  static byte[] of(ElfFile file, CopyOptions options) {
    long low = -1;
    long high = 0;
    for (SectionHeader section : file.sections()) {
      if (isLoaded(section, options)) {
        long address = loadAddress(file, section);
        low = low == -1 || Long.compareUnsigned(address, low) < 0 ? address : low;
        high =
            Long.compareUnsigned(address + section.size(), high) > 0
                ? address + section.size()
                : high;
      }
    }
    if (low == -1) {
      return new byte[0];
    }
    long size = Math.max(high - low, options.padTo - low);
    if (size < 0 || size > MAX_SIZE) {
      throw new ToolException("the image would take " + Long.toUnsignedString(size) + " bytes");
    }
    byte[] out = new byte[(int) size];
    Arrays.fill(out, (byte) options.gapFill);
    for (SectionHeader section : file.sections()) {
      if (isLoaded(section, options)) {
        Contents contents = file.contents(section);
        long at = loadAddress(file, section) - low;
        if (at < 0 || at > out.length - contents.size()) {
          throw new ToolException("section '" + section.name() + "' lies outside the image");
        }
        System.arraycopy(contents.array(), contents.arrayOffset(), out, (int) at, contents.size());
      }
    }
    return out;
  }

  private static boolean isLoaded(SectionHeader section, CopyOptions options) {
    return section.hasFlag(Elf.SHF_ALLOC)
        && section.type() != Elf.SHT_NOBITS
        && section.size() > 0
        && options.keepsSection(section.name(), false, true);
  }

  private static long loadAddress(ElfFile file, SectionHeader section) {
    for (ProgramHeader segment : file.segments()) {
      if (segment.type() == Elf.PT_LOAD
          && section.offset() >= segment.offset()
          && section.offset() + section.size() <= segment.offset() + segment.fileSize()) {
        return segment.physicalAddress() + section.offset() - segment.offset();
      }
    }
    return section.address();
  }

  /** An object with the bytes in .data between {@code _binary_NAME_start} and {@code _end}. */
  static byte[] toObject(String name, byte[] bytes, boolean is64) {
    ObjectFile object = new ObjectFile(name, is64);
    Section data = new Section(".data", Elf.SHT_PROGBITS, Elf.SHF_ALLOC | Elf.SHF_WRITE, 1);
    data.setContents(Contents.of(bytes));
    object.addSection(data);
    StringBuilder stem = new StringBuilder("_binary_");
    for (char c : name.toCharArray()) {
      stem.append(Character.isLetterOrDigit(c) && c < 128 ? c : '_');
    }
    Symbol start = new Symbol(stem + "_start");
    start.define(data, 0);
    Symbol end = new Symbol(stem + "_end");
    end.define(data, bytes.length);
    Symbol size = new Symbol(stem + "_size");
    size.defineAbsolute(bytes.length);
    object.addSymbol(start);
    object.addSymbol(end);
    object.addSymbol(size);
    return ElfWriter.write(object);
  }
}
