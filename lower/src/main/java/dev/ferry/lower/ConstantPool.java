package dev.ferry.lower;

import dev.ferry.ir.Block;
import dev.ferry.ir.Global;
import dev.ferry.ir.Symbol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Read-only data without a name of its own: string literals, wide constants, initial images. */
final class ConstantPool {
  private final ModuleLowering owner;
  private final Map<Key, Symbol> known = new HashMap<>();
  private final List<Global> globals = new ArrayList<>();

  /** Bytes as Latin-1 text, so that equality is by content. */
  private record Key(String bytes, int unit, int align) {
    // Written out: a record's own cost their bootstrap at the start of every run.
    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Key k && k.unit == unit && k.align == align && k.bytes.equals(bytes);
    }

    @Override
    public int hashCode() {
      return (bytes.hashCode() * 31 + unit) * 31 + align;
    }
  }

  ConstantPool(ModuleLowering owner) {
    this.owner = owner;
  }

  /** A string literal; mergeable where it is one NUL-terminated string. */
  Symbol string(byte[] bytes, int unit) {
    return pooled(bytes, isMergeable(bytes, unit) ? unit : 0, unit);
  }

  /** Plain constant bytes. */
  Symbol data(byte[] bytes, int align) {
    return pooled(bytes, 0, align);
  }

  /** A read-only cell that holds the address of a block. */
  Symbol labelAddress(Block block, int bytes) {
    Symbol symbol = newSymbol();
    Global global = new Global(symbol, bytes, bytes);
    global.bytes = new byte[bytes];
    global.isReadOnly = true;
    global.references.add(new Global.Reference(0, bytes, null, 0, block, null));
    globals.add(global);
    return symbol;
  }

  private Symbol newSymbol() {
    Symbol symbol = owner.module.symbol(".LC" + globals.size());
    symbol.linkage = Symbol.Linkage.LOCAL;
    symbol.isDefined = true;
    return symbol;
  }

  private Symbol pooled(byte[] bytes, int unit, int align) {
    Key key = new Key(new String(bytes, StandardCharsets.ISO_8859_1), unit, align);
    Symbol symbol = known.get(key);
    if (symbol == null) {
      symbol = newSymbol();
      Global global = new Global(symbol, bytes.length, align);
      global.bytes = bytes;
      global.isReadOnly = true;
      global.stringUnit = unit;
      globals.add(global);
      known.put(key, symbol);
    }
    return symbol;
  }

  /** Whether the bytes end with their only NUL element. */
  private static boolean isMergeable(byte[] bytes, int unit) {
    if (bytes.length < unit || bytes.length % unit != 0) {
      return false;
    }
    for (int i = 0; i < bytes.length; i += unit) {
      boolean isNul = true;
      for (int j = i; j < i + unit; j++) {
        isNul &= bytes[j] == 0;
      }
      if (isNul) {
        return i + unit == bytes.length;
      }
    }
    return false;
  }

  /** The globals among {@code needed}, in the order they were made. */
  List<Global> used(Set<Symbol> needed) {
    List<Global> result = new ArrayList<>();
    for (Global global : globals) {
      if (needed.contains(global.symbol)) {
        result.add(global);
      }
    }
    return result;
  }
}
