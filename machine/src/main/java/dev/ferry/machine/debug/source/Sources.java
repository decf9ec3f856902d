package dev.ferry.machine.debug.source;

import dev.ferry.binutils.dwarf.DebugEntry;
import dev.ferry.binutils.dwarf.DebugInfo;
import dev.ferry.binutils.dwarf.FrameTable;
import dev.ferry.binutils.elf.ElfImage;
import dev.ferry.binutils.elf.SymbolIndex;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a loaded program's debug information says; addresses are the guest's. */
public final class Sources {
  private final DebugInfo info;
  private final FrameTable frames;
  private final SymbolIndex symbols;
  private final long bias;

  /**
   * @param bias what is added to the file's addresses
   */
  Sources(ElfImage image, long bias) {
    this.info = DebugInfo.of(image.file());
    this.frames = info.frames();
    this.symbols = image.symbols();
    this.bias = bias;
  }

  /** Whether there are any lines. */
  public boolean hasLines() {
    return info.hasLines();
  }

  /** The place of an address, or null where no line is known. */
  public DebugInfo.@Nullable Location at(long address) {
    DebugInfo.Location location = info.at(address - bias);
    return location == null || location.file() == null || location.line() == 0 ? null : location;
  }

  FrameTable.@Nullable Rules rules(long address) {
    return frames.at(address - bias);
  }

  /** The entry of the function at an address, or null. */
  public @Nullable DebugEntry functionAt(long address) {
    for (DebugEntry unit : info.entries()) {
      for (DebugEntry entry : unit.children()) {
        if (entry.tag() == DebugEntry.SUBPROGRAM && entry.covers(address - bias)) {
          return entry;
        }
      }
    }
    return null;
  }

  /** First address of the function an address lies in, by its symbol; -1 where none is known. */
  long startOfFunction(long address) {
    SymbolIndex.Entry entry = symbols.at(address - bias);
    return entry == null ? -1 : entry.address() + bias;
  }

  /** The address of a function behind its prologue, of a line, or null. */
  public @Nullable Long function(String name) {
    for (DebugEntry unit : info.entries()) {
      for (DebugEntry entry : unit.children()) {
        if (entry.tag() == DebugEntry.SUBPROGRAM && entry.low() >= 0 && entry.name().equals(name)) {
          return afterPrologue(entry) + bias;
        }
      }
    }
    SymbolIndex.Entry symbol = symbols.named(name);
    return symbol == null ? null : symbol.address() + bias;
  }

  /** Where the second row of a function's lines starts: there its parameters are in place. */
  private long afterPrologue(DebugEntry function) {
    long second = info.endOfRow(function.low());
    return second > 0 && second < function.high() ? second : function.low();
  }

  /** The address behind a function's prologue, for one that starts there; else the address. */
  long skipPrologue(long address) {
    DebugEntry function = functionAt(address);
    return function != null && function.low() + bias == address
        ? afterPrologue(function) + bias
        : address;
  }

  /** Where a line, or the next one with code, starts; null where there is none. */
  public @Nullable Long line(String file, int line) {
    int found = info.lineFrom(file, line);
    if (found < 0) {
      return null;
    }
    long address = info.addressOf(file, found);
    return address == -1 ? null : skipPrologue(address + bias);
  }

  /** Whether an address starts a row of its line. */
  boolean startsRow(long address) {
    long before = address - bias - 1;
    return info.endOfRow(before) == address - bias || info.at(before) == null;
  }

  /** Address of a symbol's object, or null. */
  @Nullable Long symbol(String name) {
    SymbolIndex.Entry entry = symbols.named(name);
    return entry == null ? null : entry.address() + bias;
  }

  long bias() {
    return bias;
  }

  /**
   * Variables that an address sees, innermost block first.
   *
   * @param address in a function of this program
   */
  List<DebugEntry> variables(long address) {
    List<DebugEntry> found = new ArrayList<>();
    DebugEntry function = functionAt(address);
    if (function != null) {
      collect(function, address - bias, found);
    }
    return found;
  }

  private static void collect(DebugEntry scope, long address, List<DebugEntry> found) {
    for (DebugEntry child : scope.children()) {
      if (child.tag() == DebugEntry.LEXICAL_BLOCK && child.covers(address)) {
        collect(child, address, found);
      }
    }
    for (DebugEntry child : scope.children()) {
      if (child.tag() == DebugEntry.VARIABLE || child.tag() == DebugEntry.FORMAL_PARAMETER) {
        found.add(child);
      }
    }
  }

  /** A variable of file scope, or null. */
  @Nullable DebugEntry global(String name) {
    for (DebugEntry unit : info.entries()) {
      for (DebugEntry entry : unit.children()) {
        if (entry.tag() == DebugEntry.VARIABLE && entry.name().equals(name)) {
          return entry;
        }
      }
    }
    return null;
  }

  /** The number of an enumerator, or null. */
  @Nullable Long enumerator(String name) {
    for (DebugEntry unit : info.entries()) {
      for (DebugEntry type : unit.children()) {
        if (type.tag() == DebugEntry.ENUMERATION_TYPE) {
          for (DebugEntry e : type.children()) {
            if (e.name().equals(name)) {
              return e.number(DebugEntry.CONST_VALUE, 0);
            }
          }
        }
      }
    }
    return null;
  }

  /** The basic type of this name, or null. */
  @Nullable DebugEntry basicType(String name) {
    for (DebugEntry unit : info.entries()) {
      for (DebugEntry type : unit.children()) {
        if (type.tag() == DebugEntry.BASE_TYPE && type.name().equals(name)) {
          return type;
        }
      }
    }
    return null;
  }
}
