package dev.ferry.lower;

import dev.ferry.c.typed.Builtin;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.types.CType;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Op;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls of C functions and of runtime routines, and reading variable arguments. */
final class Calls {
  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;

  Calls(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
  }

  // ---- C calls

  Value scalarCall(Expression.Call x) {
    Value result = call(x, null);
    if (result == null) {
      throw FunctionLowering.bug("a call without value is used");
    }
    return result;
  }

  void effect(Expression.Call x) {
    boolean inMemory = !TypeMap.isVoid(x.type()) && !types.isScalar(x.type());
    call(x, inMemory ? owner.memory.temp(x.type()) : null);
  }

  /**
   * @param result where an aggregate result goes: memory that the callee cannot see
   * @return the scalar result, or null
   */
  @Nullable Value call(Expression.Call x, @Nullable Place result) {
    return forwards(x)
        ? call(
            new Expression.Call(
                x.loc(), x.type(), x.callee(), x.arguments().subList(0, x.arguments().size() - 1)),
            result,
            true)
        : call(x, result, false);
  }

  /** Whether the last argument is GNU's {@code __builtin_va_arg_pack()}. */
  private static boolean forwards(Expression.Call x) {
    return !x.arguments().isEmpty()
        && x.arguments().getLast() instanceof Expression.BuiltinCall last
        && last.builtin() == Builtin.VA_ARG_PACK;
  }

  private @Nullable Value call(Expression.Call x, @Nullable Place result, boolean forwards) {
    FunctionSymbol direct = directCallee(x.callee());
    CType.Function type = functionType(x.callee().type());
    List<Value> operands = new ArrayList<>(x.arguments().size() + 2);
    if (direct == null) {
      operands.add(owner.expressions.scalar(x.callee()));
    }
    List<Operand> arguments = new ArrayList<>(x.arguments().size());
    for (Expression argument : x.arguments()) {
      if (owner.sanitizer != null) {
        owner.sanitizer.argument(argument, x);
      }
      arguments.add(owner.expressions.operand(argument));
    }
    if (owner.sanitizer != null && direct != null) {
      owner.sanitizer.memory.arguments(direct, arguments, x);
    }
    if (result != null) {
      operands.add(owner.memory.address(result));
    }
    for (int i = 0; i < arguments.size(); i++) {
      operands.add(outgoing(arguments.get(i), argumentType(type, x.arguments(), i)));
    }
    boolean hasChain = direct != null && owner.nested.isNested(direct);
    if (direct != null && hasChain) {
      operands.add(owner.nested.chainFor(direct));
    }
    CallInfo info = info(direct, signature(type, x), x.isNoReturn(), hasChain);
    if (forwards) {
      info = info.with(info.signature(), true);
    }
    return emit(info, operands, x.type());
  }

  private @Nullable Value emit(CallInfo info, List<Value> operands, CType resultType) {
    if (info.returnsTwice()) {
      owner.function.callsReturnsTwice = true;
    }
    Value value = out.call(info, operands.toArray(new Value[0]));
    if (info.noReturn()) {
      out.unreachable();
    }
    if (value.type == null) {
      return null;
    }
    return TypeMap.isHalf(resultType) ? owner.floats.unboxHalf(value) : value;
  }

  private static @Nullable FunctionSymbol directCallee(Expression callee) {
    return switch (callee) {
      case Expression.AddressOf a when a.operand() instanceof Expression.FunctionRef f ->
          f.function();
      case Expression.Cast c when TypeMap.strip(c.type()) instanceof CType.Pointer ->
          directCallee(c.operand());
      default -> null;
    };
  }

  private static CType.Function functionType(CType type) {
    CType base = TypeMap.strip(type);
    CType target = base instanceof CType.Pointer p ? TypeMap.strip(p.target()) : base;
    if (target instanceof CType.Function function) {
      return function;
    }
    throw FunctionLowering.bug("call of a " + target.getClass().getSimpleName());
  }

