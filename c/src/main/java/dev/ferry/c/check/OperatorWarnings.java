package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.syntax.BlockItem;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.TypeSpecifier;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Warnings about operators and simple statements that are legal but rarely meant. */
final class OperatorWarnings {
  private final Unit unit;
  private final Types types;
  private final FallthroughWarnings fallthroughs;
  private final IndentationWarnings indentation;
  private final OperatorParentheses parentheses;
  private final SelfComparison selfComparison;
  private final NonNegative nonNegative;
  private final LimitWarnings limits;

  OperatorWarnings(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
    this.fallthroughs = new FallthroughWarnings(unit);
    this.indentation = new IndentationWarnings(unit);
    this.parentheses = new OperatorParentheses(unit);
    this.selfComparison = new SelfComparison(unit);
    this.nonNegative = new NonNegative(unit);
    this.limits = new LimitWarnings(unit);
  }

  void fallthrough(List<BlockItem> items, List<Statement> body) {
    if (unit.isEnabled(IMPLICIT_FALLTHROUGH)) {
      fallthroughs.check(items, body);
    }
    if (unit.isEnabled(MISLEADING_INDENTATION)) {
      indentation.check(items);
    }
  }

  // Binary operators.

  void binary(Expr.Binary e, Expression left, Expression right) {
    if (unit.isError(left) || unit.isError(right)) {
      return;
    }
    parentheses.check(e, right);
    switch (e.op()) {
      case DIVIDE, REMAINDER -> {
        divisionByZero(e.loc(), right);
        elements(e);
        arrayElements(e);
      }
      case SHIFT_LEFT, SHIFT_RIGHT -> shift(e.loc(), e.op(), left, right);
      case EQUAL, NOT_EQUAL -> {
        equality(e, left, right);
        comparison(e, left, right);
      }
      case LESS, GREATER, LESS_EQUAL, GREATER_EQUAL -> comparison(e, left, right);
      default -> {}
    }
  }

  private void divisionByZero(int loc, Expression divisor) {
    if (unit.unevaluated == 0
        && ConstantFolder.isInteger(divisor)
        && ConstantFolder.isZero(divisor)) {
      unit.report(DIVISION_BY_ZERO, loc);
    }
  }

  private void shift(int loc, Expr.BinaryOp op, Expression left, Expression right) {
    if (unit.unevaluated > 0 || !Types.isInteger(left.type())) {
      return;
    }
    if (op == Expr.BinaryOp.SHIFT_LEFT
        && left instanceof IntConst c
        && c.value() < 0
        && types.isSigned(c.type())) {
      unit.report(SHIFT_NEGATIVE_VALUE, loc);
    }
    if (!(right instanceof IntConst count)) {
      return;
    }
    String side = op == Expr.BinaryOp.SHIFT_LEFT ? "left" : "right";
    if (count.value() < 0 && types.isSigned(count.type())) {
      unit.report(SHIFT_COUNT_NEGATIVE, loc, side);
    } else if (Long.compareUnsigned(count.value(), types.width(unit.conversions.promotedType(left)))
        >= 0) {
      unit.report(SHIFT_COUNT_OVERFLOW, loc, side);
    }
  }

  static boolean isComparison(Expr e) {
    return e instanceof Expr.Binary b
        && switch (b.op()) {
          case LESS, GREATER, LESS_EQUAL, GREATER_EQUAL, EQUAL, NOT_EQUAL -> true;
          default -> false;
        };
  }

  private void equality(Expr.Binary e, Expression left, Expression right) {
    if (isZeroCharacter(e.left()) && right.type() instanceof CType.Pointer
        || isZeroCharacter(e.right()) && left.type() instanceof CType.Pointer) {
      unit.report(POINTER_COMPARE, e.loc())
          .note(e.loc(), "did you mean to dereference the pointer?");
    }
    boolean floats = Types.isFloating(left.type()) || Types.isFloating(right.type());
    if (floats && !ConstantFolder.isConstant(left)) {
      unit.report(FLOAT_EQUAL, e.loc());
    }
    boolean constant = ConstantFolder.isConstant(left) || ConstantFolder.isConstant(right);
    if (!constant && (isStringAddress(left) || isStringAddress(right))) {
      unit.report(STRING_COMPARE, e.loc());
    }
  }

  private static boolean isStringAddress(Expression e) {
    return e instanceof Expression.AddressOf a && a.operand() instanceof Expression.StringRef;
  }

