package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.check.constant.FloatArithmetic;
import dev.ferry.c.syntax.BasicType;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Storage;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.math.BigInteger;
import java.util.Arrays;

/** Constants, string literals and compound literals (C17 6.4.4, 6.4.5, 6.5.2.5). */
final class LiteralChecker {
  private final Unit unit;
  private final Types types;

  LiteralChecker(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  Expression integer(Expr.IntegerLiteral e) {
    Expression value = plainInteger(e);
    if (!e.imaginary()) {
      return value;
    }
    CType.Complex type = types.complex(value.type());
    return new Expression.ComplexConst(
        e.loc(), type, new IntConst(e.loc(), value.type(), 0), value);
  }

  private Expression plainInteger(Expr.IntegerLiteral e) {
    BigInteger wide = e.wide();
    if (e.suffix() == Expr.IntegerSuffix.BIT_INT) {
      return bitInt(e);
    }
    if (wide != null) {
      CType type = e.unsigned() ? types.unsignedLongLong : types.longLong;
      return new IntConst(e.loc(), type, e.value());
    }
    if (e.suffix() != Expr.IntegerSuffix.NONE) {
      unit.aliases.plain(e.loc());
    }
    return new IntConst(e.loc(), literalType(e), e.value());
  }

  /** The first type of the list in C17 6.4.4.1p5 that holds the value. */
  private CType literalType(Expr.IntegerLiteral e) {
    long value = e.value();
    boolean mayBeUnsigned = e.unsigned() || !e.decimal();
    boolean mayBeSigned = !e.unsigned();
    boolean fitsSigned64 = value >= 0;
    if (e.suffix() == Expr.IntegerSuffix.NONE) {
      if (mayBeSigned && value >= 0 && value <= Integer.MAX_VALUE) {
        return types.intType;
      }
      if (mayBeUnsigned && value >>> 32 == 0) {
        return types.unsignedInt;
      }
    }
    if (e.suffix() != Expr.IntegerSuffix.LONG_LONG) {
      boolean wideLong = types.width(types.longType) == 64;
      if (mayBeSigned && (wideLong ? fitsSigned64 : value >= 0 && value <= Integer.MAX_VALUE)) {
        return types.longType;
      }
      if (mayBeUnsigned && (wideLong || value >>> 32 == 0)) {
        return types.unsignedLong;
      }
      if (!unit.options.c99() && !wideLong && value >>> 32 == 0) {
        unit.report(DECIMAL_UNSIGNED_C90, e.loc());
        return types.unsignedLong;
      }
    }
    if (mayBeSigned && fitsSigned64) {
      return types.longLong;
    }
    if (!mayBeUnsigned) {
      unit.report(INTEGER_SO_LARGE_UNSIGNED, e.loc());
      return types.int128;
    }
    return types.unsignedLongLong;
  }

  private Expression bitInt(Expr.IntegerLiteral e) {
    BigInteger wide = e.wide();
    BigInteger value =
        wide != null
            ? wide
            : e.value() >= 0
                ? BigInteger.valueOf(e.value())
                : BigInteger.valueOf(e.value()).add(BigInteger.ONE.shiftLeft(64));
    int width = Math.max(value.bitLength(), e.unsigned() ? 1 : 1) + (e.unsigned() ? 0 : 1);
    return unit.folder.integer(
        e.loc(), types.bitInt(Math.max(width, e.unsigned() ? 1 : 2), !e.unsigned()), value);
  }

  Expression floating(Expr.FloatLiteral e) {
    boolean single = e.type() == BasicType.DOUBLE && unit.options.singlePrecisionConstants();
    CType.Float type = types.floating(single ? CType.FloatKind.FLOAT : kind(e.type()));
    Expression.FloatConst value = FloatArithmetic.parse(e.loc(), type, e.digits());
    if (FloatArithmetic.real(value).kind() == dev.ferry.c.check.constant.Real.Kind.INFINITE) {
      unit.report(FLOAT_EXCEEDS_RANGE, e.loc(), type);
    }
    if (!e.imaginary()) {
      return value;
    }
    return new Expression.ComplexConst(
        e.loc(), types.complex(type), FloatArithmetic.of(e.loc(), type, 0), value);
  }

  static CType.FloatKind kind(BasicType type) {
    return switch (type) {
      case FLOAT -> CType.FloatKind.FLOAT;
      case LONG_DOUBLE -> CType.FloatKind.LONG_DOUBLE;
      case FLOAT16 -> CType.FloatKind.FLOAT16;
      case FLOAT32 -> CType.FloatKind.FLOAT32;
      case FLOAT64 -> CType.FloatKind.FLOAT64;
      case FLOAT128 -> CType.FloatKind.FLOAT128;
      case FLOAT32X -> CType.FloatKind.FLOAT32X;
      case FLOAT64X -> CType.FloatKind.FLOAT64X;
      default -> CType.FloatKind.DOUBLE;
    };
  }

  Expression character(Expr.CharLiteral e) {
    CType type =
        switch (e.encoding()) {
          case PLAIN -> types.intType;
          case UTF8 -> types.unsignedChar;
          case UTF16 -> types.unsignedShort;
          case UTF32 -> types.unsignedInt;
          case WIDE -> types.wcharType;
        };
    return new IntConst(e.loc(), type, types.wrap(e.value(), type));
  }

  Expression string(Expr.StringLiteral e) {
    return stringRef(e, e.length() + 1L);
  }

  /** The literal as an array of {@code length} elements: truncated, or padded with zeros. */
  Expression.StringRef stringRef(Expr.StringLiteral e, long length) {
    int unitSize = e.unitSize();
    byte[] bytes = e.bytes();
    long wanted = Math.min(length, e.length() + 1L) * unitSize;
    byte[] elements = Arrays.copyOf(bytes, (int) wanted);
    return new Expression.StringRef(
        e.loc(), types.array(elementType(e), length), elements, unitSize);
  }

  CType elementType(Expr.StringLiteral e) {
    return switch (e.encoding()) {
      case PLAIN -> types.charType;
      case UTF8 -> unit.options.c23() ? types.unsignedChar : types.charType;
      case UTF16 -> types.unsignedShort;
      case UTF32 -> types.unsignedInt;
      case WIDE -> types.wcharType;
    };
  }

  Expression predefined(Expr.PredefinedConstant e) {
    return switch (e.constant()) {
      case TRUE -> new IntConst(e.loc(), types.bool, 1);
      case FALSE -> new IntConst(e.loc(), types.bool, 0);
      case NULLPTR -> new IntConst(e.loc(), types.nullPtr, 0);
    };
  }

  Expression compound(Expr.CompoundLiteral e) {
    CType type = unit.resolver.typeName(e.type());
    if (unit.isError(type)) {
      unit.initializers.discard(e.initializer());
      return unit.erroneous(e.loc());
    }
    if (Types.isFunction(type)) {
      unit.report(COMPOUND_FUNCTION, e.loc());
      return unit.erroneous(e.loc());
    }
    if (Types.isVariableSize(type)) {
      unit.report(COMPOUND_VLA, e.loc());
      return unit.erroneous(e.loc());
    }
    if (!unit.options.c99()) {
      unit.report(COMPOUND_C90, e.loc());
    }
    boolean isStatic =
        unit.function == null
            || e.type().specifiers().storage() == Storage.STATIC
            || unit.scopes.atFile();
    return isStatic ? staticCompound(e, type) : localCompound(e, type);
  }

  private Expression staticCompound(Expr.CompoundLiteral e, CType type) {
    Variable variable =
        new Variable(".compound." + unit.nextSerial(), type, Variable.Storage.STATIC, e.loc());
    variable.isInternal = true;
    variable.isDefined = true;
    variable.isConstexpr = e.type().specifiers().constexpr();
    Initializer initializer =
        unit.initializers.braced(variable.type, e.initializer(), true, 0, t -> variable.type = t);
    variable.initializer = initializer;
    if (unit.unevaluated == 0) {
      unit.variables.add(variable);
    }
    if (checkComplete(e, variable.type)) {
      return unit.erroneous(e.loc());
    }
    return new Expression.VarRef(e.loc(), variable);
  }

  private Expression localCompound(Expr.CompoundLiteral e, CType type) {
    Variable variable = unit.hiddenLocal("compound", type, e.loc());
    variable.isConstexpr = e.type().specifiers().constexpr();
    Initializer initializer =
        unit.initializers.braced(
            type, e.initializer(), variable.isConstexpr, 0, t -> variable.type = t);
    if (checkComplete(e, variable.type)) {
      return unit.erroneous(e.loc());
    }
    return new Expression.CompoundLiteral(e.loc(), variable, initializer);
  }

  private boolean checkComplete(Expr.CompoundLiteral e, CType type) {
    if (Types.isIncomplete(type)) {
      if (!unit.isError(type)) {
        unit.report(INCOMPLETE_USE, e.loc(), type);
      }
      return true;
    }
    return false;
  }
}
