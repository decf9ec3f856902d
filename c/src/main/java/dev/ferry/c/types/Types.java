package dev.ferry.c.types;

import dev.ferry.c.typed.Variable;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types of one translation unit: makes them (equal types are the same object, so that {@code
 * ==} compares) and answers what depends on the data model: sizes, alignments, ranks, ranges.
 */
public final class Types {
  /** Answer of {@link #size} for incomplete types and VLAs. */
  public static final long UNKNOWN_SIZE = -1;

  /** Bytes: gcc's {@code __BIGGEST_ALIGNMENT__}. */
  private static final int BIGGEST_ALIGN = 16;

  private final DataModel model;
  private final CType.Int[] ints = new CType.Int[CType.IntKind.values().length];
  private final CType.Float[] floats = new CType.Float[CType.FloatKind.values().length];
  private final Map<CType, CType.Pointer> pointers = new IdentityHashMap<>(512);
  private final Map<CType, CType[]> qualified = new IdentityHashMap<>(256);
  private final Map<CType.Qualified, CType.Qualified> underaligned = new HashMap<>();
  private final Map<CType, CType> derived = new HashMap<>(512);

  public final CType.Void voidType = new CType.Void();
  public final CType.Bool bool = new CType.Bool();
  public final CType.NullPtr nullPtr = new CType.NullPtr();
  public final CType.Int charType = integer(CType.IntKind.CHAR);
  public final CType.Int signedChar = integer(CType.IntKind.SCHAR);
  public final CType.Int unsignedChar = integer(CType.IntKind.UCHAR);
  public final CType.Int shortType = integer(CType.IntKind.SHORT);
  public final CType.Int unsignedShort = integer(CType.IntKind.USHORT);
  public final CType.Int intType = integer(CType.IntKind.INT);
  public final CType.Int unsignedInt = integer(CType.IntKind.UINT);
  public final CType.Int longType = integer(CType.IntKind.LONG);
  public final CType.Int unsignedLong = integer(CType.IntKind.ULONG);
  public final CType.Int longLong = integer(CType.IntKind.LLONG);
  public final CType.Int unsignedLongLong = integer(CType.IntKind.ULLONG);
  public final CType.Int int128 = integer(CType.IntKind.INT128);
  public final CType.Int unsignedInt128 = integer(CType.IntKind.UINT128);
  public final CType.Float floatType = floating(CType.FloatKind.FLOAT);
  public final CType.Float doubleType = floating(CType.FloatKind.DOUBLE);
  public final CType.Float longDouble = floating(CType.FloatKind.LONG_DOUBLE);
  public final CType.Pointer voidPointer = pointer(voidType);
  public final CType.Pointer constVoidPointer = pointer(qualify(voidType, CType.CONST));
  public final CType.Pointer charPointer = pointer(charType);
  public final CType.Pointer constCharPointer = pointer(qualify(charType, CType.CONST));
  public final CType sizeType;
  public final CType ptrdiffType;
  public final CType intptrType;
  public final CType uintptrType;
  public final CType wcharType;

  /** psABI: {@code va_list} is {@code void *}. */
  public final CType vaList = voidPointer;

  /**
   * The type of what is in error already: an {@code int} that is not the interned one. Checks that
   * would report about it stay silent.
   */
  public final CType error = new CType.Int(CType.IntKind.INT);

  public Types(DataModel model) {
    this.model = model;
    boolean wide = model.xlen() == 64;
    sizeType = wide ? unsignedLong : unsignedInt;
    ptrdiffType = wide ? longType : intType;
    intptrType = ptrdiffType;
    uintptrType = sizeType;
    wcharType = model.wcharBytes() == 2 ? unsignedShort : intType;
  }

  public DataModel model() {
    return model;
  }

  // Construction.

  public CType.Int integer(CType.IntKind kind) {
    CType.Int type = ints[kind.ordinal()];
    if (type == null) {
      type = new CType.Int(kind);
      ints[kind.ordinal()] = type;
    }
    return type;
  }

  public CType.Float floating(CType.FloatKind kind) {
    CType.Float type = floats[kind.ordinal()];
    if (type == null) {
      type = new CType.Float(kind);
      floats[kind.ordinal()] = type;
    }
    return type;
  }

  public CType.Pointer pointer(CType target) {
    CType.Pointer type = pointers.get(target);
    if (type == null) {
      type = new CType.Pointer(target);
      pointers.put(target, type);
    }
    return type;
  }

