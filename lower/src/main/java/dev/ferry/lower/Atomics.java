package dev.ferry.lower;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.types.CType;
import dev.ferry.ir.AsmInfo;
import dev.ferry.ir.Atomic;
import dev.ferry.ir.Block;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.List;
import java.util.function.Function;

/**
 * Atomic objects and builtins. What has 1, 2, 4 or 8 bytes (and no more than XLEN) is an op on an
 * integer of its bits; everything else is a call of libatomic.
 */
final class Atomics {
  private static final Operand NOTHING = new Operand(null, null);

  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;

  Atomics(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
  }

  // ---- values as bits

  private boolean isSized(CType type) {
    long size = types.size(type);
    return size > 0 && size <= types.xlenBytes && Long.bitCount(size) == 1;
  }

  private MemType memType(CType type) {
    boolean signed = types.isNarrowInteger(type) && types.isSigned(type);
    return TypeMap.memType((int) types.size(type), signed);
  }

  private Type bitsType(CType type) {
    return types.size(type) <= 4 ? Type.I32 : Type.I64;
  }

  private Value toBits(Operand value, CType type) {
    if (value.memory() != null) {
      return owner.memory.raw(value.place().withAlias(0), memType(type), bitsType(type));
    }
    Value scalar = value.value();
    if (TypeMap.isHalf(type)) {
      Value bits = owner.floats.truncateHalf(scalar);
      return out.unary(Op.ZEXT16, Type.I32, bits);
    }
    return scalar.requireType().isFloat() ? out.unary(Op.BITCAST, bitsType(type), scalar) : scalar;
  }

  private Operand fromBits(Value bits, CType type) {
    if (!types.isScalar(type)) {
      Place result = owner.memory.temp(type);
      owner.memory.storeRaw(result.withAlias(0), memType(type), bits);
      return Operand.of(result);
    }
    if (TypeMap.isHalf(type)) {
      return Operand.of(owner.floats.extendHalf(bits));
    }
    return Operand.of(TypeMap.isFloat(type) ? out.unary(Op.BITCAST, types.type(type), bits) : bits);
  }

  private Atomic atomic(Place place, CType type, Atomic.Order order, Atomic.Rmw rmw) {
    return new Atomic(access(place, type), order, rmw);
  }

  private Atomic atomic(Place place, CType type, Atomic.Order order) {
    return new Atomic(access(place, type), order, null);
  }

  private MemAccess access(Place place, CType type) {
    MemAccess access = owner.memory.access(place, memType(type));
    return new MemAccess(
        access.type(), access.offset(), access.type().bytes(), access.alias(), access.isVolatile());
  }

  // ---- atomic objects: all sequentially consistent

  Operand load(Place place, CType type) {
    return load(place, TypeMap.strip(type), Atomic.Order.SEQ_CST);
  }

  private Operand load(Place place, CType type, Atomic.Order order) {
    if (isSized(type)) {
      Value bits =
          out.emit(
              Op.ATOMIC_LOAD,
              bitsType(type),
              (Object) atomic(place, type, order),
              owner.memory.accessAddress(place));
      return fromBits(bits, type);
    }
    Place result = owner.memory.temp(type);
    library("__atomic_load", type, place, result, order);
    return types.isScalar(type) ? owner.memory.read(result, type) : Operand.of(result);
  }

  void store(Place place, CType type, Operand value) {
    store(place, TypeMap.strip(type), value, Atomic.Order.SEQ_CST);
  }

  private void store(Place place, CType type, Operand value, Atomic.Order order) {
    if (isSized(type)) {
      Value bits = toBits(value, type);
      out.emit(
          Op.ATOMIC_STORE,
          null,
          (Object) atomic(place, type, order),
          owner.memory.accessAddress(place),
          bits);
    } else {
      library("__atomic_store", type, place, inMemory(value, type), order);
    }
  }

  private Place inMemory(Operand value, CType type) {
    if (value.memory() != null) {
      return value.place();
    }
    Place result = owner.memory.temp(type);
    owner.memory.store(result, type, value.value());
    return result;
  }

  private void library(String name, CType type, Place object, Place other, Atomic.Order order) {
    owner.calls.plain(
        name,
        null,
        size(type),
        owner.memory.address(object),
        owner.memory.address(other),
        orderConstant(order));
  }