  private void comparison(Expr.Binary e, Expression left, Expression right) {
    logicalNot(e, left, right);
    selfComparison.check(e, left, right);
    if (!Types.isInteger(left.type()) || !Types.isInteger(right.type())) {
      return;
    }
    if (unit.isEnabled(ENUM_COMPARE)) {
      enums(e, left, right);
    }
    if (unit.isEnabled(BOOL_COMPARE)) {
      bool(e, left, right);
    }
    signs(e, left, right);
    limits.check(e, left, right);
  }

  private void enums(Expr.Binary e, Expression left, Expression right) {
    CType.Enum a = enumOf(e.left(), left);
    CType.Enum b = enumOf(e.right(), right);
    if (a != null && b != null && a != b) {
      unit.report(ENUM_COMPARE, e.loc(), a, b);
    }
  }

  private CType.@Nullable Enum enumOf(Expr syntax, Expression value) {
    if (value.type() instanceof CType.Enum e) {
      return e;
    }
    return ExpressionChecker.bare(syntax) instanceof Expr.Identifier name
            && unit.scopes.find(name.name()) instanceof Entity.EnumConstant constant
        ? constant.parent
        : null;
  }

  static boolean isBoolean(Expr syntax, Expression value) {
    Expr bare = ExpressionChecker.bare(syntax);
    return value.type() instanceof CType.Bool
        || isComparison(bare)
        || bare instanceof Expr.Binary b
            && (b.op() == Expr.BinaryOp.LOGICAL_AND || b.op() == Expr.BinaryOp.LOGICAL_OR)
        || bare instanceof Expr.Unary u && u.op() == Expr.UnaryOp.NOT;
  }

  /** {@code a & b}, {@code a | b}, {@code a ^ b} of truth values. */
  private static boolean joinsBooleans(Expr syntax, Expression value) {
    boolean bitwise =
        ExpressionChecker.bare(syntax) instanceof Expr.Binary b
            && (b.op() == Expr.BinaryOp.AND
                || b.op() == Expr.BinaryOp.OR
                || b.op() == Expr.BinaryOp.XOR);
    return bitwise
        && value instanceof Expression.Binary v
        && isTruth(v.left())
        && isTruth(v.right());
  }

  private static boolean isTruth(Expression value) {
    Expression at = value.withoutCasts();
    return at.type() instanceof CType.Bool
        || at instanceof Expression.Binary b && b.op().isComparison()
        || at instanceof Expression.Logical;
  }

  private void bool(Expr.Binary e, Expression left, Expression right) {
    boolean a = isBoolean(e.left(), left);
    boolean b = isBoolean(e.right(), right);
    if (a == b) {
      return;
    }
    Expression constant = a ? right : left;
    if (!(constant instanceof IntConst c)) {
      return;
    }
    boolean ofFalse = holds(e.op(), a ? 0 : c.value(), a ? c.value() : 0);
    boolean ofTrue = holds(e.op(), a ? 1 : c.value(), a ? c.value() : 1);
    if (ofFalse == ofTrue) {
      unit.report(BOOL_COMPARE, e.loc(), c.value(), ofTrue ? "true" : "false");
    }
  }

  private static boolean holds(Expr.BinaryOp op, long left, long right) {
    return switch (op) {
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
      case LESS -> left < right;
      case GREATER -> left > right;
      case LESS_EQUAL -> left <= right;
      default -> left >= right;
    };
  }

  /** Whether both are written as the same variable or member. */
  static boolean sameObject(Expr a, Expr b) {
    Expr x = ExpressionChecker.bare(a);
    Expr y = ExpressionChecker.bare(b);
    return switch (x) {
      case Expr.Identifier i -> y instanceof Expr.Identifier j && i.name().equals(j.name());
      case Expr.Member m ->
          y instanceof Expr.Member n
              && m.arrow() == n.arrow()
              && m.name().equals(n.name())
              && sameObject(m.object(), n.object());
      default -> false;
    };
  }

  /** {@code !a == b}. */
  private void logicalNot(Expr.Binary e, Expression left, Expression right) {
    if (e.left() instanceof Expr.Unary u
        && u.op() == Expr.UnaryOp.NOT
        && !isBoolean(e.right(), right)
        && !joinsBooleans(e.right(), right)
        && !isBoolean(u.operand(), left instanceof Expression.Unary w ? w.operand() : left)) {
      unit.report(LOGICAL_NOT_PARENTHESES, e.loc())
          .note(
              e.left().loc(),
              "add parentheses around left hand side expression to silence this warning");
    }
  }

