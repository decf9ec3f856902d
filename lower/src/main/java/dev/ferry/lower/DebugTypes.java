package dev.ferry.lower;

import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import dev.ferry.ir.debug.DebugType;
import dev.ferry.ir.debug.DebugType.Encoding;
import dev.ferry.ir.debug.DebugType.Qualifier;
import dev.ferry.ir.debug.RuntimeLength;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** C types as debuggers are told of them; one debug type for each C type. */
final class DebugTypes {
  private final Types types;
  private final Map<CType, DebugType> known = new IdentityHashMap<>();

  /** Untagged records and enumerations that a typedef names. */
  private final Map<CType, DebugType> aliases = new IdentityHashMap<>();

  /** Lengths of arrays by the hidden variables that hold them. */
  private final Map<Variable, RuntimeLength> lengths = new IdentityHashMap<>();

  private final DebugType voidByte = new DebugType.Basic("void", 1, Encoding.UNSIGNED);

  DebugTypes(Types types) {
    this.types = types;
  }

  /** The debug type; null for void. */
  @Nullable DebugType of(CType type) {
    if (type instanceof CType.Void) {
      return null;
    }
    DebugType alias = aliases.get(type);
    if (alias != null) {
      return alias;
    }
    DebugType result = known.get(type);
    return result != null ? result : make(type);
  }

  /** As {@link #of} where void would be wrong; it shows as a byte there. */
  DebugType object(CType type) {
    DebugType result = of(type);
    return result != null ? result : voidByte;
  }

  DebugType.Subroutine function(CType.Function type) {
    List<DebugType> parameters = new ArrayList<>();
    for (CType parameter : type.params()) {
      parameters.add(object(parameter));
    }
    return new DebugType.Subroutine(
        of(type.result()), parameters, type.variadic(), type.prototyped());
  }

  private DebugType make(CType type) {
    DebugType result =
        switch (type) {
          case CType.Record t -> record(t);
          case CType.Enum t -> enumeration(t);
          case CType.Qualified t -> qualified(t);
          case CType.Pointer t -> new DebugType.Pointer(of(t.target()), pointerBytes());
          case CType.Array t ->
              new DebugType.Array(
                  object(t.element()), Math.max(-1, t.length()), lengthOf(t), false);
          case CType.Vector t -> new DebugType.Array(object(t.element()), t.length(), null, true);
          case CType.Function t -> function(t);
          case CType.Atomic t -> new DebugType.Qualified(Qualifier.ATOMIC, of(t.base()));
          case CType.NullPtr _ -> new DebugType.Pointer(null, pointerBytes());
          case CType.Bool _ -> number("_Bool", type, Encoding.BOOLEAN);
          case CType.Int t -> integer(t);
          case CType.BitInt t -> bitInt(t);
          case CType.Float t -> number(name(t.kind()), type, Encoding.FLOAT);
          case CType.Complex t ->
              number("complex " + name(t.element()), type, Encoding.COMPLEX_FLOAT);
          case CType.Void _ -> throw new IllegalArgumentException("void");
        };
    known.putIfAbsent(type, result);
    return result;
  }

  private int pointerBytes() {
    return (int) types.size(types.voidPointer);
  }

  private DebugType number(String name, CType type, Encoding encoding) {
    return new DebugType.Basic(name, types.size(type), encoding);
  }

  private DebugType qualified(CType.Qualified type) {
    DebugType result = of(type.base());
    int[] bits = {CType.CONST, CType.VOLATILE, CType.RESTRICT};
    Qualifier[] names = {Qualifier.CONST, Qualifier.VOLATILE, Qualifier.RESTRICT};
    for (int i = 0; i < bits.length; i++) {
      if ((type.qualifiers() & bits[i]) != 0) {
        result = new DebugType.Qualified(names[i], result);
      }
    }
    return result == null ? object(type.base()) : result;
  }

  private @Nullable RuntimeLength lengthOf(CType.Array type) {
    Variable length = type.vlaLength();
    return length == null ? null : lengths.computeIfAbsent(length, _ -> new RuntimeLength());
  }

