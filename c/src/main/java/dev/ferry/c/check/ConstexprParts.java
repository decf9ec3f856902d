package dev.ferry.c.check;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.typed.Initializer.Element;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of constexpr objects and of their members, which are constants wherever one is asked
 * for (C23 6.6p7): {@code s.member.x}, also of a constexpr compound literal.
 */
final class ConstexprParts {
  private final Unit unit;

  ConstexprParts(Unit unit) {
    this.unit = unit;
  }

  /** A member's place in the constexpr object that it is of. */
  private record Part(Initializer initializer, long offset, CType.@Nullable Field bitField) {}

  /**
   * The constant that an lvalue of scalar type has; null if it is not part of a constexpr object.
   */
  @Nullable Expression value(Expression lvalue) {
    CType type = Types.nonAtomic(lvalue.type());
    Part part = Types.isAggregate(type) ? null : part(lvalue);
    if (part == null) {
      return null;
    }
    Expression stored = new Expression.IntConst(lvalue.loc(), unit.types.intType, 0);
    for (Element element : part.initializer.elements()) {
      if (isAt(element, part, type)) {
        stored = element.value();
      } else if (overlaps(element, part, type)) {
        return null;
      }
    }
    CType valueType = part.bitField == null ? type : unit.conversions.promotedType(lvalue);
    return ConstantFolder.isConstant(stored)
        ? unit.folder.cast(lvalue.loc(), valueType, stored)
        : null;
  }

  /** What a record that is a member is initialised with, from its own beginning; else null. */
  @Nullable List<Element> elements(Expression lvalue) {
    Part part = lvalue instanceof Expression.FieldRef ? part(lvalue) : null;
    if (part == null) {
      return null;
    }
    long end = part.offset + unit.types.size(lvalue.type());
    List<Element> inside = new ArrayList<>();
    for (Element e : part.initializer.elements()) {
      if (e.offset() >= part.offset && e.offset() + unit.types.size(e.type()) <= end) {
        inside.add(new Element(e.offset() - part.offset, e.type(), e.bitField(), e.value()));
      } else if (e.offset() < end && e.offset() + unit.types.size(e.type()) > part.offset) {
        return null;
      }
    }
    return inside;
  }

  private static @Nullable Part part(Expression e) {
    return switch (e) {
      case Expression.VarRef v -> whole(v.variable(), v.variable().initializer);
      case Expression.CompoundLiteral c -> whole(c.variable(), c.initializer());
      case Expression.FieldRef f -> {
        Part base = part(f.base());
        CType.Field field = f.field();
        yield base == null
            ? null
            : new Part(
                base.initializer, base.offset + field.offset(), field.isBitField() ? field : null);
      }
      default -> null;
    };
  }

  private static @Nullable Part whole(Variable variable, @Nullable Initializer initializer) {
    return variable.isConstexpr && initializer != null ? new Part(initializer, 0, null) : null;
  }

  private static boolean isAt(Element element, Part part, CType type) {
    return element.offset() == part.offset
        && element.bitField() == part.bitField
        && (part.bitField != null || element.type().unqualified() == type.unqualified());
  }

  private boolean overlaps(Element element, Part part, CType type) {
    long first = firstBit(element.offset(), element.bitField());
    long partFirst = firstBit(part.offset, part.bitField);
    return first < partFirst + bits(type, part.bitField)
        && partFirst < first + bits(element.type(), element.bitField());
  }

  private static long firstBit(long offset, CType.@Nullable Field bitField) {
    return offset * 8 + (bitField == null ? 0 : bitField.bitOffset());
  }

  private long bits(CType type, CType.@Nullable Field bitField) {
    return bitField == null ? unit.types.size(type) * 8 : bitField.bitWidth();
  }
}
