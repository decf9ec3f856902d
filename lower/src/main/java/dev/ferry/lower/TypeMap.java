package dev.ferry.lower;

import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import dev.ferry.ir.Layout;
import dev.ferry.ir.MemType;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * C types seen from the IR: which live in a value and which in memory, their layouts at calls,
 * their alias classes.
 */
final class TypeMap {
  private static final ParamType.Scalar[] SCALARS = {
    new ParamType.Scalar(Type.I32),
    new ParamType.Scalar(Type.I64),
    new ParamType.Scalar(Type.F32),
    new ParamType.Scalar(Type.F64)
  };

  /** Alias classes: one for each kind of scalar, both signednesses together; 0 aliases all. */
  private static final int CLASS_SHORT = 1;

  private static final int CLASS_INT = 2;
  private static final int CLASS_LONG = 3;
  private static final int CLASS_LLONG = 4;
  private static final int CLASS_INT128 = 5;
  private static final int CLASS_BOOL = 6;
  private static final int CLASS_HALF = 7;
  private static final int CLASS_FLOAT = 8;
  private static final int CLASS_DOUBLE = 9;
  private static final int CLASS_QUAD = 10;
  private static final int CLASS_POINTER = 11;
  static final int CLASS_COUNT = 12;

  final Types types;
  final Type pointer;
  final int xlenBytes;
  private final boolean strictAliasing;
  private final Map<CType, Layout> layouts = new IdentityHashMap<>();
  private final Map<CType.Function, Signature> signatures = new HashMap<>();

  TypeMap(Types types, boolean strictAliasing) {
    this.types = types;
    this.strictAliasing = strictAliasing;
    this.xlenBytes = types.model().pointerBytes();
    this.pointer = xlenBytes == 8 ? Type.I64 : Type.I32;
  }

  /** Arrays of characters from this size on count as text ({@code --param ssp-buffer-size}). */
  private static final int TEXT_BYTES = 8;

  /** What an object of a type has in it that may overflow. */
  Slot.Shelf shelf(CType type) {
    return switch (strip(type)) {
      case CType.Array array ->
          size(array) >= TEXT_BYTES && size(array.element()) == 1 && isScalar(array.element())
              ? Slot.Shelf.TEXT
              : Slot.Shelf.ARRAY;
      case CType.Record record -> {
        Slot.Shelf highest = Slot.Shelf.LOW;
        for (CType.Field field : record.fields == null ? List.<CType.Field>of() : record.fields) {
          Slot.Shelf shelf = shelf(field.type());
          highest = shelf.compareTo(highest) > 0 ? shelf : highest;
        }
        yield highest;
      }
      default -> Slot.Shelf.LOW;
    };
  }

  /** The same view without alias classes. */
  TypeMap withoutAliasing() {
    return new TypeMap(types, false);
  }

  /** The type without qualifiers and {@code _Atomic}. */
  static CType strip(CType type) {
    CType base = type instanceof CType.Qualified q ? q.base() : type;
    return base instanceof CType.Atomic atomic ? strip(atomic.base()) : base;
  }

  static boolean isAtomic(CType type) {
    return type.unqualified() instanceof CType.Atomic;
  }

  long size(CType type) {
    return Math.max(0, types.size(type));
  }

  int align(CType type) {
    return Math.max(1, types.align(type));
  }

  /** As gcc does: aggregates of at least a word are aligned to a word, for block copies. */
  int objectAlign(Variable variable, long size) {
    int align = Math.max(variable.align, align(variable.type));
    CType base = variable.type.unqualified();
    boolean isAggregate = base instanceof CType.Array || base instanceof CType.Record;
    return isAggregate && size >= xlenBytes ? Math.max(align, xlenBytes) : align;
  }

  static boolean isVoid(CType type) {
    return type.unqualified() instanceof CType.Void;
  }