  private Value size(CType type) {
    return out.pconst(types.size(type));
  }

  /** GCC's numbers: 0 relaxed, 1 consume, 2 acquire, 3 release, 4 both, 5 sequential. */
  private Value orderConstant(Atomic.Order order) {
    return out.iconst(Type.I32, order == Atomic.Order.RELAXED ? 0 : order.ordinal() + 1);
  }

  Operand compound(Place place, CType atomic, Expression.CompoundAssign x, Operand right) {
    CType type = TypeMap.strip(atomic);
    Atomic.Rmw rmw = rmw(x.op());
    boolean isPlain =
        isSized(type)
            && types.isNarrowInteger(type)
            && types.isNarrowInteger(x.computation())
            && !(type instanceof CType.Bool);
    if (rmw != null && isPlain && !(type instanceof CType.Pointer)) {
      Value operand = owner.conversions.scalar(right.value(), x.value().type(), type);
      Value old = rmw(place, type, rmw, operand, Atomic.Order.SEQ_CST);
      return Operand.of(combine(rmw, type, old, operand));
    }
    return update(place, type, old -> owner.assignments.combine(x, type, old, right), true);
  }

  Operand incDec(Place place, CType atomic, Expression.IncDec x) {
    CType type = TypeMap.strip(atomic);
    boolean isPlain =
        isSized(type)
            && types.isNarrowInteger(type)
            && !(type instanceof CType.Bool)
            && !(type instanceof CType.Pointer);
    if (isPlain) {
      Value one = out.iconst(types.type(type), 1);
      Atomic.Rmw rmw = x.increment() ? Atomic.Rmw.ADD : Atomic.Rmw.SUB;
      Value old = rmw(place, type, rmw, one, Atomic.Order.SEQ_CST);
      return Operand.of(x.postfix() ? old : combine(rmw, type, old, one));
    }
    return update(place, type, old -> owner.assignments.step(x, type, old), !x.postfix());
  }

  private Value rmw(Place place, CType type, Atomic.Rmw rmw, Value operand, Atomic.Order order) {
    return out.emit(
        Op.ATOMIC_RMW,
        bitsType(type),
        (Object) atomic(place, type, order, rmw),
        owner.memory.accessAddress(place),
        operand);
  }

  private static Atomic.@org.jspecify.annotations.Nullable Rmw rmw(BinaryOp op) {
    return switch (op) {
      case ADD -> Atomic.Rmw.ADD;
      case SUB -> Atomic.Rmw.SUB;
      case AND -> Atomic.Rmw.AND;
      case OR -> Atomic.Rmw.OR;
      case XOR -> Atomic.Rmw.XOR;
      default -> null;
    };
  }

  /** The new value that a read-modify-write left. */
  private Value combine(Atomic.Rmw rmw, CType type, Value old, Value operand) {
    Value result =
        switch (rmw) {
          case ADD -> out.binary(Op.ADD, old, operand);
          case SUB -> out.binary(Op.SUB, old, operand);
          case AND -> out.binary(Op.AND, old, operand);
          case OR -> out.binary(Op.OR, old, operand);
          case XOR -> out.binary(Op.XOR, old, operand);
          case NAND ->
              out.binary(
                  Op.XOR, out.binary(Op.AND, old, operand), out.iconst(old.requireType(), -1));
          default -> operand;
        };
    return owner.conversions.wrap(result, type);
  }

  /** A compare-and-swap loop around any computation. */
  private Operand update(
      Place place, CType type, Function<Operand, Operand> compute, boolean wantNew) {
    if (!isSized(type)) {
      return updateByLibrary(place, type, compute, wantNew);
    }
    Place fixed = Place.of(owner.memory.address(place), place.align(), place.alias());
    Value first = toBits(load(fixed, type, Atomic.Order.RELAXED), type);
    Block loop = out.newBlock("cas");
    Block done = out.newBlock("done");
    Param old = loop.addParam(bitsType(type));
    out.jump(loop, first);
    out.start(loop);
    Operand result = compute.apply(fromBits(old, type));
    Value bits = toBits(result, type);
    Value seen = swap(fixed, type, old, bits, Atomic.Order.SEQ_CST);
    Value same = out.binary(Op.EQ, seen, old);
    out.branch(same, new dev.ferry.ir.Edge(done), new dev.ferry.ir.Edge(loop, seen));
    out.start(done);
    return wantNew ? result : fromBits(old, type);
  }

