package dev.ferry.c.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The type that specifiers name (C17 6.7.2), keyword combinations already resolved. */
public sealed interface TypeSpecifier extends Node {
  enum Complexity {
    REAL,
    COMPLEX,
    IMAGINARY
  }

  /** A type named by keywords; {@code _Complex} alone is complex double. */
  record Basic(int loc, int end, BasicType type, Complexity complexity) implements TypeSpecifier {}

  /** {@code _BitInt(width)}. */
  record BitInt(int loc, int end, Expr width, boolean unsigned) implements TypeSpecifier {}

  /** No type was written: {@code int} in old C, reported where the dialect forbids it. */
  record ImplicitInt(int loc, int end) implements TypeSpecifier {}

  record TypedefName(int loc, String name) implements TypeSpecifier {
    @Override
    public int end() {
      return loc;
    }
  }

  /**
   * {@code struct} or {@code union}.
   *
   * @param tagLoc the tag, or the keyword without one
   * @param members null where no braces were written
   * @param pack the alignment that {@code #pragma pack} imposes on members in bytes, 0 for none
   */
  record Record(
      int loc,
      int end,
      boolean union,
      @Nullable String tag,
      int tagLoc,
      @Nullable List<RecordMember> members,
      List<Attribute> attributes,
      int pack)
      implements TypeSpecifier {}

  /**
   * {@code enum}.
   *
   * @param underlying C23's fixed underlying type
   * @param enumerators null where no braces were written
   */
  record Enum(
      int loc,
      int end,
      @Nullable String tag,
      int tagLoc,
      @Nullable Specifiers underlying,
      @Nullable List<Enumerator> enumerators,
      List<Attribute> attributes)
      implements TypeSpecifier {}

  record Enumerator(int loc, String name, List<Attribute> attributes, @Nullable Expr value) {}

  /** {@code typeof(expression)}. */
  record TypeofExpr(int loc, int end, Expr operand, boolean unqualified) implements TypeSpecifier {}

  /** {@code typeof(type)}. */
  record TypeofType(int loc, int end, TypeName type, boolean unqualified)
      implements TypeSpecifier {}

  /** {@code _Atomic(type)}. */
  record Atomic(int loc, int end, TypeName type) implements TypeSpecifier {}

  /** {@code __auto_type}, or {@code auto} without a type in C23: from the initializer. */
  record Auto(int loc, boolean gnu) implements TypeSpecifier {
    @Override
    public int end() {
      return loc;
    }
  }

  /** {@code __builtin_va_list}. */
  record VaList(int loc) implements TypeSpecifier {
    @Override
    public int end() {
      return loc;
    }
  }

  /** An unknown type name or a wrong combination; the error is reported already. */
  record Erroneous(int loc, int end) implements TypeSpecifier {}
}
