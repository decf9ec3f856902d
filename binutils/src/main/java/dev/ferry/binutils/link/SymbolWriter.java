package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.LittleEndian;

/** Writes one entry of .symtab or .dynsym. */
final class SymbolWriter {
  private SymbolWriter() {}

  static void write(byte[] out, int at, boolean is64, int name, LinkSymbol symbol, Values values) {
    int section = sectionIndex(symbol);
    int type = symbol.type;
    long value = 0;
    if (section != Elf.SHN_UNDEF) {
      InputSection copy = symbol.copy;
      value = copy != null ? copy.address() + symbol.value : symbol.address();
      if (symbol.isTls()) {
        value -= values.tlsStart;
      }
      if (symbol.canonicalPlt && symbol.isIfunc()) {
        // Whoever takes its address must get the PLT entry, as this module does.
        value = values.address(symbol);
        type = Elf.STT_FUNC;
      }
    } else if (symbol.canonicalPlt) {
      // gABI: an undefined function with a value makes that value its address everywhere.
      value = values.address(symbol);
    }
    int binding =
        symbol.local || symbol.forcedLocal
            ? Elf.STB_LOCAL
            : symbol.isUndefined() && !symbol.strongReference ? Elf.STB_WEAK : symbol.binding;
    int other = symbol.other | symbol.visibility;
    writeRaw(out, at, is64, name, binding << 4 | type, other, section, value, symbol.size);
  }

  static void writeRaw(
      byte[] out,
      int at,
      boolean is64,
      int name,
      int info,
      int other,
      int section,
      long value,
      long size) {
    LittleEndian.set(out, at, 4, name);
    int tail = is64 ? at + 4 : at + 12;
    out[tail] = (byte) info;
    out[tail + 1] = (byte) other;
    LittleEndian.set(out, tail + 2, 2, section);
    if (is64) {
      LittleEndian.set(out, at + 8, 8, value);
      LittleEndian.set(out, at + 16, 8, size);
    } else {
      LittleEndian.set(out, at + 4, 4, value);
      LittleEndian.set(out, at + 8, 4, size);
    }
  }

  static int sectionIndex(LinkSymbol symbol) {
    InputSection copy = symbol.copy;
    if (copy != null && copy.output != null) {
      return copy.output.symbolIndex;
    }
    if (!symbol.isDefined()) {
      return Elf.SHN_UNDEF;
    }
    OutputSection output = symbol.outputSection();
    if (output == null) {
      return Elf.SHN_ABS;
    }
    return output.symbolIndex != 0 ? output.symbolIndex : Elf.SHN_ABS;
  }
}
