package dev.ferry.lower;

import dev.ferry.c.typed.Builtin;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import dev.ferry.ir.Block;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code -fsanitize=undefined} in one function: branches to calls of libubsan's handlers. What is
 * checked, where a report points and what it says is as in gcc 12 at {@code -O0}; the value that a
 * program goes on with is the machine's.
 */
final class Sanitizer {
  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;
  private final Sanitizing options;
  final SanitizerData data;
  final ArithmeticChecks arithmetic;
  final MemoryChecks memory;

  /** Where what is said of these expressions points, unless it is to themselves. */
  private final Map<Expression, Integer> locations = new IdentityHashMap<>();

  Sanitizer(FunctionLowering owner, Sanitizing options) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
    this.options = options;
    this.data = owner.owner.sanitizerData;
    this.arithmetic = new ArithmeticChecks(owner, this);
    this.memory = new MemoryChecks(owner, this);
  }

  boolean looksFor(UndefinedCheck check) {
    return options.checks().contains(check);
  }

  boolean recovers(UndefinedCheck check) {
    return options.recovering().contains(check);
  }

  // ---- where

  /**
   * gcc makes one statement of {@code variable = a + b} where the variable can live in a register:
   * reports name that statement, not the operator.
   */
  void statement(Expression target, Expression value, int loc) {
    boolean isRegister = target instanceof Expression.VarRef ref && isRegister(ref.variable());
    statement(isRegister, value, loc);
  }

  void initializer(Variable variable, Initializer initializer) {
    if (initializer.elements().size() == 1) {
      Expression value = initializer.elements().getFirst().value();
      statement(isRegister(variable), value, variable.loc);
    }
  }

  private void statement(boolean isRegister, Expression value, int loc) {
    Expression read = value;
    while (read instanceof Expression.Cast cast) {
      read = cast.operand();
    }
    if (read instanceof Expression.Load x && isPlaceless(x.lvalue())) {
      at(read, loc);
    } else if (isRegister || value instanceof Expression.Load && !types.isScalar(value.type())) {
      at(value, loc);
    }
  }

  /** In gcc's tree variables have no location, nor has {@code pointer[1]} once it is folded. */
  private static boolean isPlaceless(Expression lvalue) {
    return lvalue instanceof Expression.VarRef
        || lvalue instanceof Expression.Deref deref
            && deref.pointer() instanceof Expression.PointerAdd sum
            && sum.array() == null
            && sum.index() instanceof Expression.IntConst index
            && index.value() != 0;
  }

  /** Reports about the expression name this location. */
  private void at(Expression e, int loc) {
    locations.put(e, loc);
  }

  /** An argument is evaluated where its call is. */
  void argument(Expression e, Expression.Call call) {
    at(e, call.loc());
  }

  /** What an address is taken of is evaluated where the address is. */
  void part(Expression.AddressOf whole, Expression e) {
    at(e, loc(whole));
  }

  /** Whether it could live in a register: what gcc's loads and stores do not touch. */
  boolean isRegister(Variable variable) {
    return (variable.storage == Variable.Storage.LOCAL
            || variable.storage == Variable.Storage.PARAMETER)
        && !variable.isAddressTaken
        && !variable.type.isVolatile()
        && !Types.isVariableSize(variable.type)
        && (types.isScalar(variable.type) || TypeMap.isWideInteger(variable.type));
  }

  int loc(Expression e) {
    return locations.getOrDefault(e, e.loc());
  }

  int loc(Expression.Load e) {
    return locations.getOrDefault(e, e.lvalue().loc());
  }

  // ---- reports

  /** The call that a failed check makes. */
  record Report(String handler, Value... arguments) {}

  /** Makes the report where it is needed: what its arguments take is computed there. */
  interface Reporter {
    Report report();
  }

  /**
   * Goes to the report where the condition holds.
   *
   * @param check what decides whether the program goes on after it
   */
  void when(Value condition, UndefinedCheck check, Reporter reporter) {
    if (condition instanceof Instruction c && c.isConst() && c.imm == 0) {
      return;
    }
    Block undefined = out.newBlock("undefined");
    Block defined = out.newBlock("defined");
    out.branch(condition, undefined, defined).probability = 0;
    out.start(undefined);
    if (report(check, reporter)) {
      out.jump(defined);
    }
    out.start(defined);
  }

  /** The report itself; false if control does not come back. */
  boolean report(UndefinedCheck check, Reporter reporter) {
    if (options.traps()) {
      out.emit(Op.TRAP, null);
      out.unreachable();
      return false;
    }
    Report report = reporter.report();
    boolean recovers = recovers(check);
    boolean isFatal = UndefinedCheck.FATAL.contains(check);
    String name = "__ubsan_handle_" + report.handler + (recovers || isFatal ? "" : "_abort");
    owner.calls.plain(name, null, report.arguments);
    if (!recovers) {
      out.unreachable();
    }
    return recovers;
  }

  Value data(int loc, SanitizerData.Part... parts) {
    Symbol symbol = data.report(loc, parts);
    return out.globalAddr(symbol, 0);
  }

  /** A value as the runtime takes it: itself in a word of the machine, else its address. */
  Value encode(Operand operand, CType type) {
    Value value = operand.scalar();
    if (value == null) {
      return owner.memory.address(operand.place());
    }
    if (value.requireType().bits() > types.pointer.bits()) {
      Place copy = owner.memory.temp(type);
      owner.memory.store(copy, type, value);
      return owner.memory.address(copy);
    }
    if (value.requireType().isFloat()) {
      Type bits = value.type == Type.F32 ? Type.I32 : Type.I64;
      return owner.conversions.integer(out.unary(Op.BITCAST, bits, value), false, types.pointer);
    }
    return owner.conversions.integer(value, types.isSigned(type), types.pointer);
  }

  /**
   * Two conditions that exclude each other and have one report: one branch if both go on after it
   * or both do not.
   *
   * @param first null if it cannot hold
   * @param second null if it cannot hold
   */
  void whenEither(
      @Nullable Value first,
      UndefinedCheck firstCheck,
      @Nullable Value second,
      UndefinedCheck secondCheck,
      Reporter reporter) {
    if (first != null && second != null && recovers(firstCheck) == recovers(secondCheck)) {
      when(out.binary(Op.OR, first, second), firstCheck, reporter);
      return;
    }
    if (first != null) {
      when(first, firstCheck, reporter);
    }
    if (second != null) {
      when(second, secondCheck, reporter);
    }
  }

  /** Both conditions, of which one may be absent. */
  @Nullable Value either(@Nullable Value a, @Nullable Value b) {
    return a == null ? b : b == null ? a : out.binary(Op.OR, a, b);
  }

  // ---- what is neither arithmetic nor memory

  /** Reports instead of running on; false if that is not asked for. */
  boolean unreachable(Expression.BuiltinCall x) {
    return looksFor(UndefinedCheck.UNREACHABLE)
        && !report(
            UndefinedCheck.UNREACHABLE, () -> new Report("builtin_unreachable", data(x.loc())));
  }

  /** {@code __builtin_ctz} (kind 0) or {@code __builtin_clz} (kind 1) of zero. */
  void bitCount(Expression.BuiltinCall x, Value argument) {
    boolean leading = x.builtin() == Builtin.CLZ;
    if (looksFor(UndefinedCheck.BUILTIN) && (leading || x.builtin() == Builtin.CTZ)) {
      Value isZero = out.binary(Op.EQ, argument, out.iconst(argument.requireType(), 0));
      when(
          isZero,
          UndefinedCheck.BUILTIN,
          () ->
              new Report("invalid_builtin", data(x.loc(), SanitizerData.Part.of(leading ? 1 : 0))));
    }
  }
}
