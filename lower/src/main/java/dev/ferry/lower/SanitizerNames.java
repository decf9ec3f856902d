package dev.ferry.lower;

import dev.ferry.c.types.CType;
import dev.ferry.c.types.TypePrinter;
import org.jspecify.annotations.Nullable;

/** Types as gcc's reports of undefined behaviour name them: without what typedefs hide. */
final class SanitizerNames {
  private SanitizerNames() {}

  /** A type that is no array. */
  static String plain(CType type) {
    return switch (type.unqualified()) {
      case CType.Record r -> tag(r.tag, r.typedefName);
      case CType.Enum e -> tag(e.tag, e.typedefName);
      case CType.Atomic a -> plain(a.base());
      case CType.Int _, CType.Float _, CType.Complex _, CType.Bool _, CType.Void _ ->
          TypePrinter.name(type.unqualified());
      default -> "<unknown>";
    };
  }

  private static String tag(@Nullable String tag, @Nullable String typedefName) {
    return tag != null ? tag : typedefName != null ? typedefName : "<unknown>";
  }

  /** What a pointer points to: {@code const char *}, {@code struct s}; of an array its element. */
  static String target(CType type) {
    CType innermost = type;
    int depth = 0;
    while (innermost.unqualified() instanceof CType.Pointer pointer) {
      innermost = pointer.target();
      depth++;
    }
    innermost = element(innermost);
    int qualifiers = innermost.qualifiers();
    return ((qualifiers & CType.VOLATILE) != 0 ? "volatile " : "")
        + ((qualifiers & CType.CONST) != 0 ? "const " : "")
        + (innermost.unqualified() instanceof CType.Atomic ? "_Atomic " : "")
        + (innermost.unqualified() instanceof CType.Record r
            ? r.isUnion ? "union " : "struct "
            : "")
        + plain(innermost)
        + (depth > 0 ? " " + "*".repeat(depth) : "");
  }

  /** {@code int [3][4]}; a length that is not constant is {@code *}. */
  static String array(CType.Array type) {
    CType innermost = element(type);
    int depth = 0;
    while (innermost.unqualified() instanceof CType.Pointer pointer) {
      innermost = pointer.target();
      depth++;
    }
    StringBuilder name = new StringBuilder(plain(innermost)).append(' ').append("*".repeat(depth));
    CType at = type;
    while (at instanceof CType.Array array) {
      name.append('[')
          .append(array.length() < 0 ? "*" : String.valueOf(array.length()))
          .append(']');
      at = array.element();
    }
    return name.toString();
  }

  static CType element(CType type) {
    CType element = type;
    while (element instanceof CType.Array array) {
      element = array.element();
    }
    return element;
  }
}
