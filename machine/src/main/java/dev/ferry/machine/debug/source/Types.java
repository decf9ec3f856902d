package dev.ferry.machine.debug.source;

import dev.ferry.binutils.dwarf.DebugEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Questions about entries of types, and their names in C. */
final class Types {
  private static final int BOOLEAN = 2;
  private static final int FLOAT = 4;
  private static final int SIGNED = 5;
  private static final int SIGNED_CHAR = 6;
  private static final int UNSIGNED_CHAR = 8;

  private Types() {}

  /** The type without typedefs and qualifiers; null for void. */
  static @Nullable DebugEntry strip(@Nullable DebugEntry type) {
    DebugEntry t = type;
    for (int i = 0; t != null && isAlias(t) && i < 100; i++) {
      t = t.type();
    }
    return t;
  }

  private static boolean isAlias(DebugEntry type) {
    return switch (type.tag()) {
      case DebugEntry.TYPEDEF,
          DebugEntry.CONST_TYPE,
          DebugEntry.VOLATILE_TYPE,
          DebugEntry.RESTRICT_TYPE,
          DebugEntry.ATOMIC_TYPE ->
          true;
      default -> false;
    };
  }

  static boolean is(@Nullable DebugEntry type, int tag) {
    DebugEntry t = strip(type);
    return t != null && t.tag() == tag;
  }

  static boolean isRecord(@Nullable DebugEntry type) {
    return is(type, DebugEntry.STRUCTURE_TYPE) || is(type, DebugEntry.UNION_TYPE);
  }

  private static long encoding(@Nullable DebugEntry type) {
    DebugEntry t = strip(type);
    return t == null || t.tag() != DebugEntry.BASE_TYPE ? 0 : t.number(DebugEntry.ENCODING, 0);
  }

  static boolean isFloat(@Nullable DebugEntry type) {
    return encoding(type) == FLOAT;
  }

  static boolean isBoolean(@Nullable DebugEntry type) {
    return encoding(type) == BOOLEAN;
  }

  static boolean isCharacter(@Nullable DebugEntry type) {
    return encoding(type) == SIGNED_CHAR || encoding(type) == UNSIGNED_CHAR;
  }

  static boolean isSigned(@Nullable DebugEntry type) {
    DebugEntry t = strip(type);
    if (t != null && t.tag() == DebugEntry.ENUMERATION_TYPE) {
      return t.type() != null && isSigned(t.type());
    }
    return t == null || encoding(t) == SIGNED || encoding(t) == SIGNED_CHAR;
  }

  /** Lengths of an array's dimensions, -1 for one that is not known. */
  static List<Long> dimensions(DebugEntry array) {
    List<Long> lengths = new ArrayList<>();
    for (DebugEntry child : array.children()) {
      if (child.tag() == DebugEntry.SUBRANGE_TYPE) {
        long upper = child.number(DebugEntry.UPPER_BOUND, -2);
        lengths.add(child.number(DebugEntry.COUNT, upper == -2 ? -1 : upper + 1));
      }
    }
    return lengths;
  }

  /** Bytes; 0 where they are not known. */
  static long size(@Nullable DebugEntry type) {
    DebugEntry t = strip(type);
    if (t == null) {
      return 1;
    }
    if (t.tag() == DebugEntry.ARRAY_TYPE) {
      long size = size(t.type());
      for (long length : dimensions(t)) {
        size *= Math.max(0, length);
      }
      return size;
    }
    return t.number(DebugEntry.BYTE_SIZE, t.tag() == DebugEntry.SUBROUTINE_TYPE ? 1 : 0);
  }

  /** The type as C writes it. */
  static String name(@Nullable DebugEntry type) {
    if (type == null) {
      return "void";
    }
    return switch (type.tag()) {
      case DebugEntry.STRUCTURE_TYPE -> "struct " + tag(type);
      case DebugEntry.UNION_TYPE -> "union " + tag(type);
      case DebugEntry.ENUMERATION_TYPE -> "enum " + tag(type);
      case DebugEntry.CONST_TYPE -> qualified("const", type);
      case DebugEntry.VOLATILE_TYPE -> qualified("volatile", type);
      case DebugEntry.RESTRICT_TYPE -> qualified("restrict", type);
      case DebugEntry.ATOMIC_TYPE -> qualified("_Atomic", type);
      case DebugEntry.POINTER_TYPE -> pointer(type);
      case DebugEntry.ARRAY_TYPE -> {
        StringBuilder text = new StringBuilder(name(type.type())).append(' ');
        for (long length : dimensions(type)) {
          text.append('[').append(length < 0 ? "" : Long.toString(length)).append(']');
        }
        yield text.toString();
      }
      case DebugEntry.SUBROUTINE_TYPE -> name(type.type()) + " (" + parameters(type) + ")";
      default -> type.name();
    };
  }

  private static String tag(DebugEntry type) {
    return type.name().isEmpty() ? "{...}" : type.name();
  }

  private static String qualified(String qualifier, DebugEntry type) {
    String base = name(type.type());
    return base.endsWith("*") ? base + " " + qualifier : qualifier + " " + base;
  }

  private static String pointer(DebugEntry type) {
    DebugEntry target = type.type();
    if (target != null && target.tag() == DebugEntry.SUBROUTINE_TYPE) {
      return name(target.type()) + " (*)(" + parameters(target) + ")";
    }
    String base = name(target);
    return base.endsWith("*") ? base + "*" : base + " *";
  }

  private static String parameters(DebugEntry function) {
    StringBuilder text = new StringBuilder();
    for (DebugEntry child : function.children()) {
      text.append(text.isEmpty() ? "" : ", ");
      text.append(child.tag() == DebugEntry.FORMAL_PARAMETER ? name(child.type()) : "...");
    }
    return text.isEmpty() ? "void" : text.toString();
  }
}
