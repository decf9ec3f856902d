package dev.ferry.driver.explain;

import dev.ferry.binutils.disasm.Disassembler;
import dev.ferry.binutils.disasm.DisassemblerOptions;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfReader;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.Section;
import dev.ferry.binutils.elf.Symbol;
import dev.ferry.driver.cc.CcOptions;
import dev.ferry.driver.cc.ImageLinker;
import dev.ferry.driver.cc.Libraries;
import dev.ferry.driver.explain.ExplainDocument.LinkedWord;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An object file linked with the C library, to look words up in. */
final class LinkedProgram {
  private final ObjectFile image;
  private final Map<Section, byte[]> contents = new HashMap<>();
  private final Map<String, Symbol> functions = new HashMap<>();
  private final TreeMap<Long, String> names = new TreeMap<>();

  private LinkedProgram(ObjectFile image) {
    this.image = image;
    for (Symbol symbol : image.symbols()) {
      if (symbol.type() == Elf.STT_FUNC && symbol.isDefined()) {
        functions.merge(symbol.name(), symbol, (a, b) -> a.isLocal() ? b : a);
        names.putIfAbsent(symbol.value(), symbol.name());
      }
    }
  }

  /** Links; null if that fails, as for a source without {@code main}. */
  static @Nullable LinkedProgram of(
      ObjectFile object, CcOptions options, Libraries libraries, Path directory) {
    byte[] bytes = ImageLinker.link(object, options, libraries, directory);
    return bytes == null ? null : new LinkedProgram(ElfReader.read("program", bytes));
  }

  /** What became of a word of the object; null if it is not in the executable. */
  @Nullable LinkedWord word(ObjectFile object, Section section, long offset, int length) {
    Symbol before = null;
    for (Symbol symbol : object.symbols()) {
      if (symbol.section() == section
          && symbol.type() == Elf.STT_FUNC
          && symbol.value() <= offset
          && (before == null || symbol.value() > before.value())) {
        before = symbol;
      }
    }
    Symbol there = before == null ? null : functions.get(before.name());
    if (before == null || there == null) {
      return null;
    }
    return at(there.value() + offset - before.value(), length);
  }

  private @Nullable LinkedWord at(long address, int length) {
    for (Section section : image.sections()) {
      long start = section.address();
      if (section.hasFlag(Elf.SHF_EXECINSTR)
          && address >= start
          && address + length <= start + section.size()) {
        byte[] bytes = contents.computeIfAbsent(section, whole -> whole.contents().toByteArray());
        int at = (int) (address - start);
        int word = bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
        if (length == 4) {
          word |= (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
        }
        String text =
            Disassembler.text(
                word, address, image.is64() ? 64 : 32, DisassemblerOptions.DEFAULT, this::name);
        return new LinkedWord(
            Long.toHexString(address), CodeViews.hex(word, length), text.replace('\t', ' '));
      }
    }
    return null;
  }

  private @Nullable String name(long address) {
    Map.Entry<Long, String> entry = names.floorEntry(address);
    if (entry == null) {
      return null;
    }
    long distance = address - entry.getKey();
    return distance == 0 ? entry.getValue() : entry.getValue() + "+0x" + Long.toHexString(distance);
  }
}
