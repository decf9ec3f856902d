package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import org.jspecify.annotations.Nullable;

/** Conversions (C17 6.3): of lvalues, arrays and functions, of arithmetic operands, casts. */
final class Conversions {
  private final Unit unit;
  private final Types types;

  Conversions(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  static boolean isLvalue(Expression e) {
    return switch (e) {
      case Expression.VarRef x -> true;
      case Expression.Deref x -> true;
      case Expression.CompoundLiteral x -> true;
      case Expression.StringRef x -> true;
      case Expression.FieldRef x -> isLvalue(x.base());
      case Expression.VectorElement x -> isLvalue(x.base());
      case Expression.ComplexPart x -> isLvalue(x.base());
      default -> false;
    };
  }

  /** Lvalue conversion, array and function decay (C17 6.3.2.1). */
  Expression rvalue(Expression e) {
    CType type = e.type();
    if (type instanceof CType.Array array) {
      return decay(e, array);
    }
    if (type instanceof CType.Function) {
      return e instanceof Expression.Deref deref
          ? deref.pointer()
          : new Expression.AddressOf(e.loc(), types.pointer(type), e);
    }
    if (!isLvalue(e)) {
      return type instanceof CType.Qualified ? unqualifiedValue(e) : e;
    }
    if (type.unqualified() instanceof CType.Void) {
      Expression pointer =
          e instanceof Expression.Deref deref
              ? deref.pointer()
              : new Expression.AddressOf(e.loc(), types.pointer(type), e);
      return new Expression.Cast(e.loc(), types.voidType, pointer);
    }
    Expression constant = unit.constexprParts.value(e);
    return constant != null ? constant : new Expression.Load(e.loc(), Types.nonAtomic(type), e);
  }

  /** Member of a value: the type is as declared, the value has none of its qualifiers. */
  private Expression unqualifiedValue(Expression e) {
    CType type = Types.nonAtomic(e.type());
    return switch (e) {
      case Expression.FieldRef f -> new Expression.FieldRef(f.loc(), type, f.base(), f.field());
      case Expression.VectorElement v ->
          new Expression.VectorElement(v.loc(), type, v.base(), v.index());
      case Expression.ComplexPart c ->
          new Expression.ComplexPart(c.loc(), type, c.base(), c.imaginary());
      default -> new Expression.Cast(e.loc(), type, e);
    };
  }

  private Expression decay(Expression e, CType.Array array) {
    CType.Pointer pointer = types.pointer(array.element());
    if (e instanceof Expression.VarRef ref) {
      ref.variable().isAddressTaken = true;
    } else if (e instanceof Expression.Deref deref) {
      // *p of a pointer to an array: the same address.
      return new Expression.Cast(e.loc(), pointer, deref.pointer());
    }
    return new Expression.AddressOf(e.loc(), pointer, e);
  }

  /** Converts a value to a type, folding constants; types are not checked. */
  Expression cast(Expression e, CType to) {
    return cast(e.loc(), e, to);
  }

  Expression cast(int loc, Expression e, CType to) {
    CType target = Types.nonAtomic(to);
    if (e.type() == target) {
      return e;
    }
    if (unit.isError(e) || unit.isError(target)) {
      return unit.isError(e) && unit.isError(target) ? e : unit.erroneous(loc);
    }
    if (ConstantFolder.isConstant(e)) {
      Expression folded = unit.folder.cast(e.loc(), target, e);
      if (folded != null) {
        return folded;
      }
    }
    if (target instanceof CType.NullPtr || e.type() instanceof CType.NullPtr) {
      return castNullPointer(loc, e, target);
    }
    return new Expression.Cast(loc, target, e);
  }

  private Expression castNullPointer(int loc, Expression e, CType target) {
    Expression zero =
        target instanceof CType.Void
            ? new Expression.Cast(loc, target, e)
            : new IntConst(loc, target, 0);
    return e instanceof IntConst || target instanceof CType.Void
        ? zero
        : new Expression.Comma(loc, target, new Expression.Cast(loc, types.voidType, e), zero);
  }

  /** C17 6.3.2.3p3: an integer constant zero, perhaps cast to {@code void *}; C23: nullptr. */
  boolean isNullPointerConstant(Expression e) {
    if (e.type() instanceof CType.NullPtr) {
      return true;
    }
    return e instanceof IntConst c
        && c.value() == 0
        && (c.type() == types.voidPointer || Types.isInteger(c.type()))
        && !unit.isError(e);
  }

  /** The integer promotions of a value; a bit-field's by its width (C17 6.3.1.1p2). */
  Expression promote(Expression e) {
    if (!Types.isInteger(e.type())) {
      return e;
    }
    return cast(e, promotedType(e));
  }

  CType promotedType(Expression e) {
    CType.Field field = valueOf(e);
    if (field != null) {
      return promotedBitField(field);
    }
    return types.promote(e.type());
  }

  private CType promotedBitField(CType.Field field) {
    CType declared = Types.nonAtomic(field.type());
    if (declared instanceof CType.BitInt) {
      return declared;
    }
    CType basis = types.promote(declared);
    boolean signed = types.isSigned(declared);
    int width = field.bitWidth();
    if (width < 32 || width == 32 && signed && !(declared instanceof CType.Bool)) {
      return types.intType;
    }
    if (width == 32) {
      return types.unsignedInt;
    }
    // GNU C: beyond int a bit-field's value has a type of its width, and arithmetic stays in it.
    return width < types.width(basis) ? types.bitInt(width, signed) : basis;
  }

  /** The bit-field that a value was loaded from; null if it was not. */
  static CType.@Nullable Field bitField(Expression e) {
    Expression at = e instanceof Expression.Load load ? load.lvalue() : e;
    return at instanceof Expression.FieldRef ref && ref.field().isBitField() ? ref.field() : null;
  }

  /**
   * The bit-field whose value an expression has: GNU C keeps its width through assignments, steps,
   * commas and statement expressions, so that {@code (s.f = 5) < -1} compares as int does.
   */
  static CType.@Nullable Field valueOf(Expression e) {
    return switch (e) {
      case Expression.Comma comma -> valueOf(comma.right());
      case Expression.Assign assign -> bitField(assign.target());
      case Expression.CompoundAssign assign -> bitField(assign.target());
      case Expression.IncDec step -> bitField(step.target());
      case Expression.StatementExpression block ->
          block.result() == null ? null : valueOf(block.result());
      default -> bitField(e);
    };
  }

  /** The default argument promotions (C17 6.5.2.2p6). */
  Expression defaultPromote(Expression e) {
    if (e.type() == types.floatType) {
      return cast(e, types.doubleType);
    }
    if (!Types.isInteger(e.type())) {
      return e;
    }
    CType.Field field = valueOf(e);
    return field != null && field.bitWidth() > 32 ? e : promote(e);
  }

  /** The usual arithmetic conversions (C17 6.3.1.8): the common type of two values. */
  CType commonType(Expression left, Expression right) {
    CType a = Types.isInteger(left.type()) ? promotedType(left) : Types.nonAtomic(left.type());
    CType b = Types.isInteger(right.type()) ? promotedType(right) : Types.nonAtomic(right.type());
    return commonType(a, b);
  }

  CType commonType(CType a, CType b) {
    if (a == b) {
      return a;
    }
    if (unit.isError(a) || unit.isError(b)) {
      return types.error;
    }
    if (a instanceof CType.Complex || b instanceof CType.Complex) {
      CType x = a instanceof CType.Complex c ? c.element() : a;
      CType y = b instanceof CType.Complex c ? c.element() : b;
      return types.complex(commonReal(x, y));
    }
    return commonReal(a, b);
  }

  private CType commonReal(CType a, CType b) {
    if (a == b) {
      return a;
    }
    if (a instanceof CType.Float f) {
      return b instanceof CType.Float g && Types.floatRank(g.kind()) > Types.floatRank(f.kind())
          ? b
          : a;
    }
    return b instanceof CType.Float ? b : commonInteger(types.promote(a), types.promote(b));
  }

  private CType commonInteger(CType a, CType b) {
    if (a == b) {
      return a;
    }
    boolean aSigned = types.isSigned(a);
    boolean bSigned = types.isSigned(b);
    if (aSigned == bSigned) {
      return types.rank(a) >= types.rank(b) ? a : b;
    }
    CType unsigned = aSigned ? b : a;
    CType signed = aSigned ? a : b;
    if (types.rank(unsigned) >= types.rank(signed)) {
      return unsigned;
    }
    return types.width(signed) > types.width(unsigned)
        ? signed
        : types.withSignedness(signed, false);
  }

  /** Whether a value can be used as a condition; reports if not. */
  boolean requireScalar(int loc, Expression e) {
    CType type = Types.nonAtomic(e.type());
    if (Types.isScalar(type)) {
      return true;
    }
    if (unit.isError(e)) {
      return false;
    }
    switch (type) {
      case CType.Void t -> unit.report(VOID_VALUE, loc);
      case CType.Record t ->
          unit.report(SCALAR_REQUIRED, loc, t.isUnion ? "union type value" : "struct type value");
      case CType.Vector t -> unit.report(SCALAR_REQUIRED, loc, "vector type");
      default -> unit.report(SCALAR_REQUIRED, loc, "value");
    }
    return false;
  }

  /** A scalar that can be compared with zero: complex values become {@code value != 0}. */
  Expression truth(Expression e) {
    if (e.type() instanceof CType.Complex complex) {
      Expression zero = unit.folder.cast(e.loc(), complex, new IntConst(e.loc(), types.intType, 0));
      if (zero != null) {
        Expression folded = unit.folder.binary(e.loc(), types.intType, BinaryOp.NE, e, zero);
        return folded != null
            ? folded
            : new Expression.Binary(e.loc(), types.intType, BinaryOp.NE, e, zero);
      }
    }
    return e;
  }

  /** What an argument of a type-generic function counts as: integers are double (C17 7.25p3). */
  CType asFloating(CType type) {
    if (Types.isInteger(type)) {
      return types.doubleType;
    }
    return type.unqualified() instanceof CType.Complex complex && Types.isInteger(complex.element())
        ? types.complex(types.doubleType)
        : type;
  }
}