  /** Adds qualifiers; those of an array go to its element (C17 6.7.3p9). */
  public CType qualify(CType type, int qualifiers) {
    if (qualifiers == 0 || type == error) {
      return type;
    }
    if (type instanceof CType.Array array) {
      CType element = qualify(array.element(), qualifiers);
      return withElement(array, element);
    }
    int before = type instanceof CType.Qualified q ? q.flags() : 0;
    boolean realigns = (qualifiers & CType.ALIGNED) != 0;
    int all = qualifiers | (realigns ? before & ~CType.ALIGNED : before);
    CType base = type.unqualified();
    if ((all & CType.ALIGNED) != 0) {
      return underaligned.computeIfAbsent(new CType.Qualified(base, all), k -> k);
    }
    CType[] row = qualified.computeIfAbsent(base, k -> new CType[32]);
    if (row[all] == null) {
      row[all] = new CType.Qualified(base, all);
    }
    return row[all];
  }

  /** The type as it is where no typedef has reduced its alignment; of an array its elements'. */
  public CType withNaturalAlign(CType type) {
    if (type instanceof CType.Array array) {
      CType element = withNaturalAlign(array.element());
      return withElement(array, element);
    }
    return type instanceof CType.Qualified q && q.reducedAlign() != 0
        ? qualify(q.base(), q.flags() & ~CType.ALIGNED)
        : type;
  }

  /** An array of as many elements of a type. */
  private CType withElement(CType.Array array, CType element) {
    return element == array.element()
        ? array
        : array.isVla()
            ? new CType.Array(element, array.length(), array.vlaLength())
            : array(element, array.length());
  }

  /** The type without qualifiers, those of array elements too. */
  public CType unqualified(CType type) {
    if (type instanceof CType.Array array) {
      CType element = unqualified(array.element());
      return withElement(array, element);
    }
    return type.unqualified();
  }

  /** The qualifiers of a type, or of an array's element. */
  public int qualifiers(CType type) {
    while (type instanceof CType.Array array) {
      type = array.element();
    }
    return type.qualifiers();
  }

  /** An array of known or unknown ({@link CType.Array#INCOMPLETE}) length. */
  public CType.Array array(CType element, long length) {
    return intern(new CType.Array(element, length, null));
  }

  /** A variable length array; each is a type of its own. */
  public CType.Array variableArray(CType element, @Nullable Variable length) {
    return new CType.Array(element, CType.Array.VARIABLE, length);
  }

  public CType.Function function(
      CType result, List<CType> params, boolean variadic, boolean prototyped) {
    return intern(new CType.Function(result, params, variadic, prototyped));
  }

  public CType.Complex complex(CType element) {
    return intern(new CType.Complex(element));
  }

  public CType.Vector vector(CType element, int length) {
    return intern(new CType.Vector(element, length));
  }

  public CType atomic(CType base) {
    return base == error ? base : intern(new CType.Atomic(base));
  }

  public CType.BitInt bitInt(int width, boolean signed) {
    return intern(new CType.BitInt(width, signed));
  }

  @SuppressWarnings("unchecked")
  private <T extends CType> T intern(T type) {
    CType known = derived.putIfAbsent(type, type);
    return known == null ? type : (T) known;
  }

  // Classification. All look through qualifiers; an atomic type counts as its base only where said.

  public static boolean isVoid(CType type) {
    return type.unqualified() instanceof CType.Void;
  }

  public static boolean isInteger(CType type) {
    return switch (type.unqualified()) {
      case CType.Int t -> true;
      case CType.Bool t -> true;
      case CType.BitInt t -> true;
      case CType.Enum t -> true;
      default -> false;
    };
  }

  public static boolean isFloating(CType type) {
    return type.unqualified() instanceof CType.Float;
  }

  public static boolean isReal(CType type) {
    return isFloating(type) || isInteger(type);
  }

  public static boolean isComplex(CType type) {
    return type.unqualified() instanceof CType.Complex;
  }

  public static boolean isArithmetic(CType type) {
    return isReal(type) || isComplex(type);
  }

  public static boolean isPointer(CType type) {
    return type.unqualified() instanceof CType.Pointer;
  }

  public static boolean isScalar(CType type) {
    return isArithmetic(type) || isPointer(type) || type.unqualified() instanceof CType.NullPtr;
  }

