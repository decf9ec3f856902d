package dev.ferry.driver.pipeline;

import dev.ferry.binutils.dwarf.DebugInfo;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.ElfReader;
import dev.ferry.binutils.elf.Symbol;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Functions and source lines of an executable, by address. */
final class CodeNames {
  private final TreeMap<Long, Symbol> functions = new TreeMap<>();
  private final TreeMap<Long, String> labels = new TreeMap<>();
  private final @Nullable DebugInfo debug;
  private final boolean is64;

  private CodeNames(boolean is64) {
    this.is64 = is64;
    this.debug = null;
  }

  /** No names. */
  static CodeNames none(int xlen) {
    return new CodeNames(xlen == 64);
  }

  CodeNames(String name, byte[] image) {
    ElfFile file = ElfFile.parse(name, image);
    this.is64 = file.is64();
    this.debug = DebugInfo.of(file);
    for (Symbol symbol : ElfReader.read(name, image).symbols()) {
      if (!symbol.isDefined() || symbol.name().isEmpty() || symbol.name().startsWith("$")) {
        continue;
      }
      if (symbol.type() == Elf.STT_FUNC) {
        functions.merge(symbol.value(), symbol, (a, b) -> a.isLocal() ? b : a);
      }
      if (symbol.type() == Elf.STT_FUNC || symbol.type() == Elf.STT_NOTYPE) {
        labels.putIfAbsent(symbol.value(), symbol.name());
      }
    }
  }

  boolean is64() {
    return is64;
  }

  /** The address of a function or label; null if there is none. */
  @Nullable Long address(String name) {
    for (Map.Entry<Long, String> label : labels.entrySet()) {
      if (label.getValue().equals(name)) {
        return label.getKey();
      }
    }
    return null;
  }

  /** The function around an address; null if unknown. */
  @Nullable String function(long address) {
    Map.Entry<Long, Symbol> entry = functions.floorEntry(address);
    if (entry == null) {
      return null;
    }
    long size = entry.getValue().size();
    return size == 0 || address < entry.getKey() + size ? entry.getValue().name() : null;
  }

  /** An address as {@code name+0x10}; null if it is in no function. */
  @Nullable String describe(long address) {
    Map.Entry<Long, String> entry = labels.floorEntry(address);
    if (entry == null || address - entry.getKey() > 1 << 16) {
      return null;
    }
    long distance = address - entry.getKey();
    return distance == 0 ? entry.getValue() : entry.getValue() + "+0x" + Long.toHexString(distance);
  }

  DebugInfo.@Nullable Location line(long address) {
    DebugInfo.Location location = debug == null ? null : debug.at(address);
    return location == null || location.line() == 0 ? null : location;
  }
}
