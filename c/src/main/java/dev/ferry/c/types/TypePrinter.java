package dev.ferry.c.types;

import dev.ferry.c.typed.Variable;
import org.jspecify.annotations.Nullable;

/**
 * Types as C text, in the form of gcc's diagnostics: {@code const char *}, {@code int (*)(void)}.
 */
public final class TypePrinter {
  private final StringBuilder out = new StringBuilder();

  /** A type that is printed by a name of its own, or null. */
  private final @Nullable CType named;

  private final String name;

  private TypePrinter(@Nullable CType named, String name) {
    this.named = named;
    this.name = name;
  }

  /** The type as an abstract declarator. */
  public static String print(CType type) {
    return print(type, null, "");
  }

  /** The same with a typedef name where what it is made of is the type that the name stands for. */
  public static String print(CType type, @Nullable CType named, String name) {
    TypePrinter printer = new TypePrinter(named, name);
    printer.base(printer.innermost(type));
    printer.before(type);
    printer.after(type);
    return printer.out.toString();
  }

  private boolean isNamed(CType type) {
    return named != null && (type == named || type.unqualified() == named);
  }

  private CType innermost(CType type) {
    if (isNamed(type)) {
      return type;
    }
    return switch (type) {
      case CType.Pointer t -> innermost(t.target());
      case CType.Array t -> innermost(t.element());
      case CType.Function t -> innermost(t.result());
      case CType.Qualified q when q.base() instanceof CType.Pointer t -> innermost(t.target());
      default -> type;
    };
  }

  private void base(CType type) {
    int qualifiers = type == named ? 0 : type.qualifiers();
    if ((qualifiers & CType.CONST) != 0) {
      out.append("const ");
    }
    if ((qualifiers & CType.VOLATILE) != 0) {
      out.append("volatile ");
    }
    if ((qualifiers & CType.RESTRICT) != 0) {
      out.append("restrict ");
    }
    out.append(isNamed(type) ? name : name(type.unqualified()));
  }

  /** What a basic or tagged type is called. */
  public static String name(CType type) {
    return switch (type) {
      case CType.Void t -> "void";
      case CType.Bool t -> "_Bool";
      case CType.NullPtr t -> "nullptr_t";
      case CType.Int t -> intName(t.kind());
      case CType.BitInt t -> (t.signed() ? "_BitInt(" : "unsigned _BitInt(") + t.width() + ")";
      case CType.Float t -> floatName(t.kind());
      case CType.Complex t -> "complex " + print(t.element());
      case CType.Vector t -> "__vector(" + t.length() + ") " + print(t.element());
      case CType.Atomic t -> "_Atomic " + print(t.base());
      case CType.Record t -> recordName(t);
      case CType.Enum t -> enumName(t);
      default -> print(type);
    };
  }

  private static String recordName(CType.Record type) {
    if (type.tag == null && type.typedefName != null) {
      return type.typedefName;
    }
    return (type.isUnion ? "union " : "struct ") + (type.tag == null ? "<anonymous>" : type.tag);
  }

  private static String enumName(CType.Enum type) {
    if (type.tag == null && type.typedefName != null) {
      return type.typedefName;
    }
    return "enum " + (type.tag == null ? "<anonymous>" : type.tag);
  }

  private static String intName(CType.IntKind kind) {
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

  private static String floatName(CType.FloatKind kind) {
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

  /** Pointers and opening parentheses: what stands before the name. */
  private void before(CType type) {
    if (isNamed(type)) {
      return;
    }
    switch (type) {
      case CType.Qualified q when q.base() instanceof CType.Pointer p -> {
        pointer(p);
        qualifiers(q.qualifiers());
      }
      case CType.Pointer p -> pointer(p);
      case CType.Array a -> before(a.element());
      case CType.Function f -> before(f.result());
      default -> {}
    }
  }

  private void pointer(CType.Pointer p) {
    before(p.target());
    boolean group = isGrouped(p);
    char last = out.charAt(out.length() - 1);
    if (group) {
      out.append(" (*");
    } else if (last == '*' || last == '(') {
      out.append('*');
    } else {
      out.append(
          !isNamed(p.target())
                  && p.target() instanceof CType.Qualified q
                  && q.base() instanceof CType.Pointer
              ? "*"
              : " *");
    }
  }

  private boolean isGrouped(CType.Pointer p) {
    return !isNamed(p.target())
        && (p.target() instanceof CType.Array || p.target() instanceof CType.Function);
  }

  private void qualifiers(int qualifiers) {
    if ((qualifiers & CType.CONST) != 0) {
      out.append(" const");
    }
    if ((qualifiers & CType.VOLATILE) != 0) {
      out.append(" volatile");
    }
    if ((qualifiers & CType.RESTRICT) != 0) {
      out.append(" restrict");
    }
  }

  /** Closing parentheses, array bounds and parameters: what stands behind the name. */
  private void after(CType type) {
    if (isNamed(type)) {
      return;
    }
    switch (type) {
      case CType.Qualified q when q.base() instanceof CType.Pointer p -> afterPointer(p);
      case CType.Pointer p -> afterPointer(p);
      case CType.Array a -> {
        out.append('[');
        if (a.length() >= 0) {
          out.append(a.length());
        } else if (a.isVla()) {
          Variable length = a.vlaLength();
          out.append(length == null || length.name.startsWith(".") ? "*" : length.name);
        }
        out.append(']');
        after(a.element());
      }
      case CType.Function f -> {
        parameters(f);
        after(f.result());
      }
      default -> {}
    }
  }

  private void afterPointer(CType.Pointer p) {
    if (isGrouped(p)) {
      out.append(')');
    }
    after(p.target());
  }

  private void parameters(CType.Function f) {
    out.append('(');
    if (f.prototyped() && f.params().isEmpty() && !f.variadic()) {
      out.append("void");
    }
    for (int i = 0; i < f.params().size(); i++) {
      CType param = f.params().get(i);
      out.append(print(param));
      if (i + 1 < f.params().size()) {
        // gcc pads after a type name, not after a declarator.
        out.append(innermost(param) == param ? ",  " : ", ");
      }
    }
    if (f.variadic()) {
      out.append(f.params().isEmpty() ? "..." : ", ...");
    }
    out.append(')');
  }
}