  public static boolean isVector(CType type) {
    return type.unqualified() instanceof CType.Vector;
  }

  public static boolean isArray(CType type) {
    return type instanceof CType.Array;
  }

  public static boolean isFunction(CType type) {
    return type.unqualified() instanceof CType.Function;
  }

  public static boolean isRecord(CType type) {
    return type.unqualified() instanceof CType.Record;
  }

  public static boolean isAggregate(CType type) {
    return isArray(type) || isRecord(type);
  }

  public static boolean isCharacter(CType type) {
    return type.unqualified() instanceof CType.Int t
        && t.kind().ordinal() <= CType.IntKind.UCHAR.ordinal();
  }

  /** The base of {@code _Atomic(T)}, else the type; unqualified. */
  public static CType nonAtomic(CType type) {
    CType base = type.unqualified();
    return base instanceof CType.Atomic atomic ? atomic.base().unqualified() : base;
  }

  /** The target of a pointer type (unqualified or not); null for others. */
  public static @Nullable CType target(CType type) {
    return type.unqualified() instanceof CType.Pointer pointer ? pointer.target() : null;
  }

  /** Whether the type is, or contains as array element or pointer target, a VLA. */
  public static boolean isVariablyModified(CType type) {
    return switch (type) {
      case CType.Qualified t -> isVariablyModified(t.base());
      case CType.Pointer t -> isVariablyModified(t.target());
      case CType.Array t -> t.isVla() || isVariablyModified(t.element());
      case CType.Function t -> isVariablyModified(t.result());
      case CType.Atomic t -> isVariablyModified(t.base());
      case CType.Record t -> t.runtimeSize != null;
      default -> false;
    };
  }

  /**
   * Whether its size is only known at run time: a VLA, an array of such, or a record that has one.
   */
  public static boolean isVariableSize(CType type) {
    while (type instanceof CType.Array array) {
      if (array.isVla()) {
        return true;
      }
      type = array.element();
    }
    return type.unqualified() instanceof CType.Record record && record.runtimeSize != null;
  }

  /** Whether the type lacks what makes it complete (C17 6.2.5p1); functions are not objects. */
  public static boolean isIncomplete(CType type) {
    return switch (type) {
      case CType.Qualified t -> isIncomplete(t.base());
      case CType.Void t -> true;
      case CType.Array t -> t.length() == CType.Array.INCOMPLETE || isIncomplete(t.element());
      case CType.Record t -> !t.isComplete();
      case CType.Enum t -> t.underlying == null;
      case CType.Atomic t -> isIncomplete(t.base());
      default -> false;
    };
  }

  // Layout.

  /** Bytes; {@link #UNKNOWN_SIZE} for incomplete and variable types; 1 for void and functions. */
  public long size(CType type) {
    return switch (type) {
      case CType.Qualified t -> size(t.base());
      case CType.Void t -> 1;
      case CType.Function t -> 1;
      case CType.Bool t -> 1;
      case CType.NullPtr t -> model.pointerBytes();
      case CType.Pointer t -> model.pointerBytes();
      case CType.Int t -> intBytes(t.kind());
      case CType.BitInt t -> bitIntSize(t.width());
      case CType.Float t -> t.kind().bytes();
      case CType.Complex t -> 2 * size(t.element());
      case CType.Vector t -> size(t.element()) * t.length();
      case CType.Enum t -> t.underlying == null ? UNKNOWN_SIZE : size(t.underlying);
      case CType.Record t -> t.isComplete() && t.runtimeSize == null ? t.size : UNKNOWN_SIZE;
      case CType.Atomic t -> size(t.base());
      case CType.Array t -> arraySize(t);
    };
  }

  private long arraySize(CType.Array type) {
    long element = size(type.element());
    if (type.length() < 0 || element < 0) {
      return UNKNOWN_SIZE;
    }
    long high = Math.multiplyHigh(element, type.length());
    long low = element * type.length();
    return high != 0 || low < 0 ? Long.MAX_VALUE : low;
  }

