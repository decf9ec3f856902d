package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.syntax.Expr;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.typed.Expression.UnaryOp;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.List;

/** Unary operators, {@code sizeof}, {@code _Alignof} and casts (C17 6.5.3, 6.5.4). */
final class UnaryChecker {
  private final Unit unit;
  private final Types types;

  UnaryChecker(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  Expression unary(Expr.Unary e) {
    return switch (e.op()) {
      case PLUS -> sign(e, "unary plus");
      case MINUS -> sign(e, "unary minus");
      case COMPLEMENT -> complement(e);
      case NOT -> not(e);
      case DEREFERENCE -> dereference(e);
      case ADDRESS -> addressOf(e);
      case PRE_INCREMENT, POST_INCREMENT -> step(e, true);
      case PRE_DECREMENT, POST_DECREMENT -> step(e, false);
      case REAL, IMAGINARY -> part(e);
      case EXTENSION -> extension(e);
    };
  }

  private Expression extension(Expr.Unary e) {
    unit.diagnostics.extension(1);
    Expression result = unit.expressions.expression(e.operand());
    unit.diagnostics.extension(-1);
    return result;
  }

  private Expression wrongType(Expr.Unary e, Expression value, String what) {
    if (!unit.isError(value)) {
      if (value.type() instanceof CType.Void) {
        unit.report(VOID_VALUE, e.loc());
      } else {
        unit.report(WRONG_UNARY_TYPE, e.loc(), what);
      }
    }
    return unit.erroneous(e.loc());
  }

  private Expression sign(Expr.Unary e, String what) {
    Expression value = unit.expressions.value(e.operand());
    boolean vector = value.type() instanceof CType.Vector;
    if (unit.isError(value) || !Types.isArithmetic(value.type()) && !vector) {
      return wrongType(e, value, what);
    }
    Expression operand = unit.conversions.promote(value);
    if (e.op() == Expr.UnaryOp.PLUS) {
      return operand;
    }
    return fold(e.loc(), UnaryOp.NEGATE, operand);
  }

  private Expression fold(int loc, UnaryOp op, Expression operand) {
    Expression folded = unit.folder.unary(loc, operand.type(), op, operand);
    if (folded == null) {
      return new Expression.Unary(loc, operand.type(), op, operand);
    }
    if (unit.folder.overflowed()) {
      unit.operators.overflow(loc, operand.type(), folded);
    }
    return folded;
  }

  private Expression complement(Expr.Unary e) {
    Expression value = unit.expressions.value(e.operand());
    boolean integerVector = value.type() instanceof CType.Vector v && Types.isInteger(v.element());
    boolean conjugate = value.type() instanceof CType.Complex;
    if (unit.isError(value) || !Types.isInteger(value.type()) && !integerVector && !conjugate) {
      return wrongType(e, value, "bit-complement");
    }
    if (conjugate) {
      unit.report(CONJUGATE, e.loc());
    }
    unit.operatorWarnings.complement(e, value);
    return fold(e.loc(), UnaryOp.COMPLEMENT, unit.conversions.promote(value));
  }

  private Expression not(Expr.Unary e) {
    Expression value = unit.expressions.value(e.operand());
    if (value.type() instanceof CType.Vector vector) {
      Expression zero =
          new Expression.Cast(
              e.loc(), vector, unit.conversions.cast(unit.intConst(e.loc(), 0), vector.element()));
      return new Expression.Binary(
          e.loc(), unit.operators.maskOf(vector), BinaryOp.EQ, value, zero);
    }
    if (unit.isError(value) || !Types.isScalar(value.type())) {
      return wrongType(e, value, "unary exclamation mark");
    }
    unit.operatorWarnings.addressTruth(e.operand(), value);
    Expression operand = unit.conversions.truth(value);
    Expression folded = unit.folder.unary(e.loc(), types.intType, UnaryOp.LOGICAL_NOT, operand);
    return folded != null
        ? folded
        : new Expression.Unary(e.loc(), types.intType, UnaryOp.LOGICAL_NOT, operand);
  }

  private Expression dereference(Expr.Unary e) {
    Expression value = unit.expressions.value(e.operand());
    if (unit.isError(value)) {
      return value;
    }
    if (!(value.type() instanceof CType.Pointer pointer)) {
      unit.report(INVALID_INDIRECTION, e.loc(), unit.aliases.quoted(value));
      return unit.erroneous(e.loc());
    }
    CType target = pointer.target();
    if (Types.isVoid(target) && unit.unevaluated == 0) {
      unit.report(DEREFERENCE_VOID, e.loc());
    } else if (Types.isIncomplete(target) && Types.isRecord(target) && unit.unevaluated == 0) {
      // &*p is allowed; anything else will need the type.
      return new Expression.Deref(e.loc(), target, value);
    }
    return unit.members.dereference(e.loc(), target, value);
  }

  private Expression addressOf(Expr.Unary e) {
    Expr bare = ExpressionChecker.bare(e.operand());
    if (bare instanceof Expr.Unary inner && inner.op() == Expr.UnaryOp.DEREFERENCE) {
      Expression pointer = unit.expressions.value(inner.operand());
      if (pointer.type() instanceof CType.Pointer) {
        return pointer;
      }
    }
    Expression operand = unit.expressions.expression(e.operand());
    if (unit.isError(operand)) {
      return operand;
    }
    CType type = operand.type();
    if (type instanceof CType.Function) {
      return operand instanceof Expression.Deref deref
          ? deref.pointer()
          : new Expression.AddressOf(e.loc(), types.pointer(type), operand);
    }
    if (!Conversions.isLvalue(operand)) {
      unit.report(LVALUE_REQUIRED, e.loc(), "unary ‘&’ operand");
      return unit.erroneous(e.loc());
    }
    if (!checkAddressable(e.loc(), operand)) {
      return unit.erroneous(e.loc());
    }
    if (operand instanceof Expression.Deref deref) {
      return unit.conversions.cast(deref.pointer(), types.pointer(type));
    }
    return new Expression.AddressOf(e.loc(), types.pointer(type), operand);
  }

  /** Whether an address may be taken (C17 6.5.3.2p1); marks the object. */
  boolean checkAddressable(int loc, Expression operand) {
    Expression at = operand;
    while (true) {
      switch (at) {
        case Expression.FieldRef f -> {
          if (f.field().isBitField()) {
            unit.report(ADDRESS_OF_BIT_FIELD, loc, f.field().name());
            return false;
          }
          at = f.base();
        }
        case Expression.ComplexPart c -> at = c.base();
        case Expression.VectorElement v -> at = v.base();
        case Expression.VarRef v -> {
          return checkVariableAddress(loc, v.variable());
        }
        default -> {
          return true;
        }
      }
    }
  }

  private boolean checkVariableAddress(int loc, Variable variable) {
    variable.isAddressTaken = true;
    Entity entity = unit.scopes.find(variable.name);
    boolean register =
        entity instanceof Entity.ObjectEntity object
            && object.variable == variable
            && object.isRegister;
    if (register) {
      if (variable.storage == Variable.Storage.STATIC || variable.owner == null) {
        unit.report(ADDRESS_OF_GLOBAL_REGISTER, loc, variable.name);
      } else {
        unit.report(ADDRESS_OF_REGISTER, loc, variable.name);
      }
      return false;
    }
    return true;
  }

  private Expression step(Expr.Unary e, boolean increment) {
    Expression target = unit.expressions.expression(e.operand());
    if (unit.isError(target)) {
      return target;
    }
    Expr bare = ExpressionChecker.bare(e.operand());
    if (bare instanceof Expr.Identifier name
        && unit.scopes.find(name.name()) instanceof Entity.ObjectEntity object) {
      object.isSet = true;
    }
    String action = increment ? "increment" : "decrement";
    CType type = Types.nonAtomic(target.type());
    boolean usable =
        Types.isArithmetic(type) || type instanceof CType.Pointer || type instanceof CType.Vector;
    if (Conversions.isLvalue(target) && !usable && !(type instanceof CType.Array)) {
      return wrongType(e, target, action);
    }
    if (!unit.operators.checkModifiable(
        e.loc(), target, e.operand(), action, action + " operand")) {
      return unit.erroneous(e.loc());
    }
    unit.operatorWarnings.step(e, target);
    long scale = 0;
    Expression dynamic = null;
    if (type instanceof CType.Pointer pointer) {
      CType pointee = pointer.target();
      boolean unsized = Types.isIncomplete(pointee) && !Types.isVoid(pointee);
      if (unsized) {
        unit.report(INCOMPLETE_ARITHMETIC, e.loc(), action, pointee);
        return unit.erroneous(e.loc());
      }
      scale = unit.operators.scale(e.loc(), pointee);
      if (scale == Long.MIN_VALUE) {
        return unit.erroneous(e.loc());
      }
      dynamic = scale < 0 ? sizeOf(e.loc(), pointer.target()) : null;
    }
    return new Expression.IncDec(
        e.loc(), type, target, increment, e.op().isPostfix(), scale, dynamic);
  }

  private Expression part(Expr.Unary e) {
    Expression operand = unit.expressions.expression(e.operand());
    if (unit.isError(operand)) {
      return operand;
    }
    boolean imaginary = e.op() == Expr.UnaryOp.IMAGINARY;
    CType type = Types.nonAtomic(operand.type());
    if (type instanceof CType.Complex complex) {
      if (operand instanceof Expression.ComplexConst constant) {
        return imaginary ? constant.imaginary() : constant.real();
      }
      return new Expression.ComplexPart(
          e.loc(),
          types.qualify(complex.element(), operand.type().qualifiers()),
          operand,
          imaginary);
    }
    if (!Types.isArithmetic(type)) {
      return wrongType(e, operand, imaginary ? "__imag" : "__real");
    }
    if (!imaginary) {
      return operand;
    }
    Expression value = unit.conversions.rvalue(operand);
    Expression zero = unit.conversions.cast(unit.intConst(e.loc(), 0), type);
    return ConstantFolder.isConstant(value)
        ? zero
        : new Expression.Comma(
            e.loc(), type, new Expression.Cast(e.loc(), types.voidType, value), zero);
  }

  // sizeof and _Alignof

  Expression sizeofExpression(Expr.SizeofExpr e) {
    unit.unevaluated++;
    Expression operand = unit.expressions.expression(e.operand());
    unit.unevaluated--;
    if (unit.isError(operand)) {
      return operand;
    }
    CType.Field field = Conversions.bitField(operand);
    if (field != null) {
      unit.report(SIZEOF_BIT_FIELD, e.loc(), "sizeof");
      return unit.erroneous(e.loc());
    }
    unit.operatorWarnings.sizeof(e, operand);
    Expression size = sizeChecked(e.loc(), operand.type(), "sizeof");
    // The operand of variable size is evaluated (C17 6.5.3.4p2); only calls and steps matter.
    return Types.isVariableSize(operand.type()) && hasSideEffects(operand)
        ? new Expression.Comma(
            e.loc(),
            size.type(),
            new Expression.Cast(e.loc(), types.voidType, unit.conversions.rvalue(operand)),
            size)
        : size;
  }

  private static boolean hasSideEffects(Expression e) {
    return e instanceof Expression.Deref d
        && !(d.pointer() instanceof Expression.Load)
        && !(d.pointer() instanceof Expression.PointerAdd)
        && !(d.pointer() instanceof Expression.AddressOf)
        && !(d.pointer() instanceof Expression.Cast);
  }

  Expression sizeofType(Expr.SizeofType e) {
    CType type = unit.resolver.typeName(e.type());
    return unit.isError(type)
        ? unit.erroneous(e.loc())
        : unit.resolver.withEffects(
            e.loc(),
            sizeChecked(Types.isIncomplete(type) ? e.type().loc() : e.loc(), type, "sizeof"));
  }

  private Expression sizeChecked(int loc, CType type, String operator) {
    if (Types.isFunction(type)) {
      unit.report(
          POINTER_ARITH, loc, "invalid application of ‘" + operator + "’ to a function type");
      return unit.sizeConst(loc, 1);
    }
    if (Types.isVoid(type)) {
      unit.report(POINTER_ARITH, loc, "invalid application of ‘" + operator + "’ to a void type");
      return unit.sizeConst(loc, 1);
    }
    if (Types.isIncomplete(type)) {
      unit.report(SIZEOF_INCOMPLETE, loc, operator, type);
      return unit.erroneous(loc);
    }
    return sizeOf(loc, type);
  }

  /** The size of a complete type as a value of type size_t; computed for a VLA. */
  Expression sizeOf(int loc, CType type) {
    long size = types.size(type);
    if (size >= 0) {
      return unit.sizeConst(loc, size);
    }
    if (type.unqualified() instanceof CType.Record record && record.runtimeSize != null) {
      return new Expression.Load(
          loc, types.sizeType, new Expression.VarRef(loc, record.runtimeSize));
    }
    CType.Array array = (CType.Array) type.unqualified();
    Variable length = array.vlaLength();
    Expression count;
    if (array.isVla()) {
      count =
          length == null
              ? unit.sizeConst(loc, 1)
              : new Expression.Load(loc, types.sizeType, new Expression.VarRef(loc, length));
    } else {
      count = unit.sizeConst(loc, array.length());
    }
    return unit.operators.fold(
        loc, types.sizeType, BinaryOp.MUL, count, sizeOf(loc, array.element()));
  }

  Expression alignofExpression(Expr.AlignofExpr e) {
    unit.unevaluated++;
    Expression operand = unit.expressions.expression(e.operand());
    unit.unevaluated--;
    if (unit.isError(operand)) {
      return operand;
    }
    if (Conversions.bitField(operand) != null) {
      unit.report(SIZEOF_BIT_FIELD, e.loc(), "_Alignof");
      return unit.erroneous(e.loc());
    }
    int align = 0;
    if (operand instanceof Expression.VarRef ref) {
      align = ref.variable().align;
    } else if (operand instanceof Expression.FunctionRef ref) {
      align = ref.function().align;
    } else if (operand instanceof Expression.FieldRef ref) {
      align = unit.records.fieldAlign(ref.field());
    }
    return align != 0
        ? unit.sizeConst(e.loc(), align)
        : alignChecked(e.loc(), operand.type(), true);
  }

  Expression alignofType(Expr.AlignofType e) {
    CType type = unit.resolver.typeName(e.type());
    if (unit.isError(type)) {
      return unit.erroneous(e.loc());
    }
    int align = unit.resolver.lastAlign();
    return align != 0 ? unit.sizeConst(e.loc(), align) : alignChecked(e.loc(), type, e.preferred());
  }

  private Expression alignChecked(int loc, CType type, boolean preferred) {
    if (Types.isFunction(type) || Types.isVoid(type)) {
      unit.report(
          POINTER_ARITH,
          loc,
          "invalid application of ‘__alignof__’ to a "
              + (Types.isVoid(type) ? "void" : "function")
              + " type");
      return unit.sizeConst(loc, 1);
    }
    boolean unsizedArray = type instanceof CType.Array a && !Types.isIncomplete(a.element());
    if (Types.isIncomplete(type) && !unsizedArray) {
      unit.report(SIZEOF_INCOMPLETE, loc, "__alignof__", type);
      return unit.erroneous(loc);
    }
    return unit.sizeConst(loc, preferred ? types.align(type) : types.leastAlign(type));
  }

  // Casts

  Expression cast(Expr.Cast e) {
    CType to = unit.resolver.typeName(e.type());
    unit.aliases.plain(e.loc());
    Expression operand = unit.expressions.value(e.operand());
    if (unit.isError(to) || unit.isError(operand)) {
      return unit.erroneous(e.loc());
    }
    Expression result = castTo(e, Types.nonAtomic(to), operand);
    if (result == operand && Conversions.bitField(operand) != null) {
      // The value has the full type now: it is not promoted as the bit-field is.
      result = new Expression.Cast(e.loc(), operand.type(), operand);
    }
    return unit.resolver.withEffects(e.loc(), result);
  }

  private Expression castTo(Expr.Cast e, CType to, Expression operand) {
    CType from = operand.type();
    int loc = e.loc();
    if (to instanceof CType.Void) {
      return unit.conversions.cast(loc, operand, to);
    }
    if (to instanceof CType.Array) {
      unit.report(CAST_ARRAY, loc);
      return unit.erroneous(loc);
    }
    if (to instanceof CType.Function) {
      unit.report(CAST_FUNCTION, loc);
      return unit.erroneous(loc);
    }
    if (from instanceof CType.Void) {
      unit.report(VOID_VALUE, loc);
      return unit.erroneous(loc);
    }
    if (to instanceof CType.Record record) {
      return castToRecord(loc, record, operand);
    }
    if (Types.isIncomplete(to)) {
      unit.report(CAST_INCOMPLETE, loc);
      return unit.erroneous(loc);
    }
    if (from instanceof CType.Vector || to instanceof CType.Vector) {
      return castVector(loc, to, operand);
    }
    if (!Types.isScalar(from)) {
      unit.report(
          to instanceof CType.Pointer
              ? CAST_AGGREGATE_POINTER
              : Types.isFloating(to) ? CAST_AGGREGATE_FLOAT : CAST_AGGREGATE_INTEGER,
          loc);
      return unit.erroneous(loc);
    }
    if (to instanceof CType.Pointer && Types.isFloating(from)
        || to instanceof CType.Pointer && Types.isComplex(from)) {
      unit.report(CAST_AGGREGATE_POINTER, loc);
      return unit.erroneous(loc);
    }
    if (from instanceof CType.Pointer && Types.isFloating(to)) {
      unit.report(CAST_POINTER_FLOAT, loc);
      return unit.erroneous(loc);
    }
    unit.operatorWarnings.cast(loc, to, operand);
    return explicit(loc, to, operand);
  }

  /** An explicit conversion; even to the same type it is no lvalue. */
  private Expression explicit(int loc, CType to, Expression operand) {
    if (ConstantFolder.isConstant(operand)) {
      Expression folded = unit.folder.cast(loc, to, operand);
      if (folded != null) {
        return folded;
      }
    }
    return unit.conversions.cast(loc, operand, to);
  }

  private Expression castToRecord(int loc, CType.Record record, Expression operand) {
    if (operand.type() == record) {
      unit.report(CAST_SAME_RECORD, loc);
      return operand;
    }
    if (!record.isUnion || !record.isComplete()) {
      unit.report(CAST_NON_SCALAR, loc);
      return unit.erroneous(loc);
    }
    for (CType.Field field : record.requireFields()) {
      if (field.name() != null
          && unit.compatibility.compatibleIgnoringQualifiers(field.type(), operand.type())) {
        unit.report(CAST_UNION, loc);
        Variable temp = unit.hiddenLocal("union", record, loc);
        Initializer initializer =
            new Initializer(
                List.of(new Initializer.Element(0, Types.nonAtomic(field.type()), null, operand)),
                false,
                record.size);
        return new Expression.Load(
            loc, record, new Expression.CompoundLiteral(loc, temp, initializer));
      }
    }
    unit.report(CAST_UNION_ABSENT, loc);
    return unit.erroneous(loc);
  }

  private Expression castVector(int loc, CType to, Expression operand) {
    boolean sizes = types.size(to) == types.size(operand.type());
    boolean kinds =
        (to instanceof CType.Vector || Types.isInteger(to))
            && (operand.type() instanceof CType.Vector || Types.isInteger(operand.type()));
    if (!sizes || !kinds) {
      if (operand.type() instanceof CType.Vector) {
        unit.report(CAST_VECTOR, loc, operand.type(), to);
      } else {
        unit.report(CAST_TO_VECTOR, loc);
      }
      return unit.erroneous(loc);
    }
    return new Expression.Cast(loc, to, operand);
  }
}
