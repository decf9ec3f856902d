package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.syntax.Expr;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import org.jspecify.annotations.Nullable;

/** Binary, assignment and conditional operators (C17 6.5.5 to 6.5.17). */
final class Operators {
  private final Unit unit;
  private final Types types;

  Operators(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  static BinaryOp typedOp(Expr.BinaryOp op) {
    return switch (op) {
      case MULTIPLY -> BinaryOp.MUL;
      case DIVIDE -> BinaryOp.DIV;
      case REMAINDER -> BinaryOp.REM;
      case ADD -> BinaryOp.ADD;
      case SUBTRACT -> BinaryOp.SUB;
      case SHIFT_LEFT -> BinaryOp.SHL;
      case SHIFT_RIGHT -> BinaryOp.SHR;
      case LESS -> BinaryOp.LT;
      case GREATER -> BinaryOp.GT;
      case LESS_EQUAL -> BinaryOp.LE;
      case GREATER_EQUAL -> BinaryOp.GE;
      case EQUAL -> BinaryOp.EQ;
      case NOT_EQUAL -> BinaryOp.NE;
      case AND -> BinaryOp.AND;
      case XOR -> BinaryOp.XOR;
      case OR -> BinaryOp.OR;
      case LOGICAL_AND, LOGICAL_OR, COMMA -> throw new IllegalArgumentException(op.text());
    };
  }

  Expression binary(Expr.Binary e) {
    return switch (e.op()) {
      case COMMA -> comma(e);
      case LOGICAL_AND, LOGICAL_OR -> logical(e);
      default -> {
        Expression left = unit.expressions.value(e.left());
        Expression right = unit.expressions.value(e.right());
        unit.operatorWarnings.binary(e, left, right);
        yield apply(e.loc(), e.op(), left, right, e);
      }
    };
  }

  private Expression comma(Expr.Binary e) {
    boolean discarded = unit.discarded == e;
    unit.discarded = ExpressionChecker.bare(e.left());
    Expression left = unit.expressions.value(e.left());
    unit.statements.checkUnusedValue(e.left(), left, true);
    unit.discarded = discarded ? ExpressionChecker.bare(e.right()) : null;
    Expression right = unit.expressions.value(e.right());
    if (unit.isError(right)) {
      return right;
    }
    return new Expression.Comma(
        e.loc(), right.type(), unit.conversions.cast(left, types.voidType), right);
  }

  private Expression logical(Expr.Binary e) {
    boolean and = e.op() == Expr.BinaryOp.LOGICAL_AND;
    Expression left = unit.expressions.value(e.left());
    unit.operatorWarnings.logicalOperand(e, e.left(), left);
    boolean decided = ConstantFolder.isConstant(left) && ConstantFolder.isZero(left) == and;
    if (decided) {
      unit.unevaluated++;
    }
    Expression right = unit.expressions.value(e.right());
    if (decided) {
      unit.unevaluated--;
    }
    unit.operatorWarnings.logicalOperand(e, e.right(), right);
    if (!unit.conversions.requireScalar(e.left().loc(), left)
        | !unit.conversions.requireScalar(e.right().loc(), right)) {
      return unit.erroneous(e.loc());
    }
    left = unit.conversions.truth(left);
    right = unit.conversions.truth(right);
    if (ConstantFolder.isConstant(left)) {
      if (decided) {
        return unit.intConst(e.loc(), and ? 0 : 1);
      }
      if (ConstantFolder.isConstant(right)) {
        return unit.intConst(e.loc(), ConstantFolder.isZero(right) ? 0 : 1);
      }
    }
    return new Expression.Logical(e.loc(), types.intType, and, left, right);
  }

  /** Applies an operator to two values. */
  Expression apply(
      int loc, Expr.BinaryOp op, Expression left, Expression right, Expr.@Nullable Binary syntax) {
    if (unit.isError(left) || unit.isError(right)) {
      return unit.erroneous(loc);
    }
    if (left.type() instanceof CType.Void || right.type() instanceof CType.Void) {
      unit.report(VOID_VALUE, (left.type() instanceof CType.Void ? left : right).loc());
      return unit.erroneous(loc);
    }
    BinaryOp typed = typedOp(op);
    if (left.type() instanceof CType.Vector || right.type() instanceof CType.Vector) {
      return vector(loc, op, typed, left, right);
    }
    Expression result =
        switch (typed) {
          case ADD -> add(loc, left, right);
          case SUB -> subtract(loc, left, right);
          case MUL, DIV -> arithmetic(loc, typed, left, right, false);
          case REM, AND, OR, XOR -> arithmetic(loc, typed, left, right, true);
          case SHL, SHR -> shift(loc, typed, left, right);
          case LT, GT, LE, GE, EQ, NE -> comparison(loc, typed, left, right);
        };
    if (result == null) {
      invalidOperands(loc, op, left, right);
      return unit.erroneous(loc);
    }
    return result;
  }

  private void invalidOperands(int loc, Expr.BinaryOp op, Expression left, Expression right) {
    unit.report(
        INVALID_OPERANDS, loc, op.text(), unit.aliases.quoted(left), unit.aliases.quoted(right));
  }

  private @Nullable Expression add(int loc, Expression left, Expression right) {
    if (left.type() instanceof CType.Pointer && Types.isInteger(right.type())) {
      return pointerAdd(loc, left, right, false);
    }
    if (right.type() instanceof CType.Pointer && Types.isInteger(left.type())) {
      return pointerAdd(loc, right, left, false);
    }
    return arithmetic(loc, BinaryOp.ADD, left, right, false);
  }

  private @Nullable Expression subtract(int loc, Expression left, Expression right) {
    if (left.type() instanceof CType.Pointer) {
      if (Types.isInteger(right.type())) {
        return pointerAdd(loc, left, right, true);
      }
      if (right.type() instanceof CType.Pointer) {
        return pointerDifference(loc, left, right);
      }
    }
    return arithmetic(loc, BinaryOp.SUB, left, right, false);
  }

  private @Nullable Expression arithmetic(
      int loc, BinaryOp op, Expression left, Expression right, boolean integers) {
    if (integers
        ? !Types.isInteger(left.type()) || !Types.isInteger(right.type())
        : !Types.isArithmetic(left.type()) || !Types.isArithmetic(right.type())) {
      return null;
    }
    CType common = unit.conversions.commonType(left, right);
    if (common instanceof CType.Complex complex
        && Types.isComplex(left.type()) != Types.isComplex(right.type())) {
      return mixed(loc, op, complex, left, right);
    }
    unit.conversionWarnings.operands(loc, common, left, right);
    Expression l = unit.conversions.cast(left, common);
    Expression r = unit.conversions.cast(right, common);
    return fold(loc, common, op, l, r);
  }

  /** A real and a complex operand: the real one has no imaginary part, not even zero (C17 G.5). */
  private Expression mixed(
      int loc, BinaryOp op, CType.Complex type, Expression left, Expression right) {
    boolean realLeft = !Types.isComplex(left.type());
    Expression real = unit.conversions.cast(realLeft ? left : right, type.element());
    Expression other = unit.conversions.cast(realLeft ? right : left, type);
    Expression folded = unit.folder.mixed(loc, type, op, real, other, realLeft);
    if (folded != null) {
      return folded;
    }
    Expression wide = new Expression.Cast(real.loc(), type, real);
    return new Expression.Binary(loc, type, op, realLeft ? wide : other, realLeft ? other : wide);
  }

  /** The operation on converted operands, folded if it can be. */
  Expression fold(int loc, CType type, BinaryOp op, Expression left, Expression right) {
    Expression folded = unit.folder.binary(loc, type, op, left, right);
    if (folded == null) {
      return new Expression.Binary(loc, type, op, left, right);
    }
    if (unit.folder.overflowed()) {
      overflow(loc, type, folded);
    }
    return folded;
  }

  void overflow(int loc, CType type, Expression result) {
    if (unit.unevaluated == 0) {
      unit.report(INTEGER_OVERFLOW, loc, type, unit.folder.big(result));
    }
  }

  private @Nullable Expression shift(int loc, BinaryOp op, Expression left, Expression right) {
    if (!Types.isInteger(left.type()) || !Types.isInteger(right.type())) {
      return null;
    }
    Expression l = unit.conversions.promote(left);
    Expression r = unit.conversions.promote(right);
    return fold(loc, l.type(), op, l, r);
  }

  private @Nullable Expression comparison(int loc, BinaryOp op, Expression left, Expression right) {
    boolean leftPointer = left.type() instanceof CType.Pointer;
    boolean rightPointer = right.type() instanceof CType.Pointer;
    if (left.type() instanceof CType.NullPtr || right.type() instanceof CType.NullPtr) {
      return compareNullPointer(loc, op, left, right);
    }
    if (leftPointer && rightPointer) {
      return comparePointers(loc, op, left, right);
    }
    if (leftPointer && Types.isInteger(right.type())) {
      return compareWithInteger(loc, op, left, right, false);
    }
    if (rightPointer && Types.isInteger(left.type())) {
      return compareWithInteger(loc, op, right, left, true);
    }
    boolean equality = op == BinaryOp.EQ || op == BinaryOp.NE;
    if (equality
        ? !Types.isArithmetic(left.type()) || !Types.isArithmetic(right.type())
        : !Types.isReal(left.type()) || !Types.isReal(right.type())) {
      return null;
    }
    CType common = unit.conversions.commonType(left, right);
    return fold(
        loc,
        types.intType,
        op,
        unit.conversions.cast(left, common),
        unit.conversions.cast(right, common));
  }

  private @Nullable Expression compareNullPointer(
      int loc, BinaryOp op, Expression left, Expression right) {
    boolean ok =
        (op == BinaryOp.EQ || op == BinaryOp.NE)
            && (left.type() instanceof CType.Pointer
                || unit.conversions.isNullPointerConstant(left))
            && (right.type() instanceof CType.Pointer
                || unit.conversions.isNullPointerConstant(right));
    if (!ok) {
      return null;
    }
    return fold(
        loc,
        types.intType,
        op,
        unit.conversions.cast(left, types.voidPointer),
        unit.conversions.cast(right, types.voidPointer));
  }

  private Expression comparePointers(int loc, BinaryOp op, Expression left, Expression right) {
    CType l = ((CType.Pointer) left.type()).target();
    CType r = ((CType.Pointer) right.type()).target();
    boolean equality = op == BinaryOp.EQ || op == BinaryOp.NE;
    boolean nullConstant =
        equality
            && (unit.conversions.isNullPointerConstant(left)
                || unit.conversions.isNullPointerConstant(right));
    if (nullConstant) {
      boolean first = unit.conversions.isNullPointerConstant(left);
      unit.operatorWarnings.addressComparison(loc, op, first ? right : left);
    }
    if (!nullConstant
        && !unit.compatibility.compatible(types.unqualified(l), types.unqualified(r))) {
      if (Types.isVoid(l) || Types.isVoid(r)) {
        if (equality && (Types.isFunction(l) || Types.isFunction(r))) {
          unit.report(COMPARE_FUNCTION_VOID, loc);
        } else if (!equality) {
          unit.report(COMPARE_DISTINCT_POINTERS, loc);
        }
      } else {
        unit.report(COMPARE_DISTINCT_POINTERS, loc);
      }
    } else if (!equality && Types.isFunction(l)) {
      unit.report(ORDERED_FUNCTION_POINTERS, loc);
    }
    return fold(loc, types.intType, op, left, right);
  }

  private Expression compareWithInteger(
      int loc, BinaryOp op, Expression pointer, Expression integer, boolean swapped) {
    boolean equality = op == BinaryOp.EQ || op == BinaryOp.NE;
    if (!unit.conversions.isNullPointerConstant(integer)) {
      unit.report(COMPARE_POINTER_INTEGER, loc);
    } else if (!equality) {
      unit.report(ORDERED_POINTER_ZERO, loc);
    } else {
      unit.operatorWarnings.addressComparison(loc, op, pointer);
    }
    Expression converted = unit.conversions.cast(integer, pointer.type());
    return swapped
        ? fold(loc, types.intType, op, converted, pointer)
        : fold(loc, types.intType, op, pointer, converted);
  }

  // Pointers.

  /** Bytes per element of a pointer's target; reports what cannot be stepped over. -1: dynamic. */
  long scale(int loc, CType target) {
    if (Types.isVoid(target)) {
      unit.report(POINTER_ARITH, loc, "pointer of type ‘void *’ used in arithmetic");
      return 1;
    }
    if (Types.isFunction(target)) {
      unit.report(POINTER_ARITH, loc, "pointer to a function used in arithmetic");
      return 1;
    }
    if (Types.isVariableSize(target)) {
      return -1;
    }
    long size = types.size(target);
    if (size < 0) {
      if (Types.isRecord(target) || target.unqualified() instanceof CType.Enum) {
        unit.report(INCOMPLETE_USE, loc, types.unqualified(target));
      } else {
        unit.report(UNSPECIFIED_BOUNDS, loc);
      }
      return Long.MIN_VALUE;
    }
    return size;
  }

  Expression pointerAdd(int loc, Expression pointer, Expression index, boolean subtract) {
    CType target = ((CType.Pointer) pointer.type()).target();
    long scale = scale(loc, target);
    if (scale == Long.MIN_VALUE) {
      return unit.erroneous(loc);
    }
    Expression position = unit.conversions.cast(index, types.ptrdiffType);
    if (scale < 0) {
      return new Expression.PointerAdd(
          loc, pointer.type(), pointer, position, subtract, -1, unit.unary.sizeOf(loc, target));
    }
    if (position instanceof IntConst i && pointer instanceof IntConst p) {
      long offset = i.value() * scale;
      return new IntConst(
          loc,
          pointer.type(),
          types.wrap(subtract ? p.value() - offset : p.value() + offset, types.uintptrType));
    }
    return new Expression.PointerAdd(loc, pointer.type(), pointer, position, subtract, scale, null);
  }

  private @Nullable Expression pointerDifference(int loc, Expression left, Expression right) {
    CType l = ((CType.Pointer) left.type()).target();
    CType r = ((CType.Pointer) right.type()).target();
    if (!unit.compatibility.compatible(types.unqualified(l), types.unqualified(r))) {
      return null;
    }
    if (Types.isVoid(l)) {
      unit.report(POINTER_ARITH, loc, "pointer of type ‘void *’ used in subtraction");
    } else if (Types.isFunction(l)) {
      unit.report(POINTER_ARITH, loc, "pointer to a function used in subtraction");
    }
    boolean special = Types.isVoid(l) || Types.isFunction(l);
    long scale = special ? 1 : scale(loc, l);
    if (scale == Long.MIN_VALUE) {
      return unit.erroneous(loc);
    }
    if (scale > 0 && left instanceof IntConst a && right instanceof IntConst b) {
      long bytes = types.wrap(a.value() - b.value(), types.ptrdiffType);
      return new IntConst(loc, types.ptrdiffType, bytes / scale);
    }
    return new Expression.PointerDiff(
        loc, types.ptrdiffType, left, right, scale, scale < 0 ? unit.unary.sizeOf(loc, l) : null);
  }

  // Vectors.

  private Expression vector(
      int loc, Expr.BinaryOp op, BinaryOp typed, Expression left, Expression right) {
    CType.Vector type = left.type() instanceof CType.Vector v ? v : (CType.Vector) right.type();
    Expression l = splat(loc, left, type);
    Expression r = splat(loc, right, type);
    boolean needsIntegers =
        switch (typed) {
          case REM, AND, OR, XOR, SHL, SHR -> true;
          default -> false;
        };
    boolean same = l != null && r != null && sameVectors(l.type(), r.type(), typed);
    if (!same || needsIntegers && !Types.isInteger(type.element()) || l == null || r == null) {
      invalidOperands(loc, op, left, right);
      return unit.erroneous(loc);
    }
    CType result = typed.isComparison() ? maskOf(type) : l.type();
    return new Expression.Binary(loc, result, typed, l, unit.conversions.cast(r, l.type()));
  }

  private boolean sameVectors(CType a, CType b, BinaryOp op) {
    if (a == b) {
      return true;
    }
    CType.Vector v = (CType.Vector) a;
    CType.Vector w = (CType.Vector) b;
    return v.length() == w.length()
        && types.size(v.element()) == types.size(w.element())
        && Types.isInteger(v.element())
        && Types.isInteger(w.element());
  }

  /** A scalar operand becomes a vector of copies (GNU). */
  private @Nullable Expression splat(int loc, Expression e, CType.Vector type) {
    if (e.type() instanceof CType.Vector) {
      return e;
    }
    if (!Types.isArithmetic(e.type())) {
      return null;
    }
    return new Expression.Cast(loc, type, unit.conversions.cast(e, type.element()));
  }

  /** The type of a lane-wise comparison: signed integers as wide as the elements. */
  CType maskOf(CType.Vector type) {
    CType element = types.integerOfWidth((int) (8 * types.size(type.element())), true);
    return types.vector(element == null ? types.intType : element, type.length());
  }

  // Assignment.

  Expression assign(Expr.Assign e) {
    Expr bare = ExpressionChecker.bare(e.target());
    boolean discarded = unit.discarded == e;
    Expression target =
        bare instanceof Expr.Identifier name
            ? unit.identifiers.assigned(name, !discarded || e.op() != null)
            : unit.expressions.expression(e.target());
    Expression value = unit.expressions.value(e.value());
    if (unit.isError(target) || unit.isError(value)) {
      return unit.erroneous(e.loc());
    }
    if (!checkModifiable(e.loc(), target, e.target(), "assignment", "left operand of assignment")) {
      return unit.erroneous(e.loc());
    }
    Expr.BinaryOp op = e.op();
    if (op != null) {
      return compoundAssign(e, op, target, value);
    }
    unit.operatorWarnings.assignment(e, target, value);
    unit.conversionWarnings.toBitField(value, Conversions.bitField(target), e.value().start());
    Expression converted =
        unit.assignments.convert(
            value,
            target.type(),
            AssignmentConversion.Context.assignment(
                e.loc(), e.value().start(), unit.aliases.of(target)));
    if (unit.isError(converted)) {
      return converted;
    }
    return Types.isVariableSize(target.type())
        ? unit.variableRecords.assign(e.loc(), target, converted)
        : new Expression.Assign(e.loc(), Types.nonAtomic(target.type()), target, converted);
  }

  /** Whether {@code target} is a modifiable lvalue (C17 6.3.2.1p1); reports if not. */
  boolean checkModifiable(int loc, Expression target, Expr syntax, String action, String use) {
    if (unit.isError(target)) {
      return false;
    }
    if (!Conversions.isLvalue(target)) {
      unit.report(LVALUE_REQUIRED, loc, use);
      return false;
    }
    CType type = target.type();
    if (type instanceof CType.Array) {
      unit.report(action.equals("assignment") ? ASSIGN_ARRAY : LVALUE_REQUIRED, loc, use);
      return false;
    }
    if (Types.isVoid(type)) {
      unit.report(VOID_VALUE, loc);
      return false;
    }
    if ((type.qualifiers() & CType.CONST) != 0 || hasConstMember(type)) {
      unit.report(READ_ONLY, loc, action, describe(target, syntax));
      return false;
    }
    if (Types.isIncomplete(type)) {
      unit.report(INCOMPLETE_USE, loc, type);
      return false;
    }
    return true;
  }

  private static boolean hasConstMember(CType type) {
    if (!(type.unqualified() instanceof CType.Record record) || !record.isComplete()) {
      return false;
    }
    for (CType.Field field : record.requireFields()) {
      CType member = field.type();
      while (member instanceof CType.Array array) {
        member = array.element();
      }
      if ((member.qualifiers() & CType.CONST) != 0 || hasConstMember(member)) {
        return true;
      }
    }
    return false;
  }

  /** How gcc names an object that cannot be written: variable, parameter, member or location. */
  static String describe(Expression target, Expr syntax) {
    return switch (target) {
      case Expression.VarRef v ->
          (v.variable().storage == Variable.Storage.PARAMETER
                  ? "read-only parameter ‘"
                  : "read-only variable ‘")
              + v.variable().name
              + "’";
      case Expression.FieldRef f when f.field().name() != null ->
          (f.base().type().qualifiers() & CType.CONST) != 0
              ? "member ‘" + f.field().name() + "’ in read-only object"
              : "read-only member ‘" + f.field().name() + "’";
      default -> location(syntax);
    };
  }

  private static String location(Expr syntax) {
    String text = SourceText.of(syntax);
    return text.isEmpty() ? "read-only location" : "read-only location ‘" + text + "’";
  }

  private Expression compoundAssign(
      Expr.Assign e, Expr.BinaryOp op, Expression target, Expression value) {
    int loc = e.loc();
    CType type = Types.nonAtomic(target.type());
    BinaryOp typed = typedOp(op);
    unit.operatorWarnings.compoundAssignment(e, typed, target, value);
    if (type instanceof CType.Pointer pointer) {
      if (typed != BinaryOp.ADD && typed != BinaryOp.SUB || !Types.isInteger(value.type())) {
        return invalidCompound(loc, op, target, value);
      }
      long scale = scale(loc, pointer.target());
      if (scale == Long.MIN_VALUE) {
        return unit.erroneous(loc);
      }
      return new Expression.CompoundAssign(
          loc,
          type,
          target,
          typed,
          unit.conversions.cast(value, types.ptrdiffType),
          type,
          scale,
          scale < 0 ? unit.unary.sizeOf(loc, pointer.target()) : null);
    }
    if (type instanceof CType.Vector vector) {
      Expression operand = splat(loc, value, vector);
      if (operand == null || !sameVectors(vector, operand.type(), typed)) {
        return invalidCompound(loc, op, target, value);
      }
      return new Expression.CompoundAssign(
          loc, type, target, typed, unit.conversions.cast(operand, type), type, 0, null);
    }
    boolean integers =
        switch (typed) {
          case REM, AND, OR, XOR, SHL, SHR -> true;
          default -> false;
        };
    boolean valid =
        integers
            ? Types.isInteger(type) && Types.isInteger(value.type())
            : Types.isArithmetic(type) && Types.isArithmetic(value.type());
    if (!valid) {
      return invalidCompound(loc, op, target, value);
    }
    Expression current = new Expression.Load(loc, type, target);
    boolean shift = typed == BinaryOp.SHL || typed == BinaryOp.SHR;
    CType computation =
        shift
            ? unit.conversions.promotedType(current)
            : unit.conversions.commonType(current, value);
    Expression operand =
        shift ? unit.conversions.promote(value) : unit.conversions.cast(value, computation);
    if (!shift) {
      unit.conversionWarnings.operands(loc, computation, current, value);
    }
    Expression promoted = unit.conversions.cast(current, computation);
    unit.conversionWarnings.implicit(
        new Expression.Binary(loc, computation, typed, promoted, operand), type, e.value().loc());
    return new Expression.CompoundAssign(loc, type, target, typed, operand, computation, 0, null);
  }

  private Expression invalidCompound(
      int loc, Expr.BinaryOp op, Expression target, Expression value) {
    unit.report(
        INVALID_OPERANDS, loc, op.text(), unit.aliases.quoted(target), unit.aliases.quoted(value));
    return unit.erroneous(loc);
  }

  // Conditional.

  Expression conditional(Expr.Conditional e) {
    Expr thenSyntax = e.then();
    if (thenSyntax == null) {
      return elvis(e);
    }
    Expression condition = unit.expressions.condition(e.condition());
    boolean known = ConstantFolder.isConstant(condition);
    boolean first = known && !ConstantFolder.isZero(condition);
    unit.unevaluated += known && !first ? 1 : 0;
    Expression then = unit.expressions.value(thenSyntax);
    unit.unevaluated -= known && !first ? 1 : 0;
    unit.unevaluated += known && first ? 1 : 0;
    Expression otherwise = unit.expressions.value(e.otherwise());
    unit.unevaluated -= known && first ? 1 : 0;
    CType type = conditionalType(e, then, otherwise);
    if (type == null || unit.isError(condition)) {
      return unit.erroneous(e.loc());
    }
    Expression a = unit.conversions.cast(then, type);
    Expression b = unit.conversions.cast(otherwise, type);
    if (known && !(type instanceof CType.Void)) {
      return first ? a : b;
    }
    return new Expression.Conditional(e.loc(), type, condition, a, b);
  }

  /** GNU {@code a ?: b}: the condition is evaluated once. */
  private Expression elvis(Expr.Conditional e) {
    Expression value = unit.expressions.value(e.condition());
    if (!unit.conversions.requireScalar(e.condition().loc(), value)) {
      unit.expressions.value(e.otherwise());
      return unit.erroneous(e.loc());
    }
    Expression otherwise = unit.expressions.value(e.otherwise());
    CType type = conditionalType(e, value, otherwise);
    if (type == null) {
      return unit.erroneous(e.loc());
    }
    Expression b = unit.conversions.cast(otherwise, type);
    if (ConstantFolder.isConstant(value)) {
      return ConstantFolder.isZero(value) ? b : unit.conversions.cast(value, type);
    }
    Variable temp = unit.hiddenLocal("cond", value.type(), e.loc());
    Expression load =
        new Expression.Load(e.loc(), value.type(), new Expression.VarRef(e.loc(), temp));
    Expression body =
        new Expression.Conditional(
            e.loc(), type, unit.conversions.truth(load), unit.conversions.cast(load, type), b);
    return new Expression.Let(e.loc(), type, temp, value, body);
  }

  private @Nullable CType conditionalType(Expr.Conditional e, Expression a, Expression b) {
    if (unit.isError(a) || unit.isError(b)) {
      return null;
    }
    CType x = a.type();
    CType y = b.type();
    if (Types.isArithmetic(x) && Types.isArithmetic(y)) {
      unit.operatorWarnings.conditionalArms(e, a, b);
      CType common = unit.conversions.commonType(a, b);
      unit.conversionWarnings.operands(e.loc(), common, a, b);
      return common;
    }
    if (x instanceof CType.Void || y instanceof CType.Void) {
      if (!(x instanceof CType.Void) || !(y instanceof CType.Void)) {
        unit.report(CONDITIONAL_ONE_VOID, e.loc());
      }
      return types.voidType;
    }
    if (x == y) {
      return x;
    }
    CType pointers = conditionalPointers(e, a, b);
    if (pointers != null) {
      return pointers;
    }
    if (x instanceof CType.Vector
        && y instanceof CType.Vector
        && unit.compatibility.compatible(x, y)) {
      return x;
    }
    unit.report(CONDITIONAL_MISMATCH, e.loc());
    return null;
  }

  private @Nullable CType conditionalPointers(Expr.Conditional e, Expression a, Expression b) {
    boolean nullA = unit.conversions.isNullPointerConstant(a);
    boolean nullB = unit.conversions.isNullPointerConstant(b);
    if (a.type() instanceof CType.Pointer p && b.type() instanceof CType.Pointer q) {
      return nullA ? q : nullB ? p : mergePointers(e, p, q);
    }
    if (a.type() instanceof CType.Pointer p) {
      return withInteger(e, p, b, nullB);
    }
    if (b.type() instanceof CType.Pointer q) {
      return withInteger(e, q, a, nullA);
    }
    return null;
  }

  private @Nullable CType withInteger(
      Expr.Conditional e, CType.Pointer pointer, Expression other, boolean isNull) {
    if (isNull) {
      return pointer;
    }
    if (!Types.isInteger(other.type())) {
      return null;
    }
    unit.report(CONDITIONAL_POINTER_INTEGER, e.loc());
    return pointer;
  }

  private CType mergePointers(Expr.Conditional e, CType.Pointer p, CType.Pointer q) {
    CType x = p.target();
    CType y = q.target();
    int qualifiers = types.qualifiers(x) | types.qualifiers(y);
    CType bareX = types.unqualified(x);
    CType bareY = types.unqualified(y);
    if (unit.compatibility.compatible(bareX, bareY)) {
      return types.pointer(types.qualify(unit.compatibility.composite(bareX, bareY), qualifiers));
    }
    if (Types.isVoid(x) || Types.isVoid(y)) {
      if (Types.isFunction(x) || Types.isFunction(y)) {
        unit.report(CONDITIONAL_FUNCTION_VOID, e.loc());
      }
      return types.pointer(types.qualify(types.voidType, qualifiers));
    }
    unit.report(CONDITIONAL_POINTER_MISMATCH, e.loc());
    return types.pointer(types.qualify(types.voidType, qualifiers));
  }
}