  /** -Wsign-compare: the signed side would be converted. */
  private void signs(Expr.Binary e, Expression left, Expression right) {
    if (!unit.isEnabled(SIGN_COMPARE) || unit.unevaluated > 0) {
      return;
    }
    CType common = unit.conversions.commonType(left, right);
    if (!Types.isInteger(common) || types.isSigned(common)) {
      return;
    }
    boolean leftSigned = types.isSigned(unit.conversions.promotedType(left));
    boolean rightSigned = types.isSigned(unit.conversions.promotedType(right));
    if (leftSigned == rightSigned) {
      return;
    }
    Expression signed = leftSigned ? left : right;
    Expression unsigned = leftSigned ? right : left;
    if (nonNegative.holds(signed)) {
      return;
    }
    boolean equality = e.op() == Expr.BinaryOp.EQUAL || e.op() == Expr.BinaryOp.NOT_EQUAL;
    if (equality
        && known(unsigned) instanceof IntConst c
        && c.value() >= 0
        && c.value() <= types.maximum(unit.conversions.promotedType(signed)).longValue()) {
      return;
    }
    unit.report(SIGN_COMPARE, e.loc(), unit.aliases.quoted(left), unit.aliases.quoted(right));
  }

  /** The value of a constant object, which gcc takes for it where it optimises. */
  private Expression known(Expression e) {
    Expression value = unit.options.optimize() > 0 ? ConstantFolder.constantObject(e) : null;
    return value == null ? e : value;
  }

  // Logical operators and conditions.

  void logicalOperand(Expr.Binary e, Expr operand, Expression value) {
    if (operand == e.right()) {
      parentheses.check(e, value);
    }
    addressTruth(operand, value);
    if (value instanceof IntConst c
        && c.value() != 0
        && c.value() != 1
        && operand == e.right()
        && ExpressionChecker.bare(operand) instanceof Expr.IntegerLiteral
        && !(ConstantFolder.isConstant(value) && isLiteral(e.left()))) {
      unit.report(LOGICAL_OP, e.loc(), e.op() == Expr.BinaryOp.LOGICAL_AND ? "and" : "or");
    }
  }

  private static boolean isLiteral(Expr e) {
    return ExpressionChecker.bare(e) instanceof Expr.IntegerLiteral;
  }

  void condition(Expr e, Expression value) {
    if (e instanceof Expr.Assign assign && assign.op() == null) {
      unit.report(
          PARENTHESES, assign.start(), "suggest parentheses around assignment used as truth value");
    }
    addressTruth(e, value);
  }

  /** The address of an object or function is never null. */
  void addressTruth(Expr syntax, Expression value) {
    if (!unit.isEnabled(ADDRESS) || unit.diagnostics.sources().isMacro(syntax.loc())) {
      return;
    }
    String name = knownAddress(value);
    if (name != null) {
      unit.report(
          ADDRESS, syntax.loc(), "the address of ‘" + name + "’ will always evaluate as ‘true’");
    } else if (partAddress(value) instanceof String part) {
      neverNull(syntax.start(), BinaryOp.NE, part);
    }
  }

  /** The member or array of which a value is the address, or the address of an element. */
  private static @Nullable String partAddress(Expression value) {
    return switch (value) {
      case Expression.AddressOf a ->
          switch (a.operand()) {
            case Expression.FieldRef f -> f.field().name();
            case Expression.Deref d -> partAddress(d.pointer());
            default -> null;
          };
      case Expression.PointerAdd sum
          when sum.array() != null && ConstantFolder.isConstant(sum.index()) ->
          knownAddress(sum.pointer()) instanceof String array ? array : partAddress(sum.pointer());
      default -> null;
    };
  }

  private void neverNull(int loc, BinaryOp op, String name) {
    unit.report(
        ADDRESS,
        loc,
        "the comparison will always evaluate as ‘"
            + (op == BinaryOp.EQ ? "false" : "true")
            + "’ for the address of ‘"
            + name
            + "’ will never be NULL");
  }

  private static @Nullable String knownAddress(Expression value) {
    if (!(value instanceof Expression.AddressOf a)) {
      return null;
    }
    return switch (a.operand()) {
      case Expression.VarRef v ->
          v.variable().attributes.isWeak || v.variable().name.startsWith(".")
              ? null
              : v.variable().name;
      case Expression.FunctionRef f -> f.function().attributes.isWeak ? null : f.function().name;
      default -> null;
    };
  }

