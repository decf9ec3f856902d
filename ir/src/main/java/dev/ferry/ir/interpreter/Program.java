package dev.ferry.ir.interpreter;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Global;
import dev.ferry.ir.Module;
import dev.ferry.ir.Symbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The linked modules: symbols resolved, globals in memory, functions prepared on first call. */
final class Program {
  /** Function addresses; 16 bytes apart, in no memory range. */
  private static final long FUNCTION_BASE = 0x7000_0000L;

  /** Label addresses. */
  private static final long LABEL_BASE = 0x7800_0000L;

  private static final int UNKNOWN_OBJECT_SIZE = 256;

  final boolean isNarrow;
  private final Memory memory;
  private final List<Module> modules;
  private final Map<Symbol, Long> addresses = new IdentityHashMap<>();
  private final Map<String, Symbol> definitions = new HashMap<>();
  private final Map<Symbol, Function> functionOf = new IdentityHashMap<>();
  private final Map<String, Long> externalAddresses = new HashMap<>();

  /** By (address - FUNCTION_BASE) / 16: a Function, or the name of an external one. */
  private final List<Object> callables = new ArrayList<>();

  private final List<@Nullable Code> codes = new ArrayList<>();
  private final List<Block> labels = new ArrayList<>();
  private final Map<Block, Long> labelAddresses = new IdentityHashMap<>();

  Program(List<Module> modules, Memory memory) {
    this.modules = modules;
    this.memory = memory;
    this.isNarrow = !modules.isEmpty() && modules.getFirst().xlen == 32;
    for (Module module : modules) {
      for (Function function : module.functions) {
        functionOf.put(function.symbol, function);
        define(function.symbol);
        addresses.put(function.symbol, newCallable(function));
      }
      for (Global global : module.globals) {
        define(global.symbol);
      }
      for (Symbol symbol : module.symbols()) {
        if (symbol.aliasOf != null) {
          define(symbol);
        }
      }
    }
    allocateGlobals();
    initialiseGlobals();
  }

  private void define(Symbol symbol) {
    if (symbol.linkage != Symbol.Linkage.LOCAL) {
      Symbol before = definitions.get(symbol.name);
      if (before == null || before.linkage == Symbol.Linkage.WEAK) {
        definitions.put(symbol.name, symbol);
      }
    }
  }

  private void allocateGlobals() {
    for (Module module : modules) {
      for (Global global : module.globals) {
        if (definitions.getOrDefault(global.symbol.name, global.symbol) == global.symbol
            || global.symbol.linkage == Symbol.Linkage.LOCAL) {
          addresses.put(
              global.symbol, memory.allocateGlobal(global.size, Math.max(1, global.align)));
        }
      }
    }
  }

  private void initialiseGlobals() {
    for (Module module : modules) {
      for (Global global : module.globals) {
        Long address = addresses.get(global.symbol);
        if (address != null) {
          memory.write(address, global.bytes);
          for (Global.Reference reference : global.references) {
            initialise(address + reference.offset(), reference);
          }
        }
      }
    }
  }

  private void initialise(long at, Global.Reference reference) {
    Symbol symbol = reference.symbol();
    Block block = reference.block();
    long value = reference.addend();
    if (symbol != null) {
      value += address(symbol);
    } else if (block != null) {
      Block minus = reference.minus();
      value += address(block) - (minus == null ? 0 : address(minus));
    }
    switch (reference.bytes()) {
      case 1 -> memory.store8(at, (byte) value);
      case 2 -> memory.store16(at, (short) value);
      case 4 -> memory.store32(at, (int) value);
      default -> memory.store64(at, value);
    }
  }

  private long newCallable(Object callable) {
    callables.add(callable);
    codes.add(null);
    return FUNCTION_BASE + 16L * (callables.size() - 1);
  }

  /** The address of a symbol, following aliases and other modules' definitions. */
  long address(Symbol symbol) {
    Long known = addresses.get(symbol);
    if (known == null) {
      known = resolve(symbol);
      addresses.put(symbol, known);
    }
    return known;
  }

  private long resolve(Symbol symbol) {
    Symbol alias = symbol.aliasOf;
    if (alias != null) {
      return address(alias);
    }
    Symbol definition = definitions.get(symbol.name);
    if (definition != null && definition != symbol) {
      return address(definition);
    }
    if (symbol.linkage == Symbol.Linkage.WEAK) {
      return 0;
    }
    return externalAddresses.computeIfAbsent(symbol.name, name -> external(symbol));
  }

  private long external(Symbol symbol) {
    if (symbol.isFunction || !Library.isObject(symbol.name)) {
      return newCallable(symbol.name);
    }
    long object = memory.allocateGlobal(UNKNOWN_OBJECT_SIZE, UNKNOWN_OBJECT_SIZE);
    // stdin, stdout and stderr are pointers into themselves, which the library recognises.
    memory.store64(object, object + 8L * Library.streamNumber(symbol.name));
    return object;
  }

  long address(Block block) {
    return labelAddresses.computeIfAbsent(
        block,
        b -> {
          labels.add(b);
          return LABEL_BASE + 4L * (labels.size() - 1);
        });
  }

  @Nullable Block blockAt(long address) {
    long index = (address - LABEL_BASE) / 4;
    return index >= 0 && index < labels.size() ? labels.get((int) index) : null;
  }

  private int callableIndex(long address) {
    long offset = address - FUNCTION_BASE;
    return offset >= 0 && offset % 16 == 0 && offset / 16 < callables.size()
        ? (int) (offset / 16)
        : -1;
  }

  /** The function at an address, or null. */
  @Nullable Code functionAt(long address) {
    int index = callableIndex(address);
    if (index < 0 || !(callables.get(index) instanceof Function function)) {
      return null;
    }
    Code code = codes.get(index);
    if (code == null) {
      code = new Code(function, this);
      codes.set(index, code);
    }
    return code;
  }

  /** The name of the external function at an address, or null. */
  @Nullable String externalAt(long address) {
    int index = callableIndex(address);
    return index >= 0 && callables.get(index) instanceof String name ? name : null;
  }

  Iterable<String> externalNames() {
    return externalAddresses.keySet();
  }

  @Nullable Code definedFunction(String name) {
    Symbol symbol = definitions.get(name);
    if (symbol == null) {
      for (Module module : modules) {
        for (Function function : module.functions) {
          if (function.symbol.name.equals(name)) {
            symbol = function.symbol;
          }
        }
      }
    }
    return symbol == null ? null : functionAt(address(symbol));
  }

  List<Code> entries(boolean destructors) {
    List<Module.InitEntry> entries = new ArrayList<>();
    for (Module module : modules) {
      for (Module.InitEntry entry : module.initEntries) {
        if (entry.isDestructor() == destructors) {
          entries.add(entry);
        }
      }
    }
    Comparator<Module.InitEntry> order = Comparator.comparingInt(Module.InitEntry::priority);
    entries.sort(destructors ? order.reversed() : order);
    List<Code> result = new ArrayList<>();
    for (Module.InitEntry entry : entries) {
      Code code = functionAt(address(entry.function()));
      if (code != null) {
        result.add(code);
      }
    }
    return result;
  }
}