  /** Whether a value of the type is an SSA value. */
  boolean isScalar(CType type) {
    return switch (strip(type)) {
      case CType.Int t -> t.kind() != CType.IntKind.INT128 && t.kind() != CType.IntKind.UINT128;
      case CType.Pointer t -> true;
      case CType.Bool t -> true;
      case CType.NullPtr t -> true;
      case CType.Enum t -> isScalar(underlying(t));
      case CType.Float t -> t.kind().bytes() <= 8;
      case CType.BitInt t -> t.width() <= 64;
      case CType.Function t -> true;
      case CType.Void t -> false;
      case CType.Complex t -> false;
      case CType.Array t -> false;
      case CType.Vector t -> false;
      case CType.Record t -> false;
      case CType.Qualified t -> false;
      case CType.Atomic t -> false;
    };
  }

  static CType underlying(CType.Enum type) {
    CType result = type.underlying;
    return result == null ? new CType.Int(CType.IntKind.INT) : result;
  }

  /** An integer of at most 64 bits, a pointer, bool or enum. */
  boolean isNarrowInteger(CType type) {
    CType base = strip(type);
    return !(base instanceof CType.Float) && isScalar(base);
  }

  /** {@code __int128} or a {@code _BitInt} beyond 64 bits. */
  static boolean isWideInteger(CType type) {
    return switch (strip(type)) {
      case CType.Int t -> t.kind() == CType.IntKind.INT128 || t.kind() == CType.IntKind.UINT128;
      case CType.BitInt t -> t.width() > 64;
      case CType.Enum t -> t.underlying != null && isWideInteger(t.underlying);
      default -> false;
    };
  }

  static boolean isQuad(CType type) {
    return strip(type) instanceof CType.Float f && f.kind().bytes() == 16;
  }

  static boolean isHalf(CType type) {
    return strip(type) instanceof CType.Float f && f.kind().bytes() == 2;
  }

  static boolean isFloat(CType type) {
    return strip(type) instanceof CType.Float;
  }

  static CType.@Nullable Complex complex(CType type) {
    return strip(type) instanceof CType.Complex c ? c : null;
  }

  static CType.@Nullable Vector vector(CType type) {
    return strip(type) instanceof CType.Vector v ? v : null;
  }

  /** The value type of a scalar; a binary16 lives as the F32 of the same value. */
  Type type(CType type) {
    return switch (strip(type)) {
      case CType.Float f -> f.kind().bytes() <= 4 ? Type.F32 : Type.F64;
      case CType.Int i -> types.width(i) <= 32 ? Type.I32 : Type.I64;
      case CType.Bool b -> Type.I32;
      case CType.Enum e -> type(underlying(e));
      case CType.BitInt b -> b.width() <= 32 ? Type.I32 : Type.I64;
      default -> pointer;
    };
  }

  /** Width in bits of an integer's value; of a pointer XLEN. */
  int width(CType type) {
    return types.width(strip(type));
  }

  boolean isSigned(CType type) {
    return types.isSigned(strip(type));
  }

  /** What a load or store of a scalar (no binary16) moves. */
  MemType memType(CType type) {
    CType base = strip(type);
    if (base instanceof CType.Float f) {
      return f.kind().bytes() == 4 ? MemType.F32 : MemType.F64;
    }
    boolean signed = types.isSigned(base);
    return memType((int) types.size(base), signed);
  }

  static MemType memType(int bytes, boolean signed) {
    return switch (bytes) {
      case 1 -> signed ? MemType.I8S : MemType.I8U;
      case 2 -> signed ? MemType.I16S : MemType.I16U;
      case 4 -> MemType.I32;
      default -> MemType.I64;
    };
  }

  /** The alias class of an access to a scalar of the type (C17 6.5p7). */
  int alias(CType type) {
    if (!strictAliasing || type.mayAlias()) {
      return 0;
    }
    return switch (strip(type)) {
      case CType.Int i ->
          switch (i.kind()) {
            case CHAR, SCHAR, UCHAR -> 0;
            case SHORT, USHORT -> CLASS_SHORT;
            case INT, UINT -> CLASS_INT;
            case LONG, ULONG -> CLASS_LONG;
            case LLONG, ULLONG -> CLASS_LLONG;
            case INT128, UINT128 -> CLASS_INT128;
          };
      case CType.Enum e -> alias(underlying(e));
      case CType.Bool b -> CLASS_BOOL;
      case CType.Pointer p -> CLASS_POINTER;
      case CType.Float f ->
          switch (f.kind().bytes()) {
            case 2 -> CLASS_HALF;
            case 4 -> CLASS_FLOAT;
            case 8 -> CLASS_DOUBLE;
            default -> CLASS_QUAD;
          };
      case CType.Complex c -> alias(c.element());
      default -> 0;
    };
  }