  void addressComparison(int loc, BinaryOp op, Expression pointer) {
    String known = knownAddress(pointer);
    String name = known == null ? partAddress(pointer) : known;
    if (name != null && !unit.diagnostics.sources().isMacro(loc)) {
      neverNull(loc, op, name);
    }
  }

  void conditionalArms(Expr.Conditional e, Expression a, Expression b) {
    if (Types.isInteger(a.type())
        && Types.isInteger(b.type())
        && unit.isEnabled(SIGN_COMPARE_CONDITIONAL)) {
      CType common = unit.conversions.commonType(a, b);
      boolean aSigned = types.isSigned(unit.conversions.promotedType(a));
      boolean bSigned = types.isSigned(unit.conversions.promotedType(b));
      if (!types.isSigned(common) && aSigned != bSigned && !nonNegative.holds(aSigned ? a : b)) {
        Expression signed = aSigned ? a : b;
        unit.report(
            SIGN_COMPARE_CONDITIONAL,
            (aSigned ? e.then() == null ? e.condition() : e.then() : e.otherwise()).loc(),
            unit.aliases.quoted(signed),
            unit.aliases.quoted(aSigned ? b : a));
      }
    }
  }

  // Assignments and steps.

  void assignment(Expr.Assign e, Expression target, Expression value) {
    initialization(e.value(), target.type(), value);
  }

  void initialization(Expr syntax, CType target, Expression value) {
    if (syntax instanceof Expr.Assign assign
        && assign.op() == null
        && Types.nonAtomic(target) instanceof CType.Bool
        && !(value.type() instanceof CType.Bool)) {
      unit.report(
          PARENTHESES, syntax.loc(), "suggest parentheses around assignment used as truth value");
    }
  }

  void compoundAssignment(Expr.Assign e, BinaryOp op, Expression target, Expression value) {
    if (op == BinaryOp.DIV || op == BinaryOp.REM) {
      divisionByZero(e.loc(), value);
    } else if (op == BinaryOp.SHL || op == BinaryOp.SHR) {
      Expression current = new Expression.Load(e.loc(), Types.nonAtomic(target.type()), target);
      shift(
          e.loc(),
          op == BinaryOp.SHL ? Expr.BinaryOp.SHIFT_LEFT : Expr.BinaryOp.SHIFT_RIGHT,
          current,
          value);
    }
  }

  void step(Expr.Unary e, Expression target) {
    if (Types.nonAtomic(target.type()) instanceof CType.Bool) {
      unit.report(
          BOOL_OPERATION,
          e.loc(),
          e.op() == Expr.UnaryOp.PRE_INCREMENT || e.op() == Expr.UnaryOp.POST_INCREMENT
              ? "increment"
              : "decrement");
    }
  }

  void complement(Expr.Unary e, Expression value) {
    if (isBoolean(e.operand(), value)) {
      unit.report(BOOL_COMPLEMENT, e.loc()).note(e.loc(), "did you mean to use logical not?");
    }
  }

  // Casts and sizeof.

  void cast(int loc, CType to, Expression operand) {
    CType from = operand.type();
    if (operand instanceof Expression.Call && kindOf(from) != kindOf(to)) {
      unit.report(BAD_FUNCTION_CAST, loc, from, to);
    }
    if (to instanceof CType.Pointer p && from instanceof CType.Pointer q) {
      pointerCast(loc, p, q);
    } else if (to instanceof CType.Pointer) {
      boolean integer = kindOf(from) == TypeKind.INTEGER || Conversions.valueOf(operand) != null;
      if (integer && !hasPointerSize(from) && !ConstantFolder.isConstant(operand)) {
        unit.report(INT_TO_POINTER_CAST, loc);
      }
    } else if (from instanceof CType.Pointer
        && kindOf(to) == TypeKind.INTEGER
        && !hasPointerSize(to)) {
      unit.report(POINTER_TO_INT_CAST, loc);
    }
  }

  private boolean hasPointerSize(CType type) {
    return types.size(type) == types.model().pointerBytes();
  }

  /** gcc's sorts of scalar types, as far as warnings about casts tell them apart. */
  private enum TypeKind {
    INTEGER,
    BOOLEAN,
    ENUMERATED,
    REAL,
    COMPLEX,
    OTHER
  }

