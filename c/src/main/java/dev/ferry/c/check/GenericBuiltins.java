package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.source.Position;
import dev.ferry.c.check.constant.FloatArithmetic;
import dev.ferry.c.check.constant.FloatFormat;
import dev.ferry.c.check.constant.Real;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.typed.Builtin;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builtins whose arguments may be of many types, or that are no calls at all. */
final class GenericBuiltins {
  private static final Set<String> NAMES =
      Set.of(
          "constant_p",
          "classify_type",
          "object_size",
          "dynamic_object_size",
          "va_start",
          "va_end",
          "va_copy",
          "next_arg",
          "va_arg_pack",
          "va_arg_pack_len",
          "stdarg_start",
          "isnan",
          "isinf",
          "isinf_sign",
          "isfinite",
          "isnormal",
          "signbit",
          "signbitf",
          "signbitl",
          "isnanf",
          "isnanl",
          "isinff",
          "isinfl",
          "finite",
          "finitef",
          "finitel",
          "fpclassify",
          "isgreater",
          "isgreaterequal",
          "isless",
          "islessequal",
          "islessgreater",
          "isunordered",
          "complex",
          "add_overflow",
          "sub_overflow",
          "mul_overflow",
          "add_overflow_p",
          "sub_overflow_p",
          "mul_overflow_p",
          "sadd_overflow",
          "saddl_overflow",
          "saddll_overflow",
          "uadd_overflow",
          "uaddl_overflow",
          "uaddll_overflow",
          "ssub_overflow",
          "ssubl_overflow",
          "ssubll_overflow",
          "usub_overflow",
          "usubl_overflow",
          "usubll_overflow",
          "smul_overflow",
          "smull_overflow",
          "smulll_overflow",
          "umul_overflow",
          "umull_overflow",
          "umulll_overflow",
          "shuffle",
          "shufflevector",
          "speculation_safe_value",
          "LINE",
          "FILE",
          "FUNCTION",
          "tgmath",
          "powi",
          "powif",
          "powil",
          "huge_val",
          "huge_valf",
          "huge_vall",
          "inf",
          "inff",
          "infl",
          "infd32",
          "nan",
          "nanf",
          "nanl",
          "nans",
          "nansf",
          "nansl",
          "huge_valf128",
          "inff128",
          "nanf128",
          "nansf128",
          "nansf64",
          "nansf32",
          "nansf16",
          "nansf64x",
          "nansf32x",
          "huge_valf64",
          "inff64",
          "nanf64",
          "huge_valf32",
          "inff32",
          "nanf32",
          "huge_valf16",
          "inff16",
          "nanf16",
          "huge_valf64x",
          "inff64x",
          "nanf64x",
          "huge_valf32x",
          "inff32x",
          "nanf32x",
          "unwind_init",
          "dwarf_cfa",
          "init_dwarf_reg_size_table",
          "has_attribute",
          "apply_args",
          "apply",
          "return",
          "types_compatible_p",
          "choose_expr",
          "offsetof",
          "va_arg",
          "convertvector",
          "riscv_pause",
          "signbitf128",
          "clear_padding",
          "bit_cast");

  private final Unit unit;
  private final Types types;
  private final BuiltinFolder folder;
  private final OverflowBuiltins overflow;

  GenericBuiltins(Unit unit, BuiltinFolder folder) {
    this.unit = unit;
    this.types = unit.types;
    this.folder = folder;
    this.overflow = new OverflowBuiltins(unit);
  }

  static boolean isKnown(String stem) {
    return NAMES.contains(stem);
  }