  /** Alignment in bytes. */
  public int align(CType type) {
    return switch (type) {
      case CType.Qualified t -> {
        int reduced = t.reducedAlign();
        int natural = align(t.base());
        yield reduced == 0 ? natural : Math.min(reduced, natural);
      }
      case CType.Array t -> align(t.element());
      case CType.Complex t -> align(t.element());
      case CType.Record t -> t.align;
      case CType.Enum t -> t.underlying == null ? 4 : align(t.underlying);
      case CType.BitInt t ->
          t.width() <= 64 ? (int) bitIntSize(t.width()) : 2 * model.pointerBytes();
      case CType.Atomic t -> atomicAlign(t);
      case CType.Void t -> 1;
      case CType.Function t -> 2;
      case CType.Vector t -> (int) Math.min(size(t), 1 << 28);
      default -> (int) size(type);
    };
  }

  /**
   * What {@code _Alignof} tells of a type: vectors wider than any register need no more than the
   * widest scalar, unless an attribute says so.
   */
  public int leastAlign(CType type) {
    int align = align(type);
    return isUserAligned(type) ? align : Math.min(align, BIGGEST_ALIGN);
  }

  boolean isUserAligned(CType type) {
    return switch (type) {
      case CType.Qualified t -> t.reducedAlign() != 0 || isUserAligned(t.base());
      case CType.Array t -> isUserAligned(t.element());
      case CType.Atomic t -> isUserAligned(t.base());
      case CType.Record t -> t.isUserAligned;
      default -> false;
    };
  }

  /** An atomic object of 1, 2, 4, 8 or 16 bytes is aligned to its size, as gcc does. */
  private int atomicAlign(CType.Atomic type) {
    long size = size(type.base());
    int natural = align(type.base());
    boolean power = size > 0 && size <= 16 && (size & size - 1) == 0;
    return power ? Math.max(natural, (int) size) : natural;
  }

  private int intBytes(CType.IntKind kind) {
    return switch (kind) {
      case CHAR, SCHAR, UCHAR -> 1;
      case SHORT, USHORT -> 2;
      case INT, UINT -> 4;
      case LONG, ULONG -> model.pointerBytes();
      case LLONG, ULLONG -> 8;
      case INT128, UINT128 -> 16;
    };
  }

  /** psABI: up to 64 bits as the smallest integer type; beyond, in units of two XLEN. */
  private long bitIntSize(int width) {
    if (width <= 8) {
      return 1;
    }
    if (width <= 64) {
      return Integer.highestOneBit(width - 1) * 2 / 8;
    }
    int unit = 2 * model.xlen();
    return (width + unit - 1L) / unit * (unit / 8);
  }

  // Integers.

  /** The width in bits of an integer type, 1 for _Bool. */
  public int width(CType type) {
    return switch (type.unqualified()) {
      case CType.Bool t -> 1;
      case CType.BitInt t -> t.width();
      case CType.Enum t -> t.underlying == null ? 32 : width(t.underlying);
      case CType.Int t -> 8 * intBytes(t.kind());
      default -> (int) (8 * size(type));
    };
  }

  /** Signedness of an integer type; pointers and _Bool count as unsigned. */
  public boolean isSigned(CType type) {
    return switch (type.unqualified()) {
      case CType.Int t ->
          switch (t.kind()) {
            case CHAR -> model.charSigned();
            case SCHAR, SHORT, INT, LONG, LLONG, INT128 -> true;
            case UCHAR, USHORT, UINT, ULONG, ULLONG, UINT128 -> false;
          };
      case CType.BitInt t -> t.signed();
      case CType.Enum t -> t.underlying != null && isSigned(t.underlying);
      case CType.Atomic t -> isSigned(t.base());
      default -> false;
    };
  }

  public boolean isUnsignedInteger(CType type) {
    return isInteger(type) && !isSigned(type);
  }

  /** The type with the same size and the other signedness. */
  public CType withSignedness(CType type, boolean signed) {
    return switch (type.unqualified()) {
      case CType.Int t ->
          integer(
              switch (t.kind()) {
                case CHAR, SCHAR, UCHAR -> signed ? CType.IntKind.SCHAR : CType.IntKind.UCHAR;
                case SHORT, USHORT -> signed ? CType.IntKind.SHORT : CType.IntKind.USHORT;
                case INT, UINT -> signed ? CType.IntKind.INT : CType.IntKind.UINT;
                case LONG, ULONG -> signed ? CType.IntKind.LONG : CType.IntKind.ULONG;
                case LLONG, ULLONG -> signed ? CType.IntKind.LLONG : CType.IntKind.ULLONG;
                case INT128, UINT128 -> signed ? CType.IntKind.INT128 : CType.IntKind.UINT128;
              });
      case CType.BitInt t -> bitInt(t.width(), signed);
      case CType.Enum t -> t.underlying == null ? type : withSignedness(t.underlying, signed);
      default -> type;
    };
  }

