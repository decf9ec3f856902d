package dev.ferry.ir;

import dev.ferry.ir.debug.DebugGlobal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A translation unit in IR: functions, objects and the names that both refer to. */
public final class Module {
  /** The source's name. */
  public final String name;

  /** 32 or 64. */
  public final int xlen;

  public final List<Function> functions = new ArrayList<>();
  public final List<Global> globals = new ArrayList<>();

  /** Variables with symbols for the debugger; filled under -g. */
  public final List<DebugGlobal> debugGlobals = new ArrayList<>(0);

  /** File-scope {@code asm("…")}, in order. */
  public final List<String> assembly = new ArrayList<>();

  /** {@code .init_array}/{@code .fini_array} entries of constructors and destructors. */
  public final List<InitEntry> initEntries = new ArrayList<>();

  /** The parent of each alias class; class 0 is the root (char, unions, unknown). */
  public int[] aliasParent = {0};

  /** Names of the registers that are variables of the file: no function may use them otherwise. */
  public final Set<String> reservedRegisters = new TreeSet<>();

  /** Whether a function puts trampolines on the stack (GNU nested functions). */
  public boolean needsExecutableStack;

  /** Whether any symbol is {@link Symbol#isPrivate}. */
  public boolean hasPrivateGlobals;

  private final Map<String, Symbol> symbols = new LinkedHashMap<>();

  /** The library functions with another assembler name. */
  private final Map<String, Symbol> renamed = new HashMap<>(0);

  /**
   * @param isDestructor into {@code .fini_array}
   * @param priority 0..65535; 65535 is the default
   */
  public record InitEntry(Symbol function, boolean isDestructor, int priority) {}

  public Module(String name, int xlen) {
    this.name = name;
    this.xlen = xlen;
  }

  /** The symbol of this name, made if new. */
  public Symbol symbol(String symbolName) {
    return symbols.computeIfAbsent(symbolName, Symbol::new);
  }

  /** From now on, calls of this library function, whoever makes them, are calls of the symbol. */
  public void rename(String libraryName, Symbol symbol) {
    symbol.libraryName = libraryName;
    renamed.put(libraryName, symbol);
  }

  /** The symbol of a library function or runtime routine. */
  public Symbol library(String libraryName) {
    Symbol other = renamed.get(libraryName);
    return other == null ? symbol(libraryName) : other;
  }

  public Iterable<Symbol> symbols() {
    return symbols.values();
  }

  /** The integer type of a pointer. */
  public Type pointerType() {
    return xlen == 64 ? Type.I64 : Type.I32;
  }
}
