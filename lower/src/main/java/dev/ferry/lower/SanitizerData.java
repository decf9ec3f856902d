package dev.ferry.lower;

import dev.ferry.base.source.Position;
import dev.ferry.c.types.CType;
import dev.ferry.ir.Global;
import dev.ferry.ir.Symbol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The static data of libubsan's interface (LLVM, {@code ubsan_handlers.h}; gcc 12 emits the same):
 *
 * <pre>
 * struct SourceLocation { const char *file; uint32_t line, column; };
 * struct TypeDescriptor { uint16_t kind, info; char name[]; };
 * </pre>
 *
 * A report's data starts with its location, whose column the runtime overwrites once it has
 * reported.
 */
final class SanitizerData {
  private static final int KIND_INTEGER = 0;
  private static final int KIND_FLOAT = 1;
  private static final int KIND_OTHER = 0xffff;

  private final ModuleLowering owner;
  private final Map<Descriptor, Symbol> known = new HashMap<>();
  private final List<Global> globals = new ArrayList<>();
  private int types;
  private int records;

  private record Descriptor(String name, int kind, int info) {}

  /** One member after the location: a pointer or plain bytes. */
  record Part(@Nullable Symbol symbol, byte[] bytes) {
    static Part of(Symbol symbol) {
      return new Part(symbol, new byte[0]);
    }

    static Part of(int... octets) {
      byte[] bytes = new byte[octets.length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) octets[i];
      }
      return new Part(null, bytes);
    }
  }

  SanitizerData(ModuleLowering owner) {
    this.owner = owner;
  }

  // ---- types

  Part type(CType type) {
    CType base = type.unqualified();
    return descriptor(SanitizerNames.plain(base), base);
  }

  /** A pointer's target, as reports of accesses name it. */
  Part target(CType target) {
    return descriptor(SanitizerNames.target(target), null);
  }

  Part array(CType.Array type) {
    return descriptor(SanitizerNames.array(type), SanitizerNames.element(type));
  }

  private Part descriptor(String name, @Nullable CType type) {
    int kind = KIND_OTHER;
    int info = 0;
    CType base = type == null ? null : TypeMap.strip(type);
    if (base instanceof CType.Float f) {
      kind = f.kind().bytes() >= 4 ? KIND_FLOAT : KIND_OTHER;
      info = 8 * f.kind().bytes();
    } else if (base instanceof CType.Int
        || base instanceof CType.Bool
        || base instanceof CType.Enum) {
      kind = KIND_INTEGER;
      int bits = base instanceof CType.Bool ? 8 : owner.types.width(base);
      info = Integer.numberOfTrailingZeros(bits) << 1 | (owner.types.isSigned(base) ? 1 : 0);
    }
    Descriptor key = new Descriptor(name, kind, info);
    return Part.of(known.computeIfAbsent(key, this::define));
  }

  private Symbol define(Descriptor d) {
    byte[] name = ("'" + d.name + "'").getBytes(StandardCharsets.UTF_8);
    Global global = global(".Lubsan_type" + types++, 4 + name.length + 1, 2);
    putShort(global.bytes, 0, d.kind);
    putShort(global.bytes, 2, d.info);
    System.arraycopy(name, 0, global.bytes, 4, name.length);
    global.isReadOnly = true;
    return global.symbol;
  }

  // ---- reports

  /** A report's data: where, then what. */
  Symbol report(int loc, Part... parts) {
    int word = owner.types.xlenBytes;
    int size = word + 8;
    for (Part part : parts) {
      size = end(size, part);
    }
    Global global = global(".Lubsan_data" + records++, (size + word - 1) / word * word, word);
    location(global, loc);
    int at = word + 8;
    for (Part part : parts) {
      int end = end(at, part);
      if (part.symbol != null) {
        global.references.add(new Global.Reference(end - word, word, part.symbol, 0));
      } else {
        System.arraycopy(part.bytes, 0, global.bytes, end - part.bytes.length, part.bytes.length);
      }
      at = end;
    }
    return global.symbol;
  }

  private int end(int at, Part part) {
    int word = owner.types.xlenBytes;
    return part.symbol != null ? (at + word - 1) / word * word + word : at + part.bytes.length;
  }

  /** Without a location all of it stays zero: "unknown" to the runtime. */
  private void location(Global global, int loc) {
    Position position = owner.diagnostics.sources().position(loc);
    if (position == null) {
      return;
    }
    int word = owner.types.xlenBytes;
    byte[] file = (position.file() + "\0").getBytes(StandardCharsets.UTF_8);
    global.references.add(new Global.Reference(0, word, owner.constants.string(file, 1), 0));
    putInt(global.bytes, word, position.line());
    putInt(global.bytes, word + 4, position.column());
  }

  private Global global(String name, int size, int align) {
    Symbol symbol = owner.module.symbol(name);
    symbol.linkage = Symbol.Linkage.LOCAL;
    symbol.isDefined = true;
    symbol.isDsoLocal = true;
    Global global = new Global(symbol, size, align);
    global.bytes = new byte[size];
    globals.add(global);
    return global;
  }

  private static void putShort(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >>> 8);
  }

  private static void putInt(byte[] bytes, int at, int value) {
    putShort(bytes, at, value);
    putShort(bytes, at + 2, value >>> 16);
  }

  /** The globals among {@code needed}; what they refer to becomes needed as well. */
  List<Global> used(Set<Symbol> needed) {
    List<Global> result = new ArrayList<>();
    for (Global global : globals) {
      if (needed.contains(global.symbol)) {
        owner.references(global);
      }
    }
    for (Global global : globals) {
      if (needed.contains(global.symbol)) {
        result.add(global);
      }
    }
    return result;
  }
}