  private Operand updateByLibrary(
      Place place, CType type, Function<Operand, Operand> compute, boolean wantNew) {
    Place fixed = Place.of(owner.memory.address(place), place.align(), place.alias());
    Place old = owner.memory.temp(type);
    Place next = owner.memory.temp(type);
    library("__atomic_load", type, fixed, old, Atomic.Order.RELAXED);
    Block loop = out.newBlock("cas");
    Block done = out.newBlock("done");
    out.jumpAndStart(loop);
    Operand result = compute.apply(owner.memory.read(old, type));
    owner.memory.write(next, type, result);
    Value order = orderConstant(Atomic.Order.SEQ_CST);
    Value swapped = exchangeByLibrary(type, fixed, old, next, order, order);
    out.branch(swapped, done, loop);
    out.start(done);
    return owner.memory.read(wantNew ? next : old, type);
  }

  private Value exchangeByLibrary(
      CType type, Place object, Place expected, Place desired, Value success, Value failure) {
    return owner.calls.plain(
        "__atomic_compare_exchange",
        Type.I32,
        size(type),
        owner.memory.address(object),
        owner.memory.address(expected),
        owner.memory.address(desired),
        success,
        failure);
  }

  private Value swap(Place place, CType type, Value expected, Value desired, Atomic.Order order) {
    return out.emit(
        Op.ATOMIC_CAS,
        bitsType(type),
        (Object) atomic(place, type, order),
        owner.memory.accessAddress(place),
        expected,
        desired);
  }

  // ---- builtins

  Operand builtin(Expression.BuiltinCall x) {
    List<Expression> a = x.arguments();
    return switch (x.builtin()) {
      case ATOMIC_LOAD -> builtinLoad(a);
      case ATOMIC_STORE -> builtinStore(a);
      case ATOMIC_EXCHANGE -> exchange(a);
      case ATOMIC_COMPARE_EXCHANGE -> compareExchange(a);
      case ATOMIC_FETCH_ADD -> fetch(x, Atomic.Rmw.ADD, false);
      case ATOMIC_FETCH_SUB -> fetch(x, Atomic.Rmw.SUB, false);
      case ATOMIC_FETCH_AND -> fetch(x, Atomic.Rmw.AND, false);
      case ATOMIC_FETCH_OR -> fetch(x, Atomic.Rmw.OR, false);
      case ATOMIC_FETCH_XOR -> fetch(x, Atomic.Rmw.XOR, false);
      case ATOMIC_FETCH_NAND -> fetch(x, Atomic.Rmw.NAND, false);
      case ATOMIC_ADD_FETCH -> fetch(x, Atomic.Rmw.ADD, true);
      case ATOMIC_SUB_FETCH -> fetch(x, Atomic.Rmw.SUB, true);
      case ATOMIC_AND_FETCH -> fetch(x, Atomic.Rmw.AND, true);
      case ATOMIC_OR_FETCH -> fetch(x, Atomic.Rmw.OR, true);
      case ATOMIC_XOR_FETCH -> fetch(x, Atomic.Rmw.XOR, true);
      case ATOMIC_NAND_FETCH -> fetch(x, Atomic.Rmw.NAND, true);
      case ATOMIC_TEST_AND_SET -> testAndSet(a);
      case ATOMIC_CLEAR -> {
        Place flag = bytePlace(a.get(0));
        store(
            flag,
            types.types.unsignedChar,
            Operand.of(out.iconst(Type.I32, 0)),
            order(a.getLast()));
        yield NOTHING;
      }
      case ATOMIC_THREAD_FENCE -> {
        fence(order(a.get(0)));
        yield NOTHING;
      }
      case ATOMIC_SIGNAL_FENCE -> {
        compilerBarrier();
        yield NOTHING;
      }
      case SYNC_VAL_COMPARE_AND_SWAP -> syncSwap(a, false);
      case SYNC_BOOL_COMPARE_AND_SWAP -> syncSwap(a, true);
      case SYNC_LOCK_TEST_AND_SET -> {
        CType type = objectType(a.get(0));
        Place place = object(a.get(0), type);
        yield exchange(place, type, owner.expressions.operand(a.get(1)), Atomic.Order.ACQUIRE);
      }
      case SYNC_LOCK_RELEASE -> {
        CType type = objectType(a.get(0));
        Place place = object(a.get(0), type);
        Value zero = out.iconst(bitsType(type), 0);
        store(place, type, fromBits(zero, type), Atomic.Order.RELEASE);
        yield NOTHING;
      }
      default -> throw FunctionLowering.bug("not an atomic builtin: " + x.builtin());
    };
  }

