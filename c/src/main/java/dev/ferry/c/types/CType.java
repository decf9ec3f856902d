package dev.ferry.c.types;

import dev.ferry.c.typed.Variable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A C type. Types are interned by {@link Types}: equal types are the same object, but for records
 * and enums, which are themselves. Typedefs are gone.
 */
public sealed interface CType {
  // The records that interning meets in every program say their equality themselves: the methods
  // that javac would leave to a bootstrap cost milliseconds at the first call.

  /** {@code const}, as a bit of a qualifier set. */
  int CONST = 1;

  int VOLATILE = 2;
  int RESTRICT = 4;

  /**
   * GNU {@code may_alias}: accesses through the type are exempt from C17 6.5p7. Kept where the
   * qualifiers are, but none: it changes neither compatibility nor what may be assigned.
   */
  int MAY_ALIAS = 8;

  /**
   * GNU {@code noreturn} of a pointer to a function: calls through it do not return. Kept as {@link
   * #MAY_ALIAS} is.
   */
  int NO_RETURN = 16;

  /**
   * GNU {@code aligned} of a typedef that asks for less than its type needs: three bits with one
   * more than the logarithm of the alignment, 0 where there is none. Kept as {@link #MAY_ALIAS} is.
   */
  int ALIGNED = 7 << 5;

  /** {@link #ALIGNED} for an alignment of at most 64 bytes. */
  static int aligned(int bytes) {
    return Integer.numberOfTrailingZeros(bytes) + 1 << 5;
  }

  /** The qualifiers of the language. */
  int QUALIFIERS = CONST | VOLATILE | RESTRICT;

  /**
   * A type with qualifiers; never nested, never around an array (its element has them).
   *
   * @param flags {@link #qualifiers}, {@link #MAY_ALIAS}, {@link #NO_RETURN} and {@link #ALIGNED}
   */
  record Qualified(CType base, int flags) implements CType {
    /** What a typedef has reduced the alignment to, bytes; 0 where none has. */
    public int reducedAlign() {
      int bits = (flags & ALIGNED) >> 5;
      return bits == 0 ? 0 : 1 << bits - 1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || other instanceof Qualified that && flags == that.flags && base.equals(that.base);
    }

    @Override
    public int hashCode() {
      return 31 * base.hashCode() + flags;
    }
  }

  record Void() implements CType {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Void;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  record Bool() implements CType {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bool;
    }

    @Override
    public int hashCode() {
      return 2;
    }
  }

  /** C23's {@code nullptr_t}. */
  record NullPtr() implements CType {}

  /** The standard integer types and {@code __int128}; plain char is distinct from both others. */
  enum IntKind {
    CHAR,
    SCHAR,
    UCHAR,
    SHORT,
    USHORT,
    INT,
    UINT,
    LONG,
    ULONG,
    LLONG,
    ULLONG,
    INT128,
    UINT128
  }

  record Int(IntKind kind) implements CType {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Int that && kind == that.kind;
    }

