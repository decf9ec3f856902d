package dev.ferry.opt.rules;

import dev.ferry.ir.Global;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads from constant globals at compile time. */
public final class ConstantMemory {
  private final Map<Symbol, Global> all = new IdentityHashMap<>();
  private final Map<Symbol, Global> constants = new IdentityHashMap<>();

  /**
   * @param isFinal whether other link units cannot replace exported definitions
   */
  public ConstantMemory(Module module, boolean isFinal) {
    for (Global global : module.globals) {
      all.put(global.symbol, global);
      boolean isReplaceable =
          global.symbol.linkage == Symbol.Linkage.WEAK
              || global.symbol.linkage == Symbol.Linkage.GLOBAL && !isFinal;
      if (global.isReadOnly && !isReplaceable && !global.isCommon) {
        constants.put(global.symbol, global);
      }
    }
  }

  /** The constant that a load always gives, or null. */
  @Nullable Value load(Instruction load, Simplifier simplifier) {
    if (constants.isEmpty()
        || !(load.args[0] instanceof Instruction address)
        || address.op != Op.GLOBAL_ADDR
        || load.access().isVolatile()) {
      return null;
    }
    Global global = constants.get(address.symbol());
    if (global == null) {
      return null;
    }
    MemAccess access = load.access();
    long offset = address.imm + access.offset();
    int bytes = access.type().bytes();
    if (offset < 0 || offset + bytes > global.size || hasReference(global, offset, bytes)) {
      return null;
    }
    long raw = raw(global, (int) offset, bytes);
    Type type = load.requireType();
    return simplifier.constant(type, extended(access, raw));
  }

  /** The size of a global defined here and not weak, else -1. */
  public long size(Symbol symbol) {
    Global global = all.get(symbol);
    return global == null || symbol.linkage == Symbol.Linkage.WEAK ? -1 : global.size;
  }

  /** The global of a symbol if its contents never change, else null. */
  public @Nullable Global constant(Symbol symbol) {
    return constants.get(symbol);
  }

  private static boolean hasReference(Global global, long offset, int bytes) {
    for (Global.Reference reference : global.references) {
      if (reference.offset() < offset + bytes && reference.offset() + reference.bytes() > offset) {
        return true;
      }
    }
    return false;
  }

  private static long raw(Global global, int offset, int bytes) {
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      int at = offset + i;
      value = value << 8 | (at < global.bytes.length ? global.bytes[at] & 0xff : 0);
    }
    return value;
  }

  private static long extended(MemAccess access, long raw) {
    return switch (access.type()) {
      case I8S -> (byte) raw;
      case I16S -> (short) raw;
      case I32 -> (int) raw;
      case I8U, I16U, I32U, I64, F32, F64 -> raw;
    };
  }
}