  private static CType objectType(Expression pointer) {
    Expression e = pointer;
    while (e instanceof Expression.Cast c
        && TypeMap.strip(c.operand().type()) instanceof CType.Pointer inner
        && TypeMap.isVoid(target(c.type()))
        && !TypeMap.isVoid(inner.target())) {
      e = c.operand();
    }
    return TypeMap.strip(target(e.type()));
  }

  private static CType target(CType pointer) {
    return ((CType.Pointer) TypeMap.strip(pointer)).target();
  }

  private Place object(Expression pointer, CType type) {
    return Place.of(owner.expressions.scalar(pointer), types.align(type), types.alias(type));
  }

  private Place bytePlace(Expression pointer) {
    return Place.of(owner.expressions.scalar(pointer), 1, 0);
  }

  private static Atomic.Order order(Expression e) {
    return switch ((int) Builtins.constant(e, 5) & 0xff) {
      case 0 -> Atomic.Order.RELAXED;
      case 1, 2 -> Atomic.Order.ACQUIRE;
      case 3 -> Atomic.Order.RELEASE;
      case 4 -> Atomic.Order.ACQ_REL;
      default -> Atomic.Order.SEQ_CST;
    };
  }

  private Operand builtinLoad(List<Expression> a) {
    CType type = objectType(a.get(0));
    Place place = object(a.get(0), type);
    return load(place, type, order(a.getLast()));
  }

  private Operand builtinStore(List<Expression> a) {
    CType type = objectType(a.get(0));
    Place place = object(a.get(0), type);
    store(place, type, owner.expressions.operand(a.get(1)), order(a.getLast()));
    return NOTHING;
  }

  private Operand exchange(List<Expression> a) {
    CType type = objectType(a.get(0));
    Place place = object(a.get(0), type);
    Operand value = owner.expressions.operand(a.get(1));
    return exchange(place, type, value, order(a.getLast()));
  }

  private Operand exchange(Place place, CType type, Operand value, Atomic.Order order) {
    if (isSized(type)) {
      return fromBits(rmw(place, type, Atomic.Rmw.XCHG, toBits(value, type), order), type);
    }
    Place result = owner.memory.temp(type);
    owner.calls.plain(
        "__atomic_exchange",
        null,
        size(type),
        owner.memory.address(place),
        owner.memory.address(inMemory(value, type)),
        owner.memory.address(result),
        orderConstant(order));
    return owner.memory.read(result, type);
  }

  /** (object, expected address, desired, weak, success order, failure order): bool. */
  private Operand compareExchange(List<Expression> a) {
    CType type = objectType(a.get(0));
    Place place = object(a.get(0), type);
    Place expected = object(a.get(1), type);
    Operand desired = owner.expressions.operand(a.get(2));
    Atomic.Order success = order(a.get(4));
    if (!isSized(type)) {
      return Operand.of(
          exchangeByLibrary(
              type,
              place,
              expected,
              inMemory(desired, type),
              orderConstant(success),
              orderConstant(order(a.get(5)))));
    }
    Value wanted = owner.memory.raw(expected.withAlias(0), memType(type), bitsType(type));
    Value seen = swap(place, type, wanted, toBits(desired, type), strongest(a));
    Value same = out.binary(Op.EQ, seen, wanted);
    Block failed = out.newBlock("failed");
    Block join = out.newBlock("join");
    out.branch(same, join, failed);
    out.start(failed);
    owner.memory.storeRaw(expected.withAlias(0), memType(type), seen);
    out.jump(join);
    out.start(join);
    return Operand.of(same);
  }