  private static TypeKind kindOf(CType type) {
    return switch (Types.nonAtomic(type)) {
      case CType.Int t -> TypeKind.INTEGER;
      case CType.BitInt t -> TypeKind.INTEGER;
      case CType.Bool t -> TypeKind.BOOLEAN;
      case CType.Enum t -> TypeKind.ENUMERATED;
      case CType.Float t -> TypeKind.REAL;
      case CType.Complex t -> TypeKind.COMPLEX;
      default -> TypeKind.OTHER;
    };
  }

  private void pointerCast(int loc, CType.Pointer to, CType.Pointer from) {
    if (unit.isEnabled(CAST_QUAL)) {
      qualifiers(loc, to, from);
    }
    if (to.target() instanceof CType.Function f
        && from.target() instanceof CType.Function g
        && unit.isEnabled(CAST_FUNCTION_TYPE)
        && !compatibleForCast(f, g)) {
      unit.report(CAST_FUNCTION_TYPE, loc, from, to);
    }
  }

  /** -Wcast-qual, at each level of pointers; the qualifiers of an array's elements do not count. */
  private void qualifiers(int loc, CType.Pointer to, CType.Pointer from) {
    CType a = to;
    CType b = from;
    int lost = 0;
    while (a.unqualified() instanceof CType.Pointer p
        && b.unqualified() instanceof CType.Pointer q) {
      a = p.target();
      b = q.target();
      lost |= b.qualifiers() & ~a.qualifiers();
    }
    if (lost != 0) {
      unit.report(CAST_QUAL, loc, dev.ferry.c.syntax.Qualifiers.text(lost));
    } else if (a.unqualified() == b.unqualified() && addsUnsafely(to, from)) {
      unit.report(CAST_QUAL_BETWEEN, loc, from, to);
    }
  }

  /**
   * Whether a qualifier is new below a pointer that is not const: {@code int **} to {@code const
   * int **}.
   */
  private static boolean addsUnsafely(CType.Pointer to, CType.Pointer from) {
    CType a = to.target();
    CType b = from.target();
    boolean isConst = (a.qualifiers() & CType.CONST) != 0;
    while (a.unqualified() instanceof CType.Pointer p
        && b.unqualified() instanceof CType.Pointer q) {
      a = p.target();
      b = q.target();
      if (!isConst && (a.qualifiers() & ~b.qualifiers()) != 0) {
        return true;
      }
      isConst &= (a.qualifiers() & CType.CONST) != 0;
    }
    return false;
  }

  private boolean compatibleForCast(CType.Function f, CType.Function g) {
    if (unit.compatibility.compatible(f, g)) {
      return true;
    }
    boolean wild =
        Types.isVoid(f.result()) && f.params().isEmpty()
            || Types.isVoid(g.result()) && g.params().isEmpty();
    if (wild) {
      return true;
    }
    if (!similar(f.result(), g.result())) {
      return false;
    }
    if (!f.prototyped() || !g.prototyped()) {
      return true;
    }
    int n = Math.min(f.params().size(), g.params().size());
    for (int i = 0; i < n; i++) {
      if (!similar(f.params().get(i), g.params().get(i))) {
        return false;
      }
    }
    return f.params().size() == g.params().size() || f.variadic() || g.variadic();
  }

  private boolean similar(CType a, CType b) {
    return a.unqualified() instanceof CType.Pointer && b.unqualified() instanceof CType.Pointer
        || Types.isInteger(a) && Types.isInteger(b) && types.width(a) == types.width(b)
        || unit.compatibility.compatibleIgnoringQualifiers(a, b);
  }

  void sizeof(Expr.SizeofExpr e, Expression operand) {
    if (ExpressionChecker.bare(e.operand()) instanceof Expr.Identifier name
        && operand instanceof Expression.VarRef ref
        && ref.variable().storage == Variable.Storage.PARAMETER
        && unit.functions.isArrayParameter(ref.variable())) {
      unit.report(SIZEOF_ARRAY_ARGUMENT, e.operand().loc(), name.name(), operand.type())
          .note(ref.variable().loc, "declared here");
    }
  }

  private static boolean isZeroCharacter(Expr e) {
    return ExpressionChecker.bare(e) instanceof Expr.CharLiteral c && c.value() == 0;
  }