  @Nullable Expression call(String stem, Expr.Call e) {
    if (!NAMES.contains(stem)) {
      return null;
    }
    if (stem.endsWith("_overflow") || stem.endsWith("_overflow_p")) {
      List<Expression> values = values(e, 3);
      return values == null ? unit.erroneous(e.loc()) : overflow.call(stem, e, values);
    }
    return switch (stem) {
      case "constant_p" -> constantP(e);
      case "classify_type" -> classify(e);
      case "object_size", "dynamic_object_size" -> objectSize(e);
      case "va_start", "stdarg_start" -> vaStart(e);
      case "va_end" -> vaEnd(e);
      case "va_copy" -> vaCopy(e);
      case "va_arg_pack", "va_arg_pack_len" -> argPack(e);
      case "next_arg" -> unit.erroneous(e.loc());
      case "isnan", "isnanf", "isnanl" -> classification(e, Builtin.ISNAN);
      case "isinf", "isinff", "isinfl" -> classification(e, Builtin.ISINF_SIGN);
      case "isinf_sign" -> classification(e, Builtin.ISINF_SIGN);
      case "isfinite", "finite", "finitef", "finitel" -> classification(e, Builtin.ISFINITE);
      case "isnormal" -> classification(e, Builtin.ISNORMAL);
      case "signbit", "signbitf", "signbitl", "signbitf128" -> classification(e, Builtin.SIGNBIT);
      case "fpclassify" -> fpclassify(e);
      case "isgreater" -> relation(e, Builtin.ISGREATER);
      case "isgreaterequal" -> relation(e, Builtin.ISGREATEREQUAL);
      case "isless" -> relation(e, Builtin.ISLESS);
      case "islessequal" -> relation(e, Builtin.ISLESSEQUAL);
      case "islessgreater" -> relation(e, Builtin.ISLESSGREATER);
      case "isunordered" -> relation(e, Builtin.ISUNORDERED);
      case "complex" -> complex(e);
      case "shuffle" -> shuffle(e);
      case "shufflevector" -> shuffleVector(e);
      case "speculation_safe_value" -> e.arguments().isEmpty() ? wrongCount(e) : speculationSafe(e);
      case "LINE" -> line(e);
      case "FILE" -> file(e);
      case "FUNCTION" -> functionName(e);
      case "tgmath" -> tgmath(e);
      case "powi" -> powi(e, "__powidf2", types.doubleType);
      case "powif" -> powi(e, "__powisf2", types.floatType);
      case "powil" -> powi(e, "__powitf2", types.longDouble);
      case "riscv_pause", "unwind_init", "clear_padding" ->
          new Expression.Cast(e.loc(), types.voidType, unit.intConst(e.loc(), 0));
      default -> constantOrUnsupported(stem, e);
    };
  }

  private Expression constantOrUnsupported(String stem, Expr.Call e) {
    boolean infinite = stem.startsWith("huge_val") || stem.startsWith("inf");
    boolean nan = stem.startsWith("nan");
    if (!infinite && !nan) {
      unit.report(BUILTIN_UNSUPPORTED, e.loc(), "__builtin_" + stem);
      return unit.erroneous(e.loc());
    }
    String suffix =
        stem.startsWith("huge_val")
            ? stem.substring(8)
            : stem.startsWith("nans") ? stem.substring(4) : stem.substring(3);
    CType.Float type = types.floating(suffixKind(suffix));
    if (infinite) {
      return FloatArithmetic.constant(e.loc(), type, Real.infinity(false));
    }
    return nan(e, type, stem.startsWith("nans"));
  }

  private static CType.FloatKind suffixKind(String suffix) {
    return switch (suffix) {
      case "f" -> CType.FloatKind.FLOAT;
      case "l" -> CType.FloatKind.LONG_DOUBLE;
      case "f16" -> CType.FloatKind.FLOAT16;
      case "f32" -> CType.FloatKind.FLOAT32;
      case "f64" -> CType.FloatKind.FLOAT64;
      case "f128" -> CType.FloatKind.FLOAT128;
      case "f32x" -> CType.FloatKind.FLOAT32X;
      case "f64x" -> CType.FloatKind.FLOAT64X;
      default -> CType.FloatKind.DOUBLE;
    };
  }

