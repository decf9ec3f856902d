package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.syntax.Designator;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Initializer.Braced;
import dev.ferry.c.syntax.Initializer.Item;
import dev.ferry.c.syntax.Initializer.Value;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.typed.Initializer.Element;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Initializers (C17 6.7.9): decides the form, sends braced lists to {@link InitializerList}. */
final class InitializerChecker {
  private final Unit unit;
  private final Types types;

  InitializerChecker(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  /**
   * Checks an initializer.
   *
   * @param constant whether it must be constant: static storage, constexpr
   * @param loc of the declaration
   * @param completed receives the type of an array whose length the initializer gives
   */
  Initializer initializer(
      CType type,
      dev.ferry.c.syntax.Initializer syntax,
      boolean constant,
      int loc,
      Consumer<CType> completed) {
    return switch (syntax) {
      case Braced braced -> braced(type, braced, constant, loc, completed);
      case Value value -> value(type, value, constant, unit.aliases.at(loc), completed);
    };
  }

  private Initializer value(
      CType type,
      Value value,
      boolean constant,
      Entity.@Nullable Typedef alias,
      Consumer<CType> completed) {
    Expr bare = ExpressionChecker.bare(value.expr());
    if (type instanceof CType.Array array) {
      if (bare instanceof Expr.StringLiteral string && isStringFor(array, string)) {
        return string(array, string, completed);
      }
      if (bare instanceof Expr.CompoundLiteral literal) {
        CType own = unit.resolver.typeName(literal.type());
        if (own instanceof CType.Array a
            && unit.compatibility.compatibleIgnoringQualifiers(a, array)) {
          unit.report(ARRAY_FROM_COMPOUND, value.loc());
          return braced(
              array.length() >= 0 ? array : a, literal.initializer(), constant, 0, completed);
        }
      }
      Expression e = unit.expressions.expression(value.expr());
      if (!unit.isError(e)) {
        unit.report(INVALID_INITIALIZER, value.loc());
      }
      return empty(type);
    }
    Expression e = unit.expressions.value(value.expr());
    unit.operatorWarnings.initialization(value.expr(), type, e);
    return single(type, e, value.loc(), constant, alias);
  }

  /** An initializer of one value. */
  Initializer single(
      CType type, Expression value, int loc, boolean constant, Entity.@Nullable Typedef alias) {
    Expression converted =
        unit.assignments.convert(
            value, type, AssignmentConversion.Context.initialization(loc, alias));
    if (unit.isError(converted)) {
      return empty(type);
    }
    CType stored = Types.nonAtomic(type);
    if (constant) {
      List<Element> parts = unit.staticInitializers.compound(converted, 0);
      if (parts != null) {
        return new Initializer(parts, false, types.size(stored));
      }
      Expression fixed = unit.staticInitializers.require(converted, loc);
      if (fixed == null) {
        return empty(type);
      }
      converted = fixed;
    }
    return new Initializer(
        List.of(new Element(0, stored, null, converted)), true, types.size(stored));
  }

  Initializer empty(CType type) {
    return new Initializer(List.of(), false, Math.max(0, types.size(type)));
  }

  /**
   * A braced initializer.
   *
   * @param place of the declarator of what it initialises; 0 for compound literals
   */
  Initializer braced(
      CType type, Braced syntax, boolean constant, int place, Consumer<CType> completed) {
    if (Types.isRecord(type) && Types.isIncomplete(type)) {
      discard(syntax);
      return empty(type);
    }
    InitializerList list = new InitializerList(unit, constant, place);
    list.braced(type, 0, syntax);
    list.reportWhole(syntax);
    CType result = type;
    if (type instanceof CType.Array array && array.length() == CType.Array.INCOMPLETE) {
      result = types.array(array.element(), list.outerLength());
      completed.accept(result);
    }
    return list.finish(result);
  }

  /** Whether a string literal initialises an array of this element type (C17 6.7.9p14). */
  boolean isStringFor(CType.Array array, Expr.StringLiteral string) {
    CType element = Types.nonAtomic(array.element());
    if (!Types.isInteger(element) || element instanceof CType.Bool) {
      return false;
    }
    if (Types.isCharacter(element)) {
      return true;
    }
    return types.size(element) > 1 && types.size(element) <= 4 && element instanceof CType.Int;
  }

  private Initializer string(
      CType.Array array, Expr.StringLiteral string, Consumer<CType> completed) {
    Expression.StringRef ref = stringFor(array, string);
    if (ref == null) {
      return empty(array);
    }
    if (array.length() == CType.Array.INCOMPLETE) {
      completed.accept(types.array(array.element(), string.length() + 1L));
    }
    long size = types.size(ref.type());
    return new Initializer(List.of(new Element(0, ref.type(), null, ref)), true, size);
  }

  /** The literal as contents of the array; null, and reported, where the widths differ. */
  Expression.@Nullable StringRef stringFor(CType.Array array, Expr.StringLiteral string) {
    CType element = Types.nonAtomic(array.element());
    if (types.size(element) != string.unitSize()) {
      unit.report(STRING_ELEMENT, string.loc(), element, unit.literals.elementType(string));
      return null;
    }
    long length = array.length() >= 0 ? array.length() : string.length() + 1L;
    if (array.length() >= 0 && string.length() > array.length()) {
      unit.report(STRING_TOO_LONG, string.loc(), element);
    }
    Expression.StringRef ref = unit.literals.stringRef(string, length);
    return new Expression.StringRef(
        ref.loc(), types.array(element, length), ref.bytes(), ref.unit());
  }

  /** Checks the expressions of an initializer that cannot be used. */
  void discard(Braced syntax) {
    for (Item item : syntax.items()) {
      for (Designator designator : item.designators()) {
        if (designator instanceof Designator.Index index) {
          unit.expressions.value(index.index());
        }
      }
      switch (item.value()) {
        case Braced inner -> discard(inner);
        case Value value -> unit.expressions.value(value.expr());
      }
    }
  }
}
