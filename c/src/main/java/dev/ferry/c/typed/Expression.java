package dev.ferry.c.typed;

import dev.ferry.c.types.CType;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Expressions of the typed tree. Every operand has the type its operator needs: conversions are
 * {@link Cast}, lvalue conversion is {@link Load}, decay is {@link AddressOf}. Lvalues are {@link
 * VarRef}, {@link Deref}, {@link FieldRef}, {@link CompoundLiteral}, {@link StringRef}, {@link
 * VectorElement} and {@link ComplexPart} of an lvalue; their {@code type} keeps the qualifiers.
 * Values have unqualified types. {@code loc} is where a diagnostic or a debugger points.
 */
public sealed interface Expression {
  int loc();

  CType type();

  /** What is converted, where this is a conversion, or several. */
  default Expression withoutCasts() {
    Expression at = this;
    while (at instanceof Cast cast) {
      at = cast.operand;
    }
    return at;
  }

  // Constants.

  /** Integer, enum, bool or pointer constant of at most 64 bits, sign- or zero-extended by type. */
  record IntConst(int loc, CType type, long value) implements Expression {}

  /** {@code __int128} or {@code _BitInt} constants beyond 64 bits. */
  record WideConst(int loc, CType type, BigInteger value) implements Expression {}

  /**
   * A real floating constant.
   *
   * @param low the raw bits of a binary16, 32 or 64; the low half of a binary128
   * @param high the high half of a binary128
   */
  record FloatConst(int loc, CType type, long low, long high) implements Expression {}

  /** A complex constant of two {@link FloatConst} or {@link IntConst}. */
  record ComplexConst(int loc, CType type, Expression real, Expression imaginary)
      implements Expression {}

  /**
   * The address of a static object, function, string or label plus an offset; only in static
   * initialisers.
   */
  record AddressConst(
      int loc,
      CType type,
      @Nullable Variable variable,
      @Nullable FunctionSymbol function,
      @Nullable StringRef string,
      @Nullable Label label,
      @Nullable Label minusLabel,
      long offset)
      implements Expression {}

  // Lvalues and designators.

  record VarRef(int loc, Variable variable) implements Expression {
    @Override
    public CType type() {
      return variable.type;
    }
  }

  /** A function designator; only under {@link AddressOf}. */
  record FunctionRef(int loc, FunctionSymbol function) implements Expression {
    @Override
    public CType type() {
      return function.type;
    }
  }

  /**
   * A string literal: an array lvalue.
   *
   * @param bytes the elements, little-endian, with the terminator where the type has room for it
   * @param unit bytes per element: 1, 2 or 4
   */
  record StringRef(int loc, CType type, byte[] bytes, int unit) implements Expression {}

  /** {@code *pointer}. */
  record Deref(int loc, CType type, Expression pointer) implements Expression {}

  /** {@code base.field}; {@code base} is an lvalue or a value of record type. */
  record FieldRef(int loc, CType type, Expression base, CType.Field field) implements Expression {}

  /**
   * {@code (T){…}}: {@code variable} is made anew each time control passes; static at file scope.
   */
  record CompoundLiteral(int loc, Variable variable, Initializer initializer)
      implements Expression {
    @Override
    public CType type() {
      return variable.type;
    }
  }

  /** {@code vector[index]}; {@code base} is an lvalue or a value. */
  record VectorElement(int loc, CType type, Expression base, Expression index)
      implements Expression {}

  /** {@code __real__ e} or {@code __imag__ e}; {@code base} is an lvalue or a value. */
  record ComplexPart(int loc, CType type, Expression base, boolean imaginary)
      implements Expression {}

  // Conversions.

  /** Lvalue conversion: reads the object (an atomic one with seq_cst order). */
  record Load(int loc, CType type, Expression lvalue) implements Expression {}

  /** The address of an lvalue or function; array decay has a pointer-to-element type. */
  record AddressOf(int loc, CType type, Expression operand) implements Expression {}

  /**
   * Conversion of a value between scalar types or to void. To or from a vector: its bits as they
   * are, between types of one size; but a scalar of a vector's element type becomes a vector of
   * copies.
   */
  record Cast(int loc, CType type, Expression operand) implements Expression {}

  // Operators.

  enum UnaryOp {
    NEGATE,
    /** {@code ~}; the conjugate of a complex value. */
    COMPLEMENT,
    LOGICAL_NOT
  }

  record Unary(int loc, CType type, UnaryOp op, Expression operand) implements Expression {}

  enum BinaryOp {
    MUL,
    DIV,
    REM,
    ADD,
    SUB,
    SHL,
    SHR,
    AND,
    OR,
    XOR,
    LT,
    GT,
    LE,
    GE,
    EQ,
    NE;

    public boolean isComparison() {
      return ordinal() >= LT.ordinal();
    }

    public boolean isEquality() {
      return this == EQ || this == NE;
    }
  }

