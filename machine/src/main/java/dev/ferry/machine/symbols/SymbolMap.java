package dev.ferry.machine.symbols;

import dev.ferry.binutils.dwarf.DebugInfo;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.ElfImage;
import dev.ferry.binutils.elf.SectionHeader;
import dev.ferry.binutils.elf.SymbolIndex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is loaded where, for turning addresses into names. Symbol tables are read when asked. */
public final class SymbolMap {
  /**
   * A loaded ELF file.
   *
   * @param bias what is added to the file's addresses
   * @param start first guest address
   * @param end first guest address behind it
   */
  public record Module(ElfImage image, long bias, long start, long end) {}

  private final List<Module> modules = new ArrayList<>();
  private final Map<ElfImage, DebugInfo> debugInfo = new IdentityHashMap<>();

  /**
   * Takes debug information from another file with the same code, as debuggers do with separate
   * debug files; nothing happens where no module has that code.
   */
  public synchronized void addDebugInformation(ElfImage separate) {
    for (Module module : modules) {
      if (sameCode(module.image().file(), separate.file())) {
        debugInfo.put(module.image(), DebugInfo.of(separate.file()));
      }
    }
  }

  private static boolean sameCode(ElfFile a, ElfFile b) {
    return code(a).equals(code(b));
  }

  /** The executable sections: address to bytes. Segments hold the ELF header too, which differs. */
  private static Map<Long, ByteBuffer> code(ElfFile file) {
    Map<Long, ByteBuffer> code = new HashMap<>();
    for (SectionHeader section : file.sections()) {
      if ((section.flags() & Elf.SHF_EXECINSTR) != 0) {
        code.put(section.address(), ByteBuffer.wrap(file.contents(section).toByteArray()));
      }
    }
    return code;
  }

  public synchronized void add(ElfImage image, long bias, long start, long end) {
    modules.add(new Module(image, bias, start, end));
  }

  /** The module that covers a guest address, or null. */
  public synchronized @Nullable Module module(long address) {
    for (Module module : modules) {
      if (address >= module.start() && address < module.end()) {
        return module;
      }
    }
    return null;
  }

  public synchronized List<Module> modules() {
    return List.copyOf(modules);
  }

  /** The guest address of a symbol, or null. */
  public synchronized @Nullable Long address(String name) {
    for (Module module : modules) {
      SymbolIndex.Entry entry = module.image().symbols().named(name);
      if (entry != null) {
        return module.bias() + entry.address();
      }
    }
    return null;
  }

  /** {@code name+0x1c}, {@code name}, or the empty string. */
  public String describe(long address) {
    Module module = module(address);
    if (module == null) {
      return "";
    }
    SymbolIndex.Entry entry = module.image().symbols().at(address - module.bias());
    if (entry == null) {
      return "";
    }
    long offset = address - module.bias() - entry.address();
    return offset == 0 ? entry.name() : entry.name() + "+0x" + Long.toHexString(offset);
  }

  /**
   * {@code file:line} of the instruction at an address where there is a line table, else empty;
   * without the file's folder.
   */
  public String place(long address) {
    Module module = module(address);
    if (module == null) {
      return "";
    }
    DebugInfo.Location location = debugInfo(module).at(address - module.bias());
    String file = location == null ? null : location.file();
    if (location == null || file == null || location.line() == 0) {
      return "";
    }
    return file.substring(file.lastIndexOf('/') + 1) + ":" + location.line();
  }

  private synchronized DebugInfo debugInfo(Module module) {
    return debugInfo.computeIfAbsent(module.image(), image -> DebugInfo.of(image.file()));
  }

  /** The name of the function an address lies in, or the empty string. */
  public String function(long address) {
    String text = describe(address);
    int plus = text.indexOf('+');
    return plus < 0 ? text : text.substring(0, plus);
  }
}