  /** The standard integer type of a width in bits; null if there is none. */
  public CType.@Nullable Int integerOfWidth(int bits, boolean signed) {
    return switch (bits) {
      case 8 -> signed ? signedChar : unsignedChar;
      case 16 -> signed ? shortType : unsignedShort;
      case 32 -> signed ? intType : unsignedInt;
      case 64 ->
          model.xlen() == 64
              ? signed ? longType : unsignedLong
              : signed ? longLong : unsignedLongLong;
      case 128 -> signed ? int128 : unsignedInt128;
      default -> null;
    };
  }

  /**
   * Conversion rank (C17 6.3.1.1p1): the width decides, then the kind; a _BitInt ranks below the
   * standard type of its width (C23 6.3.1.1).
   */
  public int rank(CType type) {
    return switch (type.unqualified()) {
      case CType.Bool t -> 1;
      case CType.BitInt t -> 8 * t.width();
      case CType.Enum t -> t.underlying == null ? rank(intType) : rank(t.underlying);
      case CType.Int t ->
          8 * width(t)
              + switch (t.kind()) {
                case CHAR, SCHAR, UCHAR, SHORT, USHORT -> 1;
                case INT, UINT -> 2;
                case LONG, ULONG -> 3;
                case LLONG, ULLONG -> 4;
                case INT128, UINT128 -> 5;
              };
      default -> 0;
    };
  }

  /** The integer promotions (C17 6.3.1.1p2) of a type that is no bit-field. */
  public CType promote(CType type) {
    CType base = nonAtomic(type);
    return switch (base) {
      case CType.Bool t -> intType;
      case CType.Enum t -> t.underlying == null ? intType : promote(t.underlying);
      case CType.Int t ->
          switch (t.kind()) {
            case CHAR, SCHAR, UCHAR, SHORT, USHORT -> intType;
            default -> base == error ? error : t;
          };
      default -> base;
    };
  }

  /** Reduces a 64-bit value to a type of at most 64 bits: truncated, then extended by its sign. */
  public long wrap(long value, CType type) {
    CType base = type.unqualified();
    if (base instanceof CType.Bool) {
      return value != 0 ? 1 : 0;
    }
    int width = width(base);
    if (width >= 64) {
      return value;
    }
    int shift = 64 - width;
    return isSigned(base) ? value << shift >> shift : value << shift >>> shift;
  }

  public BigInteger minimum(CType type) {
    return isSigned(type) ? BigInteger.ONE.shiftLeft(width(type) - 1).negate() : BigInteger.ZERO;
  }

  public BigInteger maximum(CType type) {
    return BigInteger.ONE
        .shiftLeft(isSigned(type) ? width(type) - 1 : width(type))
        .subtract(BigInteger.ONE);
  }

  // Floats.

  /**
   * Conversion rank among the real floating types: the format decides, then the kind (C23 H.4.2).
   */
  public static int floatRank(CType.FloatKind kind) {
    return switch (kind) {
      case FLOAT16 -> 0;
      case FLOAT -> 1;
      case FLOAT32 -> 2;
      case FLOAT32X -> 3;
      case DOUBLE -> 4;
      case FLOAT64 -> 5;
      case FLOAT64X -> 6;
      case LONG_DOUBLE -> 7;
      case FLOAT128 -> 8;
    };
  }

  // Members.

  /**
   * Finds a member, also inside anonymous records.
   *
   * @param path receives the fields from the outermost record to the member
   */
  public static boolean findMember(
      CType.Record record, String name, java.util.ArrayList<CType.Field> path) {
    List<CType.Field> fields = record.fields;
    if (fields == null) {
      return false;
    }
    for (int i = 0; i < fields.size(); i++) {
      CType.Field field = fields.get(i);
      if (field.name() == null) {
        if (field.type().unqualified() instanceof CType.Record inner) {
          path.add(field);
          if (findMember(inner, name, path)) {
            return true;
          }
          path.removeLast();
        }
      } else if (field.name().equals(name)) {
        path.add(field);
        return true;
      }
    }
    return false;
  }
}
