package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.c.syntax.Designator;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Members, subscripts and {@code offsetof} (C17 6.5.2.1, 6.5.2.3, 7.19). */
final class MemberChecker {
  private final Unit unit;
  private final Types types;

  MemberChecker(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  Expression member(Expr.Member e) {
    Expression object = unit.expressions.expression(e.object());
    if (e.arrow()) {
      object = unit.conversions.rvalue(object);
      if (unit.isError(object)) {
        return object;
      }
      if (!(object.type() instanceof CType.Pointer pointer)) {
        unit.report(ARROW_TYPE, e.loc(), unit.aliases.quoted(object));
        return unit.erroneous(e.loc());
      }
      if (!Types.isRecord(Types.nonAtomic(pointer.target()))) {
        notRecord(e, new Expression.Deref(e.loc(), pointer.target(), object));
        return unit.erroneous(e.loc());
      }
      object = new Expression.Deref(e.loc(), pointer.target(), object);
    }
    if (unit.isError(object)) {
      return object;
    }
    if (!(Types.nonAtomic(object.type()) instanceof CType.Record record)) {
      if (object.type().unqualified() instanceof CType.Pointer p && Types.isRecord(p.target())) {
        unit.report(DOT_ON_POINTER, e.loc(), SourceText.of(e.object()))
            .fixIt(e.loc(), e.loc() + 1, "->");
      } else {
        notRecord(e, object);
      }
      return unit.erroneous(e.loc());
    }
    if (!record.isComplete()) {
      unit.report(INCOMPLETE_USE, e.loc(), record);
      return unit.erroneous(e.loc());
    }
    ArrayList<CType.Field> path = new ArrayList<>(2);
    if (!Types.findMember(record, e.name(), path)) {
      noMember(e.loc(), e.nameLoc(), record, e.name(), unit.aliases.of(object));
      return unit.erroneous(e.loc());
    }
    unit.deprecation.use(e.nameLoc(), path.getLast());
    return path(e.loc(), object, path);
  }

  private void notRecord(Expr.Member e, Expression object) {
    CType target = Types.target(object.type());
    boolean reaches = target != null && Types.isRecord(target);
    String written = SourceText.of(e.object());
    if (reaches && !written.isEmpty()) {
      String text = e.arrow() ? "*" + written : written;
      unit.report(DOT_ON_POINTER, e.loc(), text)
          .note(
              e.loc(),
              e.arrow() ? "as in ‘(*%s)->%s’" : "an element is ‘%s[i]’, its member ‘%1$s[i].%s’",
              written,
              e.name());
      return;
    }
    unit.report(MEMBER_OF_NON_RECORD, e.loc(), e.name());
  }

  /** Applies fields from the outside in; qualifiers of the object pass to the member. */
  Expression path(int loc, Expression object, List<CType.Field> path) {
    Expression result = object;
    for (int i = 0; i < path.size(); i++) {
      CType.Field field = path.get(i);
      CType type = types.qualify(field.type(), result.type().qualifiers());
      Expression placed = unit.variableRecords.member(loc, result, field, type);
      result = placed != null ? placed : new Expression.FieldRef(loc, type, result, field);
    }
    return result;
  }

  /**
   * @param loc of the operator that asks for it
   * @param nameLoc of the name
   */
  void noMember(
      int loc, int nameLoc, CType.Record record, String name, Entity.@Nullable Typedef alias) {
    String type = TypeAliases.quoted(record, alias);
    Spelling spelling = new Spelling(name);
    considerMembers(record, spelling);
    String meant = spelling.best();
    if (meant == null) {
      unit.report(NO_MEMBER, loc, type, name);
    } else {
      unit.report(NO_MEMBER_HINT, nameLoc, type, name, meant)
          .fixIt(nameLoc, nameLoc + name.length(), meant);
    }
  }

  private static void considerMembers(CType.Record record, Spelling spelling) {
    List<CType.Field> fields = record.fields;
    if (fields == null) {
      return;
    }
    for (CType.Field field : fields) {
      String name = field.name();
      if (name != null) {
        spelling.consider(name);
      } else if (field.type().unqualified() instanceof CType.Record inner) {
        considerMembers(inner, spelling);
      }
    }
  }

  Expression subscript(Expr.Subscript e) {
    Expression array = unit.expressions.expression(e.array());
    Expression index = unit.expressions.value(e.index());
    if (array.type().unqualified() instanceof CType.Vector vector) {
      return vectorElement(e, array, vector, index);
    }
    Expression pointer = unit.conversions.rvalue(array);
    if (unit.isError(pointer) || unit.isError(index)) {
      return unit.erroneous(e.loc());
    }
    Expr indexSyntax = e.index();
    if (index.type() instanceof CType.Pointer && !(pointer.type() instanceof CType.Pointer)) {
      Expression swap = pointer;
      pointer = index;
      index = swap;
      indexSyntax = e.array();
    }
    if (!(pointer.type() instanceof CType.Pointer type) || array.type() instanceof CType.Function) {
      unit.report(SUBSCRIPTED_VALUE, e.loc());
      return unit.erroneous(e.loc());
    }
    if (!Types.isInteger(index.type())) {
      unit.report(SUBSCRIPT_NOT_INTEGER, e.loc());
      return unit.erroneous(e.loc());
    }
    if (Types.isFunction(type.target())) {
      unit.report(SUBSCRIPTED_FUNCTION, e.loc());
      return unit.erroneous(e.loc());
    }
    if (index.type() == types.charType
        && ExpressionChecker.bare(indexSyntax) instanceof Expr expr
        && !(expr instanceof Expr.CharLiteral)) {
      unit.report(CHAR_SUBSCRIPTS, indexSyntax.loc());
    }
    checkBounds(e, array, index);
    Expression sum = unit.operators.pointerAdd(e.loc(), pointer, index, false);
    if (unit.isError(sum)) {
      return sum;
    }
    CType.Array whole = subscripted(array, pointer);
    Expression element =
        sum instanceof Expression.PointerAdd add && whole != null ? add.in(whole) : sum;
    return dereference(e.loc(), type.target(), element);
  }

  /**
   * The array that decayed to the pointer: the first operand or, in {@code 1[array]}, the other.
   */
  private static CType.@Nullable Array subscripted(Expression first, Expression pointer) {
    if (first.type() instanceof CType.Array array) {
      return array;
    }
    return pointer instanceof Expression.AddressOf decay
            && decay.operand().type() instanceof CType.Array array
            && ((CType.Pointer) pointer.type()).target() == array.element()
        ? array
        : null;
  }

  private void checkBounds(Expr.Subscript e, Expression array, Expression index) {
    if (!(array.type() instanceof CType.Array type)
        || type.length() <= 0
        || !(index instanceof Expression.IntConst c)
        || unit.unevaluated > 0
        || !(array instanceof Expression.VarRef)) {
      return;
    }
    if (c.value() < 0 || c.value() > type.length()) {
      Diagnostic d =
          unit.report(ARRAY_BOUNDS, e.loc(), c.value(), c.value() < 0 ? "below" : "above", type);
      if (array instanceof Expression.VarRef ref) {
        d.note(ref.variable().loc, "while referencing ‘%s’", ref.variable().name);
      }
    }
  }

  private Expression vectorElement(
      Expr.Subscript e, Expression array, CType.Vector vector, Expression index) {
    if (unit.isError(index)) {
      return index;
    }
    if (!Types.isInteger(index.type())) {
      unit.report(SUBSCRIPT_NOT_INTEGER, e.loc());
      return unit.erroneous(e.loc());
    }
    CType type = types.qualify(vector.element(), array.type().qualifiers());
    Expression position = unit.conversions.cast(index, types.ptrdiffType);
    return new Expression.VectorElement(e.loc(), type, array, position);
  }

  /** {@code *pointer}: the lvalue, or the function designator. */
  Expression dereference(int loc, CType target, Expression pointer) {
    if (target instanceof CType.Function
        && pointer instanceof Expression.AddressOf a
        && a.operand() instanceof Expression.FunctionRef) {
      return a.operand();
    }
    if (pointer instanceof Expression.AddressOf a
        && a.operand().type() == target
        && !(target instanceof CType.Array)) {
      return a.operand();
    }
    return new Expression.Deref(loc, target, pointer);
  }

  // offsetof

  Expression offsetof(Expr.Offsetof e) {
    CType type = unit.resolver.typeName(e.type());
    if (unit.isError(type)) {
      return unit.erroneous(e.loc());
    }
    if (!Types.isAggregate(type)) {
      unit.report(MEMBER_OF_NON_RECORD, e.loc(), firstName(e));
      return unit.erroneous(e.loc());
    }
    long offset = 0;
    Expression variable = null;
    CType current = type;
    for (Designator step : e.path()) {
      if (step instanceof Designator.Field field) {
        ArrayList<CType.Field> path = new ArrayList<>(2);
        if (!findForOffset(field, current, path)) {
          return unit.erroneous(e.loc());
        }
        for (CType.Field f : path) {
          Expression placed = unit.variableRecords.offset(e.loc(), f);
          if (placed != null) {
            variable = add(e.loc(), variable, placed);
          }
          offset += placed == null ? f.offset() : 0;
          current = f.type();
        }
      } else if (step instanceof Designator.Index index) {
        if (!(current instanceof CType.Array array)) {
          unit.report(SUBSCRIPTED_VALUE, index.loc());
          return unit.erroneous(e.loc());
        }
        Expression value = unit.expressions.integer(index.index(), SUBSCRIPT_NOT_INTEGER);
        if (value == null) {
          return unit.erroneous(e.loc());
        }
        current = array.element();
        if (value instanceof Expression.IntConst c && !Types.isVariableSize(current)) {
          offset += c.value() * types.size(current);
        } else {
          variable = add(e.loc(), variable, scaled(e.loc(), value, current));
        }
      }
    }
    Expression constant = unit.sizeConst(e.loc(), offset);
    return variable == null
        ? constant
        : new Expression.Binary(e.loc(), types.sizeType, BinaryOp.ADD, variable, constant);
  }

  private static String firstName(Expr.Offsetof e) {
    return e.path().getFirst() instanceof Designator.Field field ? field.name() : "";
  }

  private boolean findForOffset(
      Designator.Field field, CType current, ArrayList<CType.Field> path) {
    if (!(current.unqualified() instanceof CType.Record record)) {
      unit.report(MEMBER_OF_NON_RECORD, field.loc(), field.name());
      return false;
    }
    if (!record.isComplete()) {
      unit.report(INCOMPLETE_USE, field.loc(), record);
      return false;
    }
    if (!Types.findMember(record, field.name(), path)) {
      noMember(field.loc(), field.loc(), record, field.name(), null);
      return false;
    }
    unit.deprecation.use(field.loc(), path.getLast());
    if (path.getLast().isBitField()) {
      unit.report(OFFSETOF_BIT_FIELD, field.loc(), field.name());
      return false;
    }
    return true;
  }

  private Expression scaled(int loc, Expression index, CType element) {
    return new Expression.Binary(
        loc,
        types.sizeType,
        BinaryOp.MUL,
        unit.conversions.cast(index, types.sizeType),
        unit.unary.sizeOf(loc, element));
  }

  private Expression add(int loc, @Nullable Expression sum, Expression value) {
    return sum == null
        ? value
        : new Expression.Binary(loc, types.sizeType, BinaryOp.ADD, sum, value);
  }
}