  /** The op has one order: it must cover that of failure too. */
  private static Atomic.Order strongest(List<Expression> a) {
    Atomic.Order success = order(a.get(4));
    Atomic.Order failure = order(a.get(5));
    if (failure == Atomic.Order.SEQ_CST) {
      return Atomic.Order.SEQ_CST;
    }
    if (failure == Atomic.Order.ACQUIRE) {
      return switch (success) {
        case RELAXED -> Atomic.Order.ACQUIRE;
        case RELEASE -> Atomic.Order.ACQ_REL;
        default -> success;
      };
    }
    return success;
  }

  private Operand fetch(Expression.BuiltinCall x, Atomic.Rmw rmw, boolean wantNew) {
    List<Expression> a = x.arguments();
    CType type = objectType(a.get(0));
    Place place = object(a.get(0), type);
    Operand right = owner.expressions.operand(a.get(1));
    Atomic.Order order = a.size() > 2 ? order(a.get(2)) : Atomic.Order.SEQ_CST;
    Operand value = owner.conversions.convert(right, a.get(1).type(), arithmetic(type));
    if (isSized(type) && types.isNarrowInteger(type)) {
      Value old = rmw(place, type, rmw, value.value(), order);
      return Operand.of(wantNew ? combine(rmw, type, old, value.value()) : old);
    }
    return update(place, type, old -> combine(rmw, type, old, value), wantNew);
  }

  /** Pointers are counted in bytes here. */
  private CType arithmetic(CType type) {
    return type instanceof CType.Pointer ? types.types.uintptrType : type;
  }

  private Operand combine(Atomic.Rmw rmw, CType type, Operand old, Operand value) {
    BinaryOp op =
        switch (rmw) {
          case ADD -> BinaryOp.ADD;
          case SUB -> BinaryOp.SUB;
          case OR -> BinaryOp.OR;
          case XOR -> BinaryOp.XOR;
          default -> BinaryOp.AND;
        };
    Operand result = owner.arithmetic.compute(op, type, old, value, type, false);
    return rmw == Atomic.Rmw.NAND
        ? owner.arithmetic.unaryOperand(Expression.UnaryOp.COMPLEMENT, type, result)
        : result;
  }

  private Operand testAndSet(List<Expression> a) {
    Place flag = bytePlace(a.get(0));
    Value old =
        rmw(
            flag,
            types.types.unsignedChar,
            Atomic.Rmw.XCHG,
            out.iconst(Type.I32, 1),
            order(a.getLast()));
    return Operand.of(owner.conditions.scalarTruth(old));
  }

  private Operand syncSwap(List<Expression> a, boolean wantFlag) {
    CType type = objectType(a.get(0));
    Place place = object(a.get(0), type);
    Operand expected = owner.expressions.operand(a.get(1));
    Operand desired = owner.expressions.operand(a.get(2));
    if (!isSized(type)) {
      Place seen = owner.memory.temp(type);
      owner.memory.copy(seen, inMemory(expected, type), type);
      Value order = orderConstant(Atomic.Order.SEQ_CST);
      Value swapped = exchangeByLibrary(type, place, seen, inMemory(desired, type), order, order);
      return wantFlag ? Operand.of(swapped) : owner.memory.read(seen, type);
    }
    Value wanted = toBits(expected, type);
    Value seen = swap(place, type, wanted, toBits(desired, type), Atomic.Order.SEQ_CST);
    return wantFlag ? Operand.of(out.binary(Op.EQ, seen, wanted)) : fromBits(seen, type);
  }

  private void fence(Atomic.Order order) {
    if (order == Atomic.Order.RELAXED) {
      return;
    }
    MemAccess none = new MemAccess(MemType.I32, 0);
    Instruction fence = out.emit(Op.FENCE, null);
    fence.payload = new Atomic(none, order, null);
  }

  private void compilerBarrier() {
    Instruction barrier = out.emit(Op.ASM, null);
    barrier.payload = new AsmInfo("", List.of(), List.of(), List.of(), List.of(), true, true);
  }
}