  /** The length that a variable of the compiler's own holds, null for any other variable. */
  @Nullable RuntimeLength lengthIn(Variable variable) {
    return FunctionLowering.isWritten(variable)
        ? null
        : lengths.computeIfAbsent(variable, _ -> new RuntimeLength());
  }

  // ---- numbers

  private DebugType integer(CType.Int type) {
    Encoding encoding =
        switch (type.kind()) {
          case CHAR, UCHAR -> Encoding.UNSIGNED_CHAR;
          case SCHAR -> Encoding.SIGNED_CHAR;
          case USHORT, UINT, ULONG, ULLONG, UINT128 -> Encoding.UNSIGNED;
          case SHORT, INT, LONG, LLONG, INT128 -> Encoding.SIGNED;
        };
    return number(name(type.kind()), type, encoding);
  }

  private DebugType bitInt(CType.BitInt type) {
    String name = (type.signed() ? "" : "unsigned ") + "_BitInt(" + type.width() + ")";
    return number(name, type, type.signed() ? Encoding.SIGNED : Encoding.UNSIGNED);
  }

  /** As gcc calls them: debuggers know these names. */
  private static String name(CType.IntKind kind) {
    return switch (kind) {
      case CHAR -> "char";
      case SCHAR -> "signed char";
      case UCHAR -> "unsigned char";
      case SHORT -> "short int";
      case USHORT -> "short unsigned int";
      case INT -> "int";
      case UINT -> "unsigned int";
      case LONG -> "long int";
      case ULONG -> "long unsigned int";
      case LLONG -> "long long int";
      case ULLONG -> "long long unsigned int";
      case INT128 -> "__int128";
      case UINT128 -> "__int128 unsigned";
    };
  }

  private static String name(CType.FloatKind kind) {
    return switch (kind) {
      case FLOAT16 -> "_Float16";
      case FLOAT -> "float";
      case DOUBLE -> "double";
      case LONG_DOUBLE -> "long double";
      case FLOAT32 -> "_Float32";
      case FLOAT64 -> "_Float64";
      case FLOAT128 -> "_Float128";
      case FLOAT32X -> "_Float32x";
      case FLOAT64X -> "_Float64x";
    };
  }

  private static String name(CType type) {
    return switch (type) {
      case CType.Float t -> name(t.kind());
      case CType.Int t -> name(t.kind());
      default -> "int";
    };
  }

  // ---- records and enumerations

  private DebugType record(CType.Record type) {
    String tag = type.tag == null ? "" : type.tag;
    DebugType.Composite result = new DebugType.Composite(type.isUnion, tag, type.loc);
    known.put(type, result);
    DebugType named = named(type, result, type.tag, type.typedefName);
    if (type.isComplete()) {
      result.bytes = type.size;
      List<DebugType.Member> members = new ArrayList<>();
      result.members = members;
      for (CType.Field field : type.requireFields()) {
        if (field.name() != null || !field.isBitField()) {
          members.add(member(field));
        }
      }
    }
    return named;
  }

  private DebugType.Member member(CType.Field field) {
    String name = field.name() == null ? "" : field.name();
    long bit = field.offset() * 8 + field.bitOffset();
    return new DebugType.Member(
        name, object(field.type()), field.offset(), bit, field.bitWidth(), field.loc());
  }

  private DebugType enumeration(CType.Enum type) {
    List<DebugType.Enumerator> enumerators = new ArrayList<>();
    for (CType.Enumerator e : type.enumerators) {
      enumerators.add(new DebugType.Enumerator(e.name(), e.value()));
    }
    CType underlying = type.underlying;
    DebugType result =
        new DebugType.Enumeration(
            type.tag == null ? "" : type.tag,
            underlying == null ? null : of(underlying),
            underlying == null ? 4 : types.size(underlying),
            enumerators,
            type.loc);
    return named(type, result, type.tag, type.typedefName);
  }

  /** An untagged type goes by the typedef that names it. */
  private DebugType named(
      CType type, DebugType result, @Nullable String tag, @Nullable String typedefName) {
    if (tag != null || typedefName == null) {
      return result;
    }
    DebugType alias = new DebugType.Alias(typedefName, result);
    aliases.put(type, alias);
    return alias;
  }
}