  /** {@code sizeof array / sizeof(T)} counts nothing unless T is the elements' type. */
  private void arrayElements(Expr.Binary e) {
    if (e.op() != Expr.BinaryOp.DIVIDE
        || !unit.isEnabled(SIZEOF_ARRAY_DIV)
        || !(e.left() instanceof Expr.SizeofExpr whole)
        || !(e.right() instanceof Expr.SizeofType part)
        || !isPlain(part.type().specifiers().type())
        || !(ExpressionChecker.bare(whole.operand()) instanceof Expr.Identifier name)
        || !(unit.scopes.find(name.name()) instanceof Entity.ObjectEntity object)
        || !(object.variable.type.unqualified() instanceof CType.Array array)) {
      return;
    }
    CType element = array.element();
    while (element.unqualified() instanceof CType.Array inner) {
      element = inner.element();
    }
    CType divisor = unit.resolver.typeName(part.type());
    boolean isBytes = Types.isInteger(element) && types.size(element) == 1;
    if (!isBytes
        && !unit.isError(divisor)
        && !Types.isIncomplete(divisor)
        && types.size(divisor) != types.size(element)
        && !(divisor.unqualified() instanceof CType.Array)) {
      unit.report(SIZEOF_ARRAY_DIV, e.loc(), element.unqualified(), divisor.unqualified());
    }
  }

  /** Specifiers that can be resolved again: they define nothing. */
  private static boolean isPlain(TypeSpecifier type) {
    return type instanceof TypeSpecifier.Basic || type instanceof TypeSpecifier.TypedefName;
  }

  /** {@code sizeof p / sizeof *p} of a pointer counts nothing. */
  private void elements(Expr.Binary e) {
    if (e.op() != Expr.BinaryOp.DIVIDE
        || !unit.isEnabled(SIZEOF_POINTER_DIV)
        || !(ExpressionChecker.bare(e.left()) instanceof Expr.SizeofExpr whole)
        || !(ExpressionChecker.bare(e.right()) instanceof Expr.SizeofExpr part)
        || !(ExpressionChecker.bare(whole.operand()) instanceof Expr.Identifier name)
        || !(unit.scopes.find(name.name()) instanceof Entity.ObjectEntity object)
        || !(object.variable.type.unqualified() instanceof CType.Pointer pointer)) {
      return;
    }
    Expr element = ExpressionChecker.bare(part.operand());
    boolean first =
        element instanceof Expr.Unary u
                && u.op() == Expr.UnaryOp.DEREFERENCE
                && sameObject(u.operand(), name)
            || element instanceof Expr.Subscript s && sameObject(s.array(), name);
    if (first) {
      unit.report(SIZEOF_POINTER_DIV, e.loc(), pointer, pointer.target())
          .note(object.loc, "first ‘sizeof’ operand was declared here");
    }
  }

  // Statements.

  void returned(Expr syntax, CType result, Expression value) {
    initialization(syntax, result, value);
    if (value instanceof Expression.AddressOf a) {
      Expression at = a.operand();
      while (at instanceof Expression.FieldRef f) {
        at = f.base();
      }
      if (at instanceof Expression.VarRef v
          && (v.variable().storage == Variable.Storage.LOCAL
              || v.variable().storage == Variable.Storage.PARAMETER)
          && v.variable().owner == unit.currentSymbol()) {
        unit.report(RETURN_LOCAL_ADDRESS, syntax.loc());
      }
    } else if (value instanceof Expression.LabelAddress) {
      unit.report(RETURN_LABEL_ADDRESS, syntax.loc());
    }
  }

  void ifStatement(dev.ferry.c.syntax.Statement.If s) {
    boolean emptyThen = isEmpty(s.then());
    dev.ferry.c.syntax.Statement otherwise = s.otherwise();
    if (emptyThen && otherwise == null) {
      unit.report(EMPTY_BODY, s.then().loc(), "an ‘if’ statement");
    } else if (otherwise != null && isEmpty(otherwise)) {
      unit.report(EMPTY_BODY, otherwise.loc(), "an ‘else’ statement");
    }
    if (otherwise == null
        && s.then() instanceof dev.ferry.c.syntax.Statement.If inner
        && inner.otherwise() != null) {
      unit.report(DANGLING_ELSE, s.loc());
    }
  }

  private static boolean isEmpty(dev.ferry.c.syntax.Statement s) {
    return s instanceof dev.ferry.c.syntax.Statement.Null n && !n.implied();
  }
}