  /**
   * Arithmetic on operands of one type (shifts: each promoted by itself), comparison of arithmetic
   * operands of one type or of pointers; also lane-wise on vectors.
   */
  record Binary(int loc, CType type, BinaryOp op, Expression left, Expression right)
      implements Expression {}

  /**
   * {@code pointer + index} in elements.
   *
   * @param index of type ptrdiff_t
   * @param scale bytes per element, or -1 where {@code dynamicScale} computes it (VLA elements)
   * @param array in {@code array[index]} the array, which has become {@code pointer}; else null
   */
  record PointerAdd(
      int loc,
      CType type,
      Expression pointer,
      Expression index,
      boolean subtract,
      long scale,
      @Nullable Expression dynamicScale,
      CType.@Nullable Array array)
      implements Expression {
    public PointerAdd(
        int loc,
        CType type,
        Expression pointer,
        Expression index,
        boolean subtract,
        long scale,
        @Nullable Expression dynamicScale) {
      this(loc, type, pointer, index, subtract, scale, dynamicScale, null);
    }

    /** The same sum as the address of an array's element. */
    public PointerAdd in(CType.Array subscripted) {
      return new PointerAdd(loc, type, pointer, index, subtract, scale, dynamicScale, subscripted);
    }
  }

  /** {@code left - right} in elements, of type ptrdiff_t. */
  record PointerDiff(
      int loc,
      CType type,
      Expression left,
      Expression right,
      long scale,
      @Nullable Expression dynamicScale)
      implements Expression {}

  /** {@code &&} or {@code ||}; operands are scalar, the result is int. */
  record Logical(int loc, CType type, boolean isAnd, Expression left, Expression right)
      implements Expression {}

  /** {@code condition ? then : otherwise}; both arms have the result's type. */
  record Conditional(
      int loc, CType type, Expression condition, Expression then, Expression otherwise)
      implements Expression {}

  record Comma(int loc, CType type, Expression left, Expression right) implements Expression {}

  /** {@code target = value}; the value is converted to the target's unqualified type. */
  record Assign(int loc, CType type, Expression target, Expression value) implements Expression {}

  /**
   * {@code target op= value}: the target is converted to {@code computation}, combined with {@code
   * value} (already of that type; a shift count by itself), converted back.
   *
   * @param scale for {@code pointer += n}: bytes per element, {@code value} is ptrdiff_t; else 0
   */
  record CompoundAssign(
      int loc,
      CType type,
      Expression target,
      BinaryOp op,
      Expression value,
      CType computation,
      long scale,
      @Nullable Expression dynamicScale)
      implements Expression {}

  /** {@code ++} and {@code --}; {@code scale} as in {@link CompoundAssign}. */
  record IncDec(
      int loc,
      CType type,
      Expression target,
      boolean increment,
      boolean postfix,
      long scale,
      @Nullable Expression dynamicScale)
      implements Expression {}

  /**
   * A call.
   *
   * @param callee of pointer-to-function type; {@code AddressOf(FunctionRef)} for a direct call
   * @param arguments converted as the prototype or the default promotions say
   */
  record Call(int loc, CType type, Expression callee, List<Expression> arguments)
      implements Expression {
    /** The function that is called by its name, or null. */
    public @Nullable FunctionSymbol function() {
      return callee instanceof AddressOf a && a.operand() instanceof FunctionRef f
          ? f.function()
          : null;
    }

    /** Whether what is called is declared never to return. */
    public boolean isNoReturn() {
      FunctionSymbol function = function();
      return switch (callee) {
        case AddressOf a -> function != null && function.isNoReturn;
        case Load load -> load.lvalue().type().isNoReturn();
        default -> callee.type().isNoReturn();
      };
    }

    /** Whether what is called was seen never to return. */
    public boolean neverEnds() {
      FunctionSymbol function = function();
      return function != null && function.neverEnds;
    }
  }

  /**
   * A builtin that the lowering or an intrinsic implements.
   *
   * @param arguments converted as the builtin's signature says; type arguments are folded away
   */
  record BuiltinCall(int loc, CType type, Builtin builtin, List<Expression> arguments)
      implements Expression {}

  /** {@code va_arg(list, type)}; {@code list} is the address of the va_list. */
  record VaArg(int loc, CType type, Expression list) implements Expression {}

  /** {@code ({ … })}: {@code result} is the last expression, null for void; it ends the body. */
  record StatementExpression(int loc, CType type, List<Statement> body, @Nullable Expression result)
      implements Expression {}

  /** {@code &&label}. */
  record LabelAddress(int loc, CType type, Label label) implements Expression {}

  /**
   * Evaluates {@code init} into {@code temp}, then {@code body} (GNU {@code a ?: b} and others).
   */
  record Let(int loc, CType type, Variable temp, Expression init, Expression body)
      implements Expression {}

  /** {@code __builtin_convertvector} and lane-wise conversions. */
  record ConvertVector(int loc, CType type, Expression operand) implements Expression {}
}