  private static CType argumentType(CType.Function type, List<Expression> arguments, int i) {
    if (type.prototyped() && i < type.params().size()) {
      CType param = type.params().get(i);
      if (TypeMap.strip(param) instanceof CType.Record r && r.isTransparent) {
        return param;
      }
    }
    return arguments.get(i).type();
  }

  private Signature signature(CType.Function type, Expression.Call x) {
    int count = x.arguments().size();
    if (type.prototyped() && !type.variadic() && type.params().size() == count) {
      return types.signature(type);
    }
    List<CType> params = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      params.add(argumentType(type, x.arguments(), i));
    }
    int named = type.variadic() ? Math.min(type.params().size(), count) : count;
    return types.signature(params, type.result(), type.variadic(), named);
  }

  private CallInfo info(
      @Nullable FunctionSymbol f, Signature signature, boolean noReturn, boolean hasChain) {
    if (f == null) {
      return new CallInfo(
          null, signature, CallInfo.Effects.ANY, noReturn, false, true, false, false);
    }
    CallInfo.Effects effects = CallInfo.Effects.ANY;
    if (!hasAggregates(signature)) {
      effects =
          f.isConst
              ? CallInfo.Effects.NONE
              : f.isPure ? CallInfo.Effects.READS : CallInfo.Effects.ANY;
    }
    boolean mayNotReturn = effects == CallInfo.Effects.ANY;
    boolean twice = f.returnsTwice || returnsTwice(f.symbol);
    Symbol symbol = owner.owner.callee(f, owner.symbol);
    return new CallInfo(
        symbol, signature, effects, noReturn || f.isNoReturn, twice, mayNotReturn, hasChain, false);
  }

  private static boolean hasAggregates(Signature signature) {
    if (signature.returnsAggregate()) {
      return true;
    }
    for (ParamType param : signature.params()) {
      if (param instanceof ParamType.Aggregate) {
        return true;
      }
    }
    return false;
  }

  /** The functions gcc knows to return twice by name. */
  private static boolean returnsTwice(String name) {
    return switch (name) {
      case "setjmp", "_setjmp", "sigsetjmp", "__sigsetjmp", "savectx", "vfork", "getcontext" ->
          true;
      default -> false;
    };
  }

  /** A value as it crosses a call: a scalar, or the address of an aggregate. */
  Value outgoing(Operand value, CType type) {
    CType passed = TypeMap.passed(type);
    if (value.scalar() != null) {
      return TypeMap.isHalf(passed) ? owner.floats.boxHalf(value.scalar()) : value.scalar();
    }
    if (types.isScalar(passed)) {
      Value member = owner.memory.load(value.place().withAlias(0), passed);
      return TypeMap.isHalf(passed) ? owner.floats.boxHalf(member) : member;
    }
    return owner.memory.address(value.place());
  }

  /** Calls a cleanup function with the address of its variable. */
  void cleanup(FunctionSymbol function, Value address) {
    CType.Function type = functionType(function.type);
    boolean hasChain = owner.nested.isNested(function);
    List<Value> operands = new ArrayList<>(2);
    Signature signature = types.signature(type);
    if (signature.returnsAggregate()) {
      operands.add(owner.memory.address(owner.memory.temp(type.result())));
    }
    if (!type.prototyped() && type.params().isEmpty()) {
      signature = types.signature(List.of(types.types.voidPointer), type.result(), false, 1);
    }
    operands.add(address);
    if (hasChain) {
      operands.add(owner.nested.chainFor(function));
    }
    out.call(info(function, signature, false, hasChain), operands.toArray(new Value[0]));
  }

  // ---- runtime routines

  /**
   * Calls a runtime routine with C types.
   *
   * @param resultType null for void
   * @param result where a result in memory goes
   * @param arguments type, operand, type, operand and so on
   */
  @Nullable Value runtime(
      String name, @Nullable CType resultType, @Nullable Place result, Object... arguments) {
    List<CType> params = new ArrayList<>();
    List<Value> operands = new ArrayList<>();
    if (result != null && resultType != null && !types.isScalar(resultType)) {
      operands.add(owner.memory.address(result));
    }
    for (int i = 0; i < arguments.length; i += 2) {
      CType type = (CType) arguments[i];
      params.add(type);
      operands.add(outgoing((Operand) arguments[i + 1], type));
    }
    CType wanted = resultType == null ? types.types.voidType : resultType;
    Signature signature = types.signature(params, wanted, false, params.size());
    boolean isPure = !hasAggregates(signature) && resultType != null && !hasPointer(params);
    CallInfo info =
        new CallInfo(
            owner.owner.runtime(name),
            signature,
            isPure ? CallInfo.Effects.NONE : CallInfo.Effects.ANY,
            false,
            false,
            false,
            false,
            false);
    Value value = out.call(info, operands.toArray(new Value[0]));
    return value.type == null ? null : value;
  }

  private static boolean hasPointer(List<CType> params) {
    for (CType param : params) {
      if (TypeMap.strip(param) instanceof CType.Pointer) {
        return true;
      }
    }
    return false;
  }

  Value runtimeScalar(String name, CType resultType, Object... arguments) {
    Value value = runtime(name, resultType, null, arguments);
    if (value == null) {
      throw FunctionLowering.bug(name + " has no result");
    }
    return value;
  }

  /** A routine of scalars without effects. */
  Value pure(String name, Type result, Value... arguments) {
    return call(name, result, CallInfo.Effects.NONE, arguments);
  }

  /** A routine of scalars. */
  Value plain(String name, @Nullable Type result, Value... arguments) {
    return call(name, result, CallInfo.Effects.ANY, arguments);
  }

  private Value call(
      String name, @Nullable Type result, CallInfo.Effects effects, Value... arguments) {
    List<ParamType> params = new ArrayList<>(arguments.length);
    for (Value argument : arguments) {
      params.add(TypeMap.scalar(argument.requireType()));
    }
    Signature signature =
        new Signature(params, result == null ? null : TypeMap.scalar(result), false, params.size());
    boolean mayNotReturn = effects == CallInfo.Effects.ANY;
    return out.call(
        new CallInfo(
            owner.owner.runtime(name),
            signature,
            effects,
            false,
            false,
            mayNotReturn,
            false,
            false),
        arguments);
  }

  /** A returns-twice routine of one pointer, such as the runtime's setjmp. */
  Value twice(String name, Value buffer) {
    owner.function.callsReturnsTwice = true;
    Signature signature =
        new Signature(List.of(TypeMap.scalar(types.pointer)), TypeMap.scalar(Type.I32), false, 1);
    return out.call(
        new CallInfo(
            owner.owner.runtime(name),
            signature,
            CallInfo.Effects.ANY,
            false,
            true,
            true,
            false,
            false),
        buffer);
  }

  // ---- variable arguments

  /**
   * psABI: the list is a pointer into the saved arguments, in units of XLEN; what is aligned to two
   * of them starts at an even one; what is larger than two is passed by reference.
   */
  Operand vaArg(Expression.VaArg x) {
    CType type = TypeMap.strip(x.type());
    CType pointer = types.types.voidPointer;
    Place list =
        Place.of(owner.expressions.scalar(x.list()), types.xlenBytes, types.alias(pointer));
    Value cursor = owner.memory.load(list, pointer);
    int word = types.xlenBytes;
    long size = types.size(type);
    boolean byReference = size > 2L * word;
    int align = byReference ? word : types.align(type);
    if (align >= 2 * word && size > 0) {
      cursor = out.binary(Op.ADD, cursor, out.pconst(2L * word - 1));
      cursor = out.binary(Op.AND, cursor, out.pconst(-2L * word));
    }
    long step = byReference ? word : (size + word - 1) / word * word;
    owner.memory.store(list, pointer, owner.memory.add(cursor, step));
    Value address = cursor;
    if (byReference) {
      address = owner.memory.load(Place.of(cursor, word, 0), pointer);
    }
    if (TypeMap.isHalf(type)) {
      return Operand.of(owner.memory.load(Place.of(address, 2, 0), type));
    }
    int known = byReference ? types.align(type) : Math.min(word, Math.max(types.align(type), 1));
    return owner.memory.read(Place.of(address, Math.max(known, 1), 0), type);
  }
}