  /** The number in the text as {@code strtoull} reads it; 0 if it is none. */
  private static BigInteger payload(String text) {
    boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
    String digits = hexadecimal ? text.substring(2) : text;
    int radix = hexadecimal ? 16 : text.startsWith("0") ? 8 : 10;
    if (digits.isEmpty()
        || !digits.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0)) {
      return BigInteger.ZERO;
    }
    return new BigInteger(digits, radix);
  }

  /** {@code nan("payload")}: a constant where the payload is a literal number. */
  private Expression nan(Expr.Call e, CType.Float type, boolean signalling) {
    BigInteger payload = BigInteger.ZERO;
    if (e.arguments().size() == 1
        && ExpressionChecker.bare(e.arguments().getFirst()) instanceof Expr.StringLiteral s) {
      payload = payload(s.text());
    } else if (e.arguments().size() != 1) {
      return wrongCount(e);
    }
    FloatFormat format = FloatFormat.ofBytes(type.kind().bytes());
    int fraction = format.precision() - 1;
    BigInteger bits =
        BigInteger.valueOf((1L << format.exponentBits()) - 1)
            .shiftLeft(fraction)
            .or(payload.and(BigInteger.ONE.shiftLeft(fraction - 1).subtract(BigInteger.ONE)));
    if (!signalling) {
      bits = bits.setBit(fraction - 1);
    } else if (payload.signum() == 0) {
      bits = bits.setBit(fraction - 2);
    }
    return new Expression.FloatConst(
        e.loc(), type, bits.longValue(), bits.shiftRight(64).longValue());
  }

  /** The first operand; what a failed speculation would give is evaluated all the same. */
  private Expression speculationSafe(Expr.Call e) {
    Expression value = unit.expressions.value(e.arguments().getFirst());
    if (e.arguments().size() < 2) {
      return value;
    }
    Expression other = unit.expressions.value(e.arguments().get(1));
    return unit.isError(value) || unit.isError(other)
        ? unit.erroneous(e.loc())
        : new Expression.Comma(
            e.loc(), value.type(), new Expression.Cast(other.loc(), types.voidType, other), value);
  }

  private Expression wrongCount(Expr.Call e) {
    unit.report(TOO_FEW_ARGUMENTS, e.loc(), " ‘" + name(e) + "’");
    return unit.erroneous(e.loc());
  }

  static String name(Expr.Call e) {
    return e.callee() instanceof Expr.Identifier id ? id.name() : "";
  }

  /** The values of exactly {@code count} arguments; null, and reported, otherwise. */
  private @Nullable List<Expression> values(Expr.Call e, int count) {
    if (e.arguments().size() != count) {
      unit.report(
          e.arguments().size() < count ? TOO_FEW_ARGUMENTS : TOO_MANY_ARGUMENTS,
          e.loc(),
          " ‘" + name(e) + "’");
      return null;
    }
    List<Expression> values = new ArrayList<>(count);
    for (Expr argument : e.arguments()) {
      Expression value = unit.expressions.value(argument);
      if (unit.isError(value)) {
        return null;
      }
      values.add(value);
    }
    return values;
  }

  /**
   * Whether a value is a constant. Of numbers the optimiser decides; of pointers only literals are,
   * whatever becomes known of them later: programs ask whether they free a constant.
   */
  private Expression constantP(Expr.Call e) {
    unit.unevaluated++;
    List<Expression> values = values(e, 1);
    unit.unevaluated--;
    if (values == null) {
      return unit.erroneous(e.loc());
    }
    Expression value = values.getFirst();
    if (isConstant(value)) {
      return unit.intConst(e.loc(), 1);
    }
    if (unit.options.optimize() == 0
        || unit.function == null
        || !Types.isReal(value.type())
        || UnusedValues.hasSideEffects(e.arguments().getFirst())
        || readsVolatile(value)) {
      return unit.intConst(e.loc(), 0);
    }
    return new Expression.BuiltinCall(e.loc(), types.intType, Builtin.CONSTANT_P, values);
  }

  private static boolean readsVolatile(Expression value) {
    return switch (value) {
      case Expression.Load load -> load.lvalue().type().isVolatile();
      case Expression.Cast cast -> readsVolatile(cast.operand());
      case Expression.Unary unary -> readsVolatile(unary.operand());
      case Expression.Binary binary ->
          readsVolatile(binary.left()) || readsVolatile(binary.right());
      default -> false;
    };
  }

  private boolean isConstant(Expression value) {
    Expression at = value;
    while (true) {
      if (at instanceof Expression.Cast cast && isWord(cast.type())) {
        at = cast.operand();
      } else if (at instanceof Expression.PointerAdd sum && ConstantFolder.isZero(sum.index())) {
        at = sum.pointer();
      } else if (at instanceof Expression.AddressOf a
          && a.operand() instanceof Expression.Deref d) {
        at = d.pointer();
      } else {
        break;
      }
    }
    return ConstantFolder.isConstant(at)
        || at instanceof Expression.AddressOf a && a.operand() instanceof Expression.StringRef;
  }

  /** Whether an address keeps its value in a type. */
  private boolean isWord(CType type) {
    return Types.isPointer(type)
        || Types.isInteger(type) && types.size(type) == types.size(types.sizeType);
  }

  private Expression classify(Expr.Call e) {
    List<Expression> values = values(e, 1);
    if (values == null) {
      return unit.erroneous(e.loc());
    }
    int kind =
        switch (values.getFirst().type()) {
          case CType.Void t -> 0;
          case CType.Int t -> 1;
          case CType.BitInt t -> 1;
          case CType.Enum t -> 3;
          case CType.Bool t -> 4;
          case CType.Pointer t -> 5;
          case CType.Float t -> 8;
          case CType.Complex t -> 9;
          case CType.Record t -> t.isUnion ? 13 : 12;
          default -> -1;
        };
    return unit.intConst(e.loc(), kind == 3 || kind == 4 ? 1 : kind);
  }

  private Expression objectSize(Expr.Call e) {
    unit.unevaluated++;
    List<Expression> values = values(e, 2);
    unit.unevaluated--;
    if (values == null) {
      return unit.erroneous(e.loc());
    }
    long mode = values.get(1) instanceof IntConst c ? c.value() : -1;
    if (mode < 0 || mode > 3) {
      unit.report(OBJECT_SIZE_MODE, e.loc(), name(e));
      return unit.erroneous(e.loc());
    }
    long size = ObjectSize.of(types, values.getFirst(), (mode & 1) != 0);
    if (size < 0
        && unit.options.optimize() > 0
        && unit.function != null
        && unit.unevaluated == 0
        && !UnusedValues.hasSideEffects(e.arguments().getFirst())
        && !readsVolatile(values.getFirst())) {
      // Inlining may show the object, as under _FORTIFY_SOURCE.
      return new Expression.BuiltinCall(
          e.loc(), types.sizeType, Builtin.OBJECT_SIZE, List.copyOf(values));
    }
    long unknown = (mode & 2) != 0 ? 0 : -1;
    return new IntConst(
        e.loc(), types.sizeType, types.wrap(size >= 0 ? size : unknown, types.sizeType));
  }

  private Expression vaStart(Expr.Call e) {
    FunctionState function = unit.function;
    if (e.arguments().isEmpty() || e.arguments().size() < 2 && !unit.options.c23()) {
      return wrongCount(e);
    }
    Expression list = unit.builtins.vaList(e.arguments().getFirst());
    for (int i = 1; i < e.arguments().size(); i++) {
      unit.expressions.value(e.arguments().get(i));
    }
    if (list == null || function == null) {
      return unit.erroneous(e.loc());
    }
    if (!((CType.Function) function.symbol.type.unqualified()).variadic()) {
      unit.report(VA_START_FIXED, e.loc());
      return unit.erroneous(e.loc());
    }
    return new Expression.BuiltinCall(e.loc(), types.voidType, Builtin.VA_START, List.of(list));
  }

  private Expression vaEnd(Expr.Call e) {
    if (e.arguments().size() != 1) {
      return wrongCount(e);
    }
    Expression list = unit.builtins.vaList(e.arguments().getFirst());
    return list == null
        ? unit.erroneous(e.loc())
        : new Expression.BuiltinCall(e.loc(), types.voidType, Builtin.VA_END, List.of(list));
  }

  private Expression vaCopy(Expr.Call e) {
    if (e.arguments().size() != 2) {
      return wrongCount(e);
    }
    Expression to = unit.builtins.vaList(e.arguments().getFirst());
    Expression from = unit.expressions.expression(e.arguments().get(1));
    if (to == null || unit.isError(from)) {
      return unit.erroneous(e.loc());
    }
    if (from.type().unqualified() != types.vaList) {
      unit.report(VA_LIST_TYPE, e.arguments().get(1).loc());
      return unit.erroneous(e.loc());
    }
    // The source is passed by address as well; a va_list is a pointer.
    Expression target = new Expression.Deref(e.loc(), types.vaList, to);
    return new Expression.Cast(
        e.loc(),
        types.voidType,
        new Expression.Assign(e.loc(), types.vaList, target, unit.conversions.rvalue(from)));
  }

  private Expression argPack(Expr.Call e) {
    unit.functions.usesArgumentPack();
    Builtin builtin = name(e).endsWith("len") ? Builtin.VA_ARG_PACK_LEN : Builtin.VA_ARG_PACK;
    return new Expression.BuiltinCall(e.loc(), types.intType, builtin, List.of());
  }

  /** An argument of a type-generic floating macro: integers count as double. */
  private @Nullable Expression floatArgument(Expr.Call e, Expression value) {
    if (Types.isFloating(value.type())) {
      return value;
    }
    if (Types.isInteger(value.type())) {
      return unit.conversions.cast(value, types.doubleType);
    }
    unit.report(NON_FLOAT_ARGUMENT, e.loc(), name(e));
    return null;
  }

  private Expression classification(Expr.Call e, Builtin builtin) {
    List<Expression> values = values(e, 1);
    Expression value = values == null ? null : floatArgument(e, values.getFirst());
    return value == null
        ? unit.erroneous(e.loc())
        : folder.fold(e.loc(), types.intType, builtin, List.of(value));
  }

  private Expression fpclassify(Expr.Call e) {
    List<Expression> values = values(e, 6);
    Expression value = values == null ? null : floatArgument(e, values.get(5));
    if (values == null || value == null) {
      return unit.erroneous(e.loc());
    }
    List<Expression> arguments = new ArrayList<>(6);
    for (int i = 0; i < 5; i++) {
      arguments.add(unit.conversions.cast(values.get(i), types.intType));
    }
    if (value instanceof Expression.FloatConst constant) {
      Real real = FloatArithmetic.real(constant);
      FloatFormat format = FloatFormat.ofBytes(((CType.Float) value.type()).kind().bytes());
      int index =
          real.isNaN()
              ? 0
              : real.kind() == Real.Kind.INFINITE
                  ? 1
                  : real.isZero() ? 4 : BuiltinFolder.isNormal(real, format) ? 2 : 3;
      return arguments.get(index);
    }
    arguments.add(value);
    return new Expression.BuiltinCall(e.loc(), types.intType, Builtin.FPCLASSIFY, arguments);
  }

  private Expression relation(Expr.Call e, Builtin builtin) {
    List<Expression> values = values(e, 2);
    if (values == null) {
      return unit.erroneous(e.loc());
    }
    Expression a = values.get(0);
    Expression b = values.get(1);
    if (!Types.isReal(a.type())
        || !Types.isReal(b.type())
        || Types.isInteger(a.type()) && Types.isInteger(b.type())) {
      unit.report(NON_FLOAT_ARGUMENTS, e.loc(), name(e));
      return unit.erroneous(e.loc());
    }
    CType common = unit.conversions.commonType(a, b);
    return folder.fold(
        e.loc(),
        types.intType,
        builtin,
        List.of(unit.conversions.cast(a, common), unit.conversions.cast(b, common)));
  }

  private Expression complex(Expr.Call e) {
    List<Expression> values = values(e, 2);
    if (values == null) {
      return unit.erroneous(e.loc());
    }
    Expression real = values.get(0);
    Expression imaginary = values.get(1);
    if (!Types.isFloating(real.type()) || !Types.isFloating(imaginary.type())) {
      unit.report(COMPLEX_ARGUMENTS, e.loc(), "operand not of real binary floating-point type");
      return unit.erroneous(e.loc());
    }
    if (real.type() != imaginary.type()) {
      unit.report(COMPLEX_ARGUMENTS, e.loc(), "operands of different types");
      return unit.erroneous(e.loc());
    }
    CType type = types.complex(real.type());
    if (ConstantFolder.isConstant(real) && ConstantFolder.isConstant(imaginary)) {
      return new Expression.ComplexConst(e.loc(), type, real, imaginary);
    }
    return new Expression.BuiltinCall(e.loc(), type, Builtin.COMPLEX, List.of(real, imaginary));
  }

  // Checked arithmetic.

  // Vectors.

  private Expression shuffle(Expr.Call e) {
    int count = e.arguments().size();
    List<Expression> values = values(e, count == 2 ? 2 : 3);
    if (values == null) {
      return unit.erroneous(e.loc());
    }
    CType type = values.getFirst().type();
    boolean valid =
        type instanceof CType.Vector v
            && values.getLast().type() instanceof CType.Vector mask
            && Types.isInteger(mask.element())
            && mask.length() == v.length()
            && types.size(mask.element()) == types.size(v.element())
            && (values.size() == 2 || values.get(1).type() == type);
    if (!valid) {
      unit.report(SHUFFLE_ARGUMENTS, e.loc(), name(e));
      return unit.erroneous(e.loc());
    }
    return new Expression.BuiltinCall(e.loc(), type, Builtin.SHUFFLE, values);
  }

  private Expression shuffleVector(Expr.Call e) {
    List<Expression> values = values(e, Math.max(3, e.arguments().size()));
    if (values == null) {
      return unit.erroneous(e.loc());
    }
    if (!(values.get(0).type() instanceof CType.Vector v)
        || !(values.get(1).type() instanceof CType.Vector w)
        || v.element() != w.element()) {
      unit.report(SHUFFLE_ARGUMENTS, e.loc(), name(e));
      return unit.erroneous(e.loc());
    }
    for (int i = 2; i < values.size(); i++) {
      if (!(values.get(i) instanceof IntConst)) {
        unit.report(SHUFFLE_ARGUMENTS, e.loc(), name(e));
        return unit.erroneous(e.loc());
      }
    }
    CType type = types.vector(v.element(), values.size() - 2);
    return new Expression.BuiltinCall(e.loc(), type, Builtin.SHUFFLEVECTOR, values);
  }

  // Places and calls.

  private Expression line(Expr.Call e) {
    Position position = unit.diagnostics.sources().position(e.loc());
    return unit.intConst(e.loc(), position == null ? 0 : position.line());
  }

  private Expression text(Expr.Call e, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(utf8, utf8.length + 1);
    Expression string =
        new Expression.StringRef(e.loc(), types.array(types.charType, bytes.length), bytes, 1);
    return new Expression.AddressOf(e.loc(), types.constCharPointer, string);
  }

  private Expression file(Expr.Call e) {
    Position position = unit.diagnostics.sources().position(e.loc());
    return text(e, position == null ? "" : position.file());
  }

  private Expression functionName(Expr.Call e) {
    FunctionSymbol symbol = unit.currentSymbol();
    return text(e, symbol == null ? "" : symbol.name);
  }

  /**
   * {@code <tgmath.h>}: the function among the first arguments whose parameters the types of the
   * last arguments ask for (C17 7.25p3): the complex ones come after the real ones.
   */
  private Expression tgmath(Expr.Call e) {
    List<Expression> functions = new ArrayList<>();
    List<Expr> rest = new ArrayList<>();
    for (Expr argument : e.arguments()) {
      boolean name =
          rest.isEmpty()
              && ExpressionChecker.bare(argument) instanceof Expr.Identifier id
              && unit.scopes.find(id.name()) instanceof Entity.FunctionEntity;
      if (name) {
        functions.add(unit.expressions.value(argument));
      } else {
        rest.add(argument);
      }
    }
    if (functions.isEmpty()) {
      return wrongCount(e);
    }
    CType common = null;
    CType.Function shape = functionType(functions.getFirst());
    for (int i = 0; i < rest.size(); i++) {
      unit.unevaluated++;
      CType type = unit.expressions.value(rest.get(i)).type();
      unit.unevaluated--;
      boolean generic =
          i >= shape.params().size()
              || Types.isFloating(shape.params().get(i))
              || Types.isComplex(shape.params().get(i));
      if (generic && Types.isArithmetic(type)) {
        CType real = unit.conversions.asFloating(type);
        common = common == null ? real : unit.conversions.commonType(common, real);
      }
    }
    Expression chosen = pick(functions, common == null ? types.doubleType : common);
    List<Expression> arguments =
        unit.calls.arguments(
            new Expr.Call(e.callee(), e.parenLoc(), rest, e.end()), null, functionType(chosen));
    return arguments == null
        ? unit.erroneous(e.loc())
        : new Expression.Call(e.loc(), functionType(chosen).result(), chosen, arguments);
  }

  private static CType.Function functionType(Expression pointer) {
    CType target = Types.target(pointer.type());
    return (CType.Function) (target == null ? pointer.type() : target);
  }

  private Expression pick(List<Expression> functions, CType wanted) {
    for (Expression function : functions) {
      for (CType param : functionType(function).params()) {
        if (param.unqualified() == wanted) {
          return function;
        }
      }
    }
    Expression fallback = functions.getFirst();
    for (Expression function : functions) {
      boolean complex = Types.isComplex(functionType(function).result());
      if (complex == Types.isComplex(wanted)) {
        fallback = function;
        if (functionType(function).params().contains(types.doubleType)) {
          break;
        }
      }
    }
    return fallback;
  }

  private Expression powi(Expr.Call e, String routine, CType type) {
    CType.Function signature = types.function(type, List.of(type, types.intType), false, true);
    return unit.calls.named(e, null, new FunctionSymbol(routine, signature, e.loc()), signature);
  }
}
