package dev.ferry.lower;

import dev.ferry.c.types.CType;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemBlock;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Op;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads, writes and copies places; hands out temporaries. */
final class Memory {
  private static final long MAX_ADDEND = 1 << 20;

  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;

  /** Temporaries in use, in order of creation: those after a mark end with their statement. */
  private final List<Slot> live = new ArrayList<>();

  private final Map<Slot, TempKind> kinds = new HashMap<>();
  private final Map<TempKind, List<Slot>> free = new HashMap<>();

  /** A temporary is only used again for the same type, so that it can be split into scalars. */
  private record TempKind(CType type, long size, int align) {}

  Memory(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
  }

  // ---- temporaries

  /** Memory for a value of the type, free until the enclosing statement ends. */
  Place temp(CType type) {
    CType base = TypeMap.strip(type);
    return Place.of(temp(base, types.size(base), types.align(base)), types.alias(base));
  }

  Slot temp(CType type, long size, int align) {
    TempKind kind = new TempKind(type, size, align);
    List<Slot> candidates = free.get(kind);
    Slot slot;
    if (candidates != null && !candidates.isEmpty()) {
      slot = candidates.removeLast();
    } else {
      slot = owner.function.addSlot("", size, align);
      kinds.put(slot, kind);
    }
    live.add(slot);
    return slot;
  }

  /** For {@link #release}: the temporaries made from here on. */
  int mark() {
    return live.size();
  }

  void release(int mark) {
    while (live.size() > mark) {
      Slot slot = live.removeLast();
      TempKind kind = kinds.get(slot);
      if (kind != null) {
        free.computeIfAbsent(kind, k -> new ArrayList<>()).add(slot);
      }
    }
  }

  // ---- addresses

  Value address(Place place) {
    if (place.slot() != null) {
      return out.slotAddr(place.slot(), place.offset());
    }
    if (place.symbol() != null) {
      return global(place.symbol(), place.offset());
    }
    return add(base(place), place.offset());
  }

  /** A far offset is no addend: the relocation could overflow. */
  private Value global(Symbol symbol, long offset) {
    boolean isNear = offset >= -MAX_ADDEND && offset <= MAX_ADDEND;
    return isNear ? out.globalAddr(symbol, offset) : add(out.globalAddr(symbol, 0), offset);
  }

  private static Value base(Place place) {
    Value base = place.base();
    if (base == null) {
      throw FunctionLowering.bug("address of a register");
    }
    return base;
  }

  /** {@code address + offset}. */
  Value add(Value address, long offset) {
    return offset == 0 ? address : out.binary(Op.ADD, address, out.pconst(offset));
  }

  /** The address without the part of the offset that an access can hold. */
  private Value accessBase(Place place) {
    if (place.slot() != null) {
      return out.slotAddr(place.slot(), place.offset() - accessOffset(place));
    }
    if (place.symbol() != null) {
      return global(place.symbol(), place.offset() - accessOffset(place));
    }
    return add(base(place), place.offset() - accessOffset(place));
  }

  private static int accessOffset(Place place) {
    long offset = place.offset();
    boolean isNear = offset >= -2048 && offset < 2048;
    boolean isInt = offset == (int) offset;
    return place.symbol() != null ? isNear ? (int) offset : 0 : isInt ? (int) offset : 0;
  }

  MemAccess access(Place place, MemType type) {
    int align = Math.min(place.align(), Math.max(type.bytes(), types.xlenBytes));
    return new MemAccess(type, accessOffset(place), align, place.alias(), place.isVolatile());
  }

  Value accessAddress(Place place) {
    return accessBase(place);
  }

  // ---- scalars

  /** Reads a scalar of this C type. */
  Value load(Place place, CType type) {
    if (place.bits() != null) {
      return owner.bitFields.load(place, type);
    }
    if (place.register() != null) {
      return owner.assembly.readRegister(place.register(), types.type(type));
    }
    if (TypeMap.isHalf(type)) {
      return owner.floats.extendHalf(raw(place, MemType.I16U, Type.I32));
    }
    return raw(place, types.memType(type), types.type(type));
  }

  Value raw(Place place, MemType memory, Type type) {
    return out.load(type, access(place, memory), accessBase(place));
  }

  /** Writes a scalar of this C type. */
  void store(Place place, CType type, Value value) {
    if (place.bits() != null) {
      owner.bitFields.store(place, type, value);
    } else if (place.register() != null) {
      owner.assembly.writeRegister(place.register(), value);
    } else if (TypeMap.isHalf(type)) {
      storeRaw(place, MemType.I16U, owner.floats.truncateHalf(value));
    } else {
      storeRaw(place, types.memType(type), value);
    }
  }

  void storeRaw(Place place, MemType memory, Value value) {
    MemType stored =
        switch (memory) {
          case I8S -> MemType.I8U;
          case I16S -> MemType.I16U;
          case I32U -> MemType.I32;
          default -> memory;
        };
    out.store(access(place, stored), accessBase(place), value);
  }

  // ---- values of any type

  Operand read(Place place, CType type) {
    return types.isScalar(type) ? Operand.of(load(place, type)) : Operand.of(place);
  }

  void write(Place place, CType type, Operand value) {
    if (value.scalar() != null) {
      store(place, type, value.scalar());
    } else {
      copy(place, value.place(), type);
    }
  }

  /** Copies an object; the places are equal or do not overlap. */
  void copy(Place to, Place from, CType type) {
    CType base = TypeMap.strip(type);
    if (types.isScalar(base)) {
      store(to, base, load(from, base));
    } else if (TypeMap.isWideInteger(base) && types.size(base) == 16) {
      Value low = raw(from, MemType.I64, Type.I64);
      Value high = raw(from.at(8), MemType.I64, Type.I64);
      storeRaw(to, MemType.I64, low);
      storeRaw(to.at(8), MemType.I64, high);
    } else if (base instanceof CType.Complex c && types.isScalar(c.element())) {
      long half = types.size(c.element());
      Value real = load(from, c.element());
      Value imaginary = load(from.at(half), c.element());
      store(to, c.element(), real);
      store(to.at(half), c.element(), imaginary);
    } else {
      copyBytes(to, from, types.size(base));
    }
  }

  void copyBytes(Place to, Place from, long size) {
    MemBlock block = new MemBlock(to.align(), from.align(), to.isVolatile() || from.isVolatile());
    out.memcpy(address(to), address(from), size, block);
  }

  void zero(Place place, long size) {
    fill(place, 0, size);
  }

  void fill(Place place, int octet, long size) {
    out.memset(
        address(place),
        out.iconst(Type.I32, octet),
        size,
        new MemBlock(place.align(), 1, place.isVolatile()));
  }
}