    @Override
    public int hashCode() {
      return 8 + kind.ordinal();
    }
  }

  /** {@code _BitInt(width)}. */
  record BitInt(int width, boolean signed) implements CType {}

  /** Floating types; some share a format but are distinct types. */
  enum FloatKind {
    FLOAT16(2),
    FLOAT(4),
    DOUBLE(8),
    LONG_DOUBLE(16),
    FLOAT32(4),
    FLOAT64(8),
    FLOAT128(16),
    FLOAT32X(8),
    FLOAT64X(16);

    private final int bytes;

    FloatKind(int bytes) {
      this.bytes = bytes;
    }

    /** Width in memory: 2 binary16, 4 binary32, 8 binary64, 16 binary128. */
    public int bytes() {
      return bytes;
    }
  }

  record Float(FloatKind kind) implements CType {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Float that && kind == that.kind;
    }

    @Override
    public int hashCode() {
      return 64 + kind.ordinal();
    }
  }

  /** {@code _Complex} of a real type (an integer type in GNU C). */
  record Complex(CType element) implements CType {}

  record Pointer(CType target) implements CType {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other || other instanceof Pointer that && target.equals(that.target);
    }

    @Override
    public int hashCode() {
      return 31 * target.hashCode() + 7;
    }
  }

  /**
   * An array.
   *
   * @param length number of elements; -1 for an incomplete type ({@code []}), -2 for a VLA
   * @param vlaLength for a VLA the hidden local that holds the element count, null in {@code [*]}
   */
  record Array(CType element, long length, @Nullable Variable vlaLength) implements CType {
    public static final long INCOMPLETE = -1;
    public static final long VARIABLE = -2;

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || other instanceof Array that
              && length == that.length
              && vlaLength == that.vlaLength
              && element.equals(that.element);
    }

    @Override
    public int hashCode() {
      return 31 * element.hashCode() + Long.hashCode(length);
    }

    public boolean isVla() {
      return length == VARIABLE;
    }
  }

  /**
   * @param prototyped false for {@code ()} before C23: parameters unknown
   */
  record Function(CType result, List<CType> params, boolean variadic, boolean prototyped)
      implements CType {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || other instanceof Function that
              && variadic == that.variadic
              && prototyped == that.prototyped
              && result.equals(that.result)
              && params.equals(that.params);
    }

    @Override
    public int hashCode() {
      return 31 * result.hashCode() + params.hashCode();
    }
  }

  /** GNU {@code vector_size}. */
  record Vector(CType element, int length) implements CType {}

  /** {@code _Atomic(T)}; qualifiers stand outside. */
  record Atomic(CType base) implements CType {}

  /** A struct or union; identity is the object. */
  final class Record implements CType {
    public final boolean isUnion;

    /** Null if anonymous. */
    public final @Nullable String tag;

    /** Where it was first declared. */
    public final int loc;

    /** Null while incomplete. */
    public @Nullable List<Field> fields;

    /** Bytes, valid once complete. */
    public long size;

    /** Bytes, valid once complete. */
    public int align = 1;

    /** Whether an attribute asked for an alignment, of it or of something inside. */
    public boolean isUserAligned;

    /** Holds the size in bytes of a record with members of variable length (GNU); else null. */
    public @Nullable Variable runtimeSize;

    public boolean isPacked;

    /** GNU {@code transparent_union}. */
    public boolean isTransparent;

    public boolean hasFlexibleArray;
    public boolean mayAlias;

    /** GNU {@code designated_init}: positional initialisers are warned about. */
    public boolean designatedInit;

    /** The typedef that names an untagged record first; diagnostics print it. */
    public @Nullable String typedefName;

    /** Set while its members are being read. */
    public boolean isBeingDefined;

    public Record(boolean isUnion, @Nullable String tag, int loc) {
      this.isUnion = isUnion;
      this.tag = tag;
      this.loc = loc;
    }

    public boolean isComplete() {
      return fields != null;
    }

    /** The fields of a complete record. */
    public List<Field> requireFields() {
      List<Field> result = fields;
      if (result == null) {
        throw new IllegalStateException("incomplete record " + tag);
      }
      return result;
    }
  }

  /** An enumeration; identity is the object. */
  final class Enum implements CType {
    public final @Nullable String tag;
    public final int loc;

    /** The compatible integer type; null while incomplete. */
    public @Nullable CType underlying;

    /** C23 {@code enum E : T}. */
    public boolean isFixed;

    public List<Enumerator> enumerators = List.of();

    /** The typedef that names an untagged enumeration first; diagnostics print it. */
    public @Nullable String typedefName;

    public Enum(@Nullable String tag, int loc) {
      this.tag = tag;
      this.loc = loc;
    }
  }

  record Enumerator(String name, long value, int loc) {}

  /**
   * A member.
   *
   * @param name null for an anonymous struct or union member, or an unnamed bit-field
   * @param offset bytes from the start of its record; for a bit-field, of its storage unit (the
   *     aligned unit of the declared type that contains its first bit; packed: of the first byte)
   * @param bitOffset for a bit-field, the bit in the unit, counted from the least significant
   * @param bitWidth -1 if it is no bit-field; 0 only for the unnamed separator
   */
  record Field(
      @Nullable String name, CType type, long offset, int bitOffset, int bitWidth, int loc) {
    public boolean isBitField() {
      return bitWidth >= 0;
    }
  }

  /** The type without qualifiers. */
  default CType unqualified() {
    return this instanceof Qualified q ? q.base : this;
  }

  /** Its qualifiers; {@link #MAY_ALIAS} and {@link #NO_RETURN} are none. */
  default int qualifiers() {
    return this instanceof Qualified q ? q.flags & QUALIFIERS : 0;
  }

  default boolean mayAlias() {
    return this instanceof Qualified q && (q.flags & MAY_ALIAS) != 0;
  }

  default boolean isNoReturn() {
    return this instanceof Qualified q && (q.flags & NO_RETURN) != 0;
  }

  default boolean isVolatile() {
    return (qualifiers() & VOLATILE) != 0;
  }
}