  // Calls.

  /** The type a parameter or result is passed as: that of a transparent union's first member. */
  static CType passed(CType type) {
    CType base = strip(type);
    if (base instanceof CType.Record record
        && record.isTransparent
        && record.fields != null
        && !record.fields.isEmpty()) {
      return passed(record.fields.getFirst().type());
    }
    return base;
  }

  ParamType paramType(CType type) {
    CType base = passed(type);
    return isScalar(base) ? SCALARS[type(base).ordinal()] : new ParamType.Aggregate(layout(base));
  }

  static ParamType scalar(Type type) {
    return SCALARS[type.ordinal()];
  }

  private @Nullable ParamType resultType(CType type) {
    return isVoid(type) ? null : paramType(type);
  }

  /** The signature of a definition, or of a call without variadic arguments. */
  Signature signature(CType.Function type) {
    Signature known = signatures.get(type);
    if (known == null) {
      known = signature(type.params(), type.result(), type.variadic(), type.params().size());
      signatures.put(type, known);
    }
    return known;
  }

  Signature signature(List<CType> params, CType result, boolean variadic, int named) {
    List<ParamType> list = new ArrayList<>(params.size());
    for (int i = 0; i < params.size(); i++) {
      list.add(paramType(params.get(i)));
    }
    return new Signature(list, resultType(result), variadic, named);
  }

  Layout layout(CType type) {
    CType base = strip(type);
    Layout known = layouts.get(base);
    if (known == null) {
      List<Layout.Field> fields = new ArrayList<>(2);
      boolean simple = flatten(base, 0, fields) && fields.size() <= 2;
      known = new Layout(size(base), align(base), simple ? List.copyOf(fields) : List.of());
      layouts.put(base, known);
    }
    return known;
  }

  /**
   * Collects the scalar members (psABI, "Hardware Floating-point Calling Convention").
   *
   * @return false where the type is none of the shapes that have flattened fields
   */
  private boolean flatten(CType type, long offset, List<Layout.Field> fields) {
    CType base = strip(type);
    return switch (base) {
      case CType.Record record -> flattenRecord(record, offset, fields);
      case CType.Array array -> flattenArray(array.element(), array.length(), offset, fields);
      case CType.Complex complex -> flattenArray(complex.element(), 2, offset, fields);
      case CType.Vector vector -> false;
      default -> flattenScalar(base, offset, types.size(base), fields);
    };
  }

  /** A pointer is no integer here: gcc and clang pass a struct of a float and one as words. */
  private boolean flattenScalar(CType base, long offset, long bytes, List<Layout.Field> fields) {
    if (!isScalar(base)
        || base instanceof CType.Pointer
        || isHalf(base)
        || fields.size() == 2
        || offset > Integer.MAX_VALUE) {
      return false;
    }
    fields.add(new Layout.Field((int) offset, type(base), (int) bytes, isSigned(base)));
    return true;
  }

  private boolean flattenRecord(CType.Record record, long offset, List<Layout.Field> fields) {
    if (record.isUnion || record.fields == null) {
      return types.size(record) == 0;
    }
    for (CType.Field field : record.fields) {
      boolean fits =
          switch (field.bitWidth()) {
            case -1 -> flatten(field.type(), offset + field.offset(), fields);
            case 0 -> true;
            default -> flattenBits(field, offset + field.offset(), fields);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** A bit-field travels as the bytes it has bits in. */
  private boolean flattenBits(CType.Field field, long offset, List<Layout.Field> fields) {
    long bytes = (field.bitOffset() % 8 + field.bitWidth() + 7) / 8;
    return flattenScalar(strip(field.type()), offset + field.bitOffset() / 8, bytes, fields);
  }

  private boolean flattenArray(CType element, long length, long offset, List<Layout.Field> fields) {
    long stride = types.size(element);
    for (long i = 0; i < length; i++) {
      int before = fields.size();
      if (!flatten(element, offset + i * stride, fields)) {
        return false;
      }
      if (fields.size() == before) {
        return true;
      }
    }
    return true;
  }
}
