package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.syntax.Expr;
import dev.ferry.c.typed.Builtin;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code __atomic_*} and {@code __sync_*}. Objects of 1, 2, 4 and (where XLEN is 64) 8 bytes become
 * builtin calls; others call libatomic.
 */
final class AtomicBuiltins {
  private static final int SEQ_CST = 5;
  private static final Set<String> OPERATIONS = Set.of("add", "sub", "and", "or", "xor", "nand");

  private final Unit unit;
  private final Types types;

  AtomicBuiltins(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  static boolean isKnown(String name) {
    if (name.startsWith("__atomic_")) {
      String stem = name.substring("__atomic_".length());
      return switch (stem) {
        case "load",
            "load_n",
            "store",
            "store_n",
            "exchange",
            "exchange_n",
            "compare_exchange",
            "compare_exchange_n",
            "test_and_set",
            "clear",
            "thread_fence",
            "signal_fence",
            "always_lock_free",
            "is_lock_free" ->
            true;
        default -> fetchBuiltin(stem) != null;
      };
    }
    return name.startsWith("__sync_") && isSync(unsized(name.substring("__sync_".length())));
  }

  private static boolean isSync(String stem) {
    return switch (stem) {
      case "synchronize",
          "bool_compare_and_swap",
          "val_compare_and_swap",
          "lock_test_and_set",
          "lock_release" ->
          true;
      default -> syncBuiltin(stem) != null;
    };
  }

  /** Drops the {@code _4} of {@code fetch_and_add_4}. */
  private static String unsized(String stem) {
    for (String suffix : new String[] {"_16", "_8", "_4", "_2", "_1"}) {
      if (stem.endsWith(suffix)) {
        return stem.substring(0, stem.length() - suffix.length());
      }
    }
    return stem;
  }

  @Nullable Expression call(String name, Expr.Call e) {
    if (!isKnown(name)) {
      return null;
    }
    List<Expression> values = new ArrayList<>();
    for (Expr argument : e.arguments()) {
      Expression value = unit.expressions.value(argument);
      if (unit.isError(value)) {
        return value;
      }
      values.add(value);
    }
    Expression result =
        name.startsWith("__atomic_")
            ? atomic(name, name.substring("__atomic_".length()), e, values)
            : sync(name, unsized(name.substring("__sync_".length())), e, values);
    return result == null ? unit.erroneous(e.loc()) : result;
  }

  private boolean count(Expr.Call e, String name, List<Expression> values, int wanted) {
    if (values.size() == wanted) {
      return true;
    }
    unit.report(
        values.size() < wanted ? TOO_FEW_ARGUMENTS : TOO_MANY_ARGUMENTS,
        e.loc(),
        " ‘" + name + "’");
    return false;
  }

  /** The object type that the first argument points to; null, and reported, if unfit. */
  private @Nullable CType target(
      Expr.Call e, String name, List<Expression> values, boolean scalar) {
    CType target = values.isEmpty() ? null : Types.target(values.getFirst().type());
    CType bare = target == null ? null : Types.nonAtomic(target);
    if (bare == null
        || bare instanceof CType.Void
        || bare instanceof CType.Function
        || Types.isIncomplete(bare)) {
      unit.report(
          ATOMIC_ARGUMENT,
          e.loc(),
          values.isEmpty() ? types.voidType : values.getFirst().type(),
          1,
          name);
      return null;
    }
    if (scalar && !(Types.isInteger(bare) || bare instanceof CType.Pointer)) {
      unit.report(
          ATOMIC_ARGUMENT,
          e.loc(),
          values.isEmpty() ? types.voidType : values.getFirst().type(),
          1,
          name);
      return null;
    }
    return bare;
  }

  private boolean isInline(long size) {
    return size == 1 || size == 2 || size == 4 || size == 8 && types.model().xlen() == 64;
  }

  private Expression order(Expression value) {
    Expression order = unit.conversions.cast(value, types.intType);
    return order instanceof Expression.IntConst ? order : unit.intConst(value.loc(), SEQ_CST);
  }

  private Expression constOrder(int loc) {
    return unit.intConst(loc, SEQ_CST);
  }

  private Expression builtin(Expr.Call e, CType type, Builtin builtin, Expression... arguments) {
    return new Expression.BuiltinCall(e.loc(), type, builtin, List.of(arguments));
  }

  private @Nullable Expression atomic(String name, String stem, Expr.Call e, List<Expression> v) {
    return switch (stem) {
      case "load" -> load(name, e, v);
      case "load_n" -> loadN(name, e, v);
      case "store" -> store(name, e, v);
      case "store_n" -> storeN(name, e, v);
      case "exchange" -> exchange(name, e, v);
      case "exchange_n" -> exchangeN(name, e, v);
      case "compare_exchange" -> compareExchange(name, e, v, true);
      case "compare_exchange_n" -> compareExchange(name, e, v, false);
      case "test_and_set" ->
          count(e, name, v, 2)
              ? builtin(e, types.bool, Builtin.ATOMIC_TEST_AND_SET, v.get(0), order(v.get(1)))
              : null;
      case "clear" ->
          count(e, name, v, 2)
              ? builtin(e, types.voidType, Builtin.ATOMIC_CLEAR, v.get(0), order(v.get(1)))
              : null;
      case "thread_fence" ->
          count(e, name, v, 1)
              ? builtin(e, types.voidType, Builtin.ATOMIC_THREAD_FENCE, order(v.get(0)))
              : null;
      case "signal_fence" ->
          count(e, name, v, 1)
              ? builtin(e, types.voidType, Builtin.ATOMIC_SIGNAL_FENCE, order(v.get(0)))
              : null;
      case "always_lock_free", "is_lock_free" -> lockFree(name, e, v);
      default -> fetch(name, stem, e, v);
    };
  }

  private @Nullable Expression lockFree(String name, Expr.Call e, List<Expression> v) {
    if (!count(e, name, v, 2)) {
      return null;
    }
    if (v.getFirst() instanceof Expression.IntConst size) {
      long bytes = size.value();
      return new Expression.IntConst(
          e.loc(), types.bool, bytes == 4 || bytes == 8 && types.model().xlen() == 64 ? 1 : 0);
    }
    return library(
        e,
        "__atomic_is_lock_free",
        types.bool,
        unit.conversions.cast(v.get(0), types.sizeType),
        unit.conversions.cast(v.get(1), types.voidPointer));
  }

  /** A call of libatomic. */
  private Expression library(Expr.Call e, String name, CType result, Expression... arguments) {
    List<CType> params = new ArrayList<>();
    for (Expression argument : arguments) {
      params.add(argument.type());
    }
    CType.Function type = types.function(result, List.copyOf(params), false, true);
    FunctionSymbol symbol = new FunctionSymbol(name, type, e.loc());
    Expression callee =
        new Expression.AddressOf(
            e.loc(), types.pointer(type), new Expression.FunctionRef(e.loc(), symbol));
    return new Expression.Call(e.loc(), result, callee, List.of(arguments));
  }

  /** The unsigned integer type with the size of an object; it carries its bits. */
  private CType carrier(CType type) {
    CType carrier = types.integerOfWidth((int) (8 * types.size(type)), false);
    return carrier == null ? type : carrier;
  }

  private Expression asPointerTo(Expression pointer, CType type) {
    CType target = Types.target(pointer.type());
    int qualifiers = target == null ? 0 : target.qualifiers() & CType.VOLATILE;
    return unit.conversions.cast(pointer, types.pointer(types.qualify(type, qualifiers)));
  }

  private Expression generic(
      Expr.Call e, String name, CType type, CType result, Expression... rest) {
    Expression[] arguments = new Expression[rest.length + 1];
    arguments[0] = unit.sizeConst(e.loc(), types.size(type));
    for (int i = 0; i < rest.length; i++) {
      arguments[i + 1] =
          rest[i].type() instanceof CType.Pointer
              ? unit.conversions.cast(rest[i], types.voidPointer)
              : rest[i];
    }
    return library(e, name, result, arguments);
  }

  private @Nullable Expression load(String name, Expr.Call e, List<Expression> v) {
    CType type = count(e, name, v, 3) ? target(e, name, v, false) : null;
    if (type == null) {
      return null;
    }
    if (!isInline(types.size(type))) {
      return generic(e, "__atomic_load", type, types.voidType, v.get(0), v.get(1), order(v.get(2)));
    }
    CType carrier = carrier(type);
    Expression value =
        builtin(e, carrier, Builtin.ATOMIC_LOAD, asPointerTo(v.get(0), carrier), order(v.get(2)));
    return storeTo(e, v.get(1), carrier, value);
  }

  private Expression storeTo(Expr.Call e, Expression pointer, CType type, Expression value) {
    Expression target = new Expression.Deref(e.loc(), type, asPointerTo(pointer, type));
    return new Expression.Cast(
        e.loc(), types.voidType, new Expression.Assign(e.loc(), type, target, value));
  }

  private Expression loadFrom(Expr.Call e, Expression pointer, CType type) {
    return new Expression.Load(
        e.loc(), type, new Expression.Deref(e.loc(), type, asPointerTo(pointer, type)));
  }

  private @Nullable Expression loadN(String name, Expr.Call e, List<Expression> v) {
    CType type = count(e, name, v, 2) ? target(e, name, v, true) : null;
    if (type == null) {
      return null;
    }
    return isInline(types.size(type))
        ? builtin(e, type, Builtin.ATOMIC_LOAD, v.get(0), order(v.get(1)))
        : library(e, "__atomic_load_" + types.size(type), type, v.get(0), order(v.get(1)));
  }

  private @Nullable Expression store(String name, Expr.Call e, List<Expression> v) {
    CType type = count(e, name, v, 3) ? target(e, name, v, false) : null;
    if (type == null) {
      return null;
    }
    if (!isInline(types.size(type))) {
      return generic(
          e, "__atomic_store", type, types.voidType, v.get(0), v.get(1), order(v.get(2)));
    }
    CType carrier = carrier(type);
    return builtin(
        e,
        types.voidType,
        Builtin.ATOMIC_STORE,
        asPointerTo(v.get(0), carrier),
        loadFrom(e, v.get(1), carrier),
        order(v.get(2)));
  }

  private @Nullable Expression storeN(String name, Expr.Call e, List<Expression> v) {
    CType type = count(e, name, v, 3) ? target(e, name, v, true) : null;
    if (type == null) {
      return null;
    }
    Expression value = operand(v.get(1), type);
    return isInline(types.size(type))
        ? builtin(e, types.voidType, Builtin.ATOMIC_STORE, v.get(0), value, order(v.get(2)))
        : library(
            e,
            "__atomic_store_" + types.size(type),
            types.voidType,
            v.get(0),
            value,
            order(v.get(2)));
  }

  private Expression operand(Expression value, CType type) {
    return unit.conversions.cast(value, type);
  }

  private @Nullable Expression exchange(String name, Expr.Call e, List<Expression> v) {
    CType type = count(e, name, v, 4) ? target(e, name, v, false) : null;
    if (type == null) {
      return null;
    }
    if (!isInline(types.size(type))) {
      return generic(
          e,
          "__atomic_exchange",
          type,
          types.voidType,
          v.get(0),
          v.get(1),
          v.get(2),
          order(v.get(3)));
    }
    CType carrier = carrier(type);
    Expression old =
        builtin(
            e,
            carrier,
            Builtin.ATOMIC_EXCHANGE,
            asPointerTo(v.get(0), carrier),
            loadFrom(e, v.get(1), carrier),
            order(v.get(3)));
    return storeTo(e, v.get(2), carrier, old);
  }

  private @Nullable Expression exchangeN(String name, Expr.Call e, List<Expression> v) {
    CType type = count(e, name, v, 3) ? target(e, name, v, true) : null;
    if (type == null) {
      return null;
    }
    Expression value = operand(v.get(1), type);
    return isInline(types.size(type))
        ? builtin(e, type, Builtin.ATOMIC_EXCHANGE, v.get(0), value, order(v.get(2)))
        : library(
            e, "__atomic_exchange_" + types.size(type), type, v.get(0), value, order(v.get(2)));
  }

  private @Nullable Expression compareExchange(
      String name, Expr.Call e, List<Expression> v, boolean byAddress) {
    CType type = count(e, name, v, 6) ? target(e, name, v, !byAddress) : null;
    if (type == null) {
      return null;
    }
    long size = types.size(type);
    Expression success = order(v.get(4));
    Expression failure = order(v.get(5));
    if (!isInline(size)) {
      if (byAddress) {
        return generic(
            e,
            "__atomic_compare_exchange",
            type,
            types.bool,
            v.get(0),
            v.get(1),
            v.get(2),
            success,
            failure);
      }
      return library(
          e,
          "__atomic_compare_exchange_" + size,
          types.bool,
          v.get(0),
          v.get(1),
          operand(v.get(2), type),
          success,
          failure);
    }
    CType carrier = byAddress ? carrier(type) : type;
    Expression desired = byAddress ? loadFrom(e, v.get(2), carrier) : operand(v.get(2), carrier);
    Expression weak = unit.conversions.cast(v.get(3), types.bool);
    return builtin(
        e,
        types.bool,
        Builtin.ATOMIC_COMPARE_EXCHANGE,
        asPointerTo(v.get(0), carrier),
        asPointerTo(v.get(1), carrier),
        desired,
        weak instanceof Expression.IntConst
            ? weak
            : new Expression.IntConst(e.loc(), types.bool, 0),
        success,
        failure);
  }

  private static @Nullable Builtin fetchBuiltin(String stem) {
    boolean fetchFirst = stem.startsWith("fetch_");
    boolean fetchLast = stem.endsWith("_fetch");
    String operation =
        fetchFirst ? stem.substring(6) : fetchLast ? stem.substring(0, stem.length() - 6) : "";
    if (!OPERATIONS.contains(operation)) {
      return null;
    }
    return fetchBuiltin(operation, fetchFirst);
  }

  private static Builtin fetchBuiltin(String operation, boolean fetchFirst) {
    return switch (operation) {
      case "add" -> fetchFirst ? Builtin.ATOMIC_FETCH_ADD : Builtin.ATOMIC_ADD_FETCH;
      case "sub" -> fetchFirst ? Builtin.ATOMIC_FETCH_SUB : Builtin.ATOMIC_SUB_FETCH;
      case "and" -> fetchFirst ? Builtin.ATOMIC_FETCH_AND : Builtin.ATOMIC_AND_FETCH;
      case "or" -> fetchFirst ? Builtin.ATOMIC_FETCH_OR : Builtin.ATOMIC_OR_FETCH;
      case "xor" -> fetchFirst ? Builtin.ATOMIC_FETCH_XOR : Builtin.ATOMIC_XOR_FETCH;
      default -> fetchFirst ? Builtin.ATOMIC_FETCH_NAND : Builtin.ATOMIC_NAND_FETCH;
    };
  }

  private @Nullable Expression fetch(String name, String stem, Expr.Call e, List<Expression> v) {
    CType type = count(e, name, v, 3) ? target(e, name, v, true) : null;
    Builtin builtin = fetchBuiltin(stem);
    if (type == null || builtin == null) {
      return null;
    }
    return readModifyWrite(e, name, builtin, type, v.get(0), v.get(1), order(v.get(2)));
  }

  private Expression readModifyWrite(
      Expr.Call e,
      String name,
      Builtin builtin,
      CType type,
      Expression pointer,
      Expression value,
      Expression order) {
    // Pointers step in bytes here.
    Expression operand = operand(value, type instanceof CType.Pointer ? types.intptrType : type);
    long size = types.size(type);
    if (isInline(size)) {
      return builtin(e, type, builtin, pointer, operand, order);
    }
    return library(e, name + "_" + size, type, pointer, operand, order);
  }

  // __sync_*: all are full barriers but for lock_test_and_set and lock_release.

  private static @Nullable Builtin syncBuiltin(String stem) {
    if (stem.startsWith("fetch_and_") && OPERATIONS.contains(stem.substring(10))) {
      return fetchBuiltin(stem.substring(10), true);
    }
    if (stem.endsWith("_and_fetch") && OPERATIONS.contains(stem.substring(0, stem.length() - 10))) {
      return fetchBuiltin(stem.substring(0, stem.length() - 10), false);
    }
    return null;
  }

  private @Nullable Expression sync(String name, String stem, Expr.Call e, List<Expression> v) {
    if (stem.equals("synchronize")) {
      return builtin(e, types.voidType, Builtin.ATOMIC_THREAD_FENCE, constOrder(e.loc()));
    }
    int wanted = stem.endsWith("compare_and_swap") ? 3 : stem.equals("lock_release") ? 1 : 2;
    if (v.size() < wanted) {
      count(e, name, v, wanted);
      return null;
    }
    CType type = target(e, name, v, true);
    if (type == null) {
      return null;
    }
    return switch (stem) {
      case "bool_compare_and_swap" ->
          builtin(
              e,
              types.bool,
              Builtin.SYNC_BOOL_COMPARE_AND_SWAP,
              v.get(0),
              operand(v.get(1), type),
              operand(v.get(2), type));
      case "val_compare_and_swap" ->
          builtin(
              e,
              type,
              Builtin.SYNC_VAL_COMPARE_AND_SWAP,
              v.get(0),
              operand(v.get(1), type),
              operand(v.get(2), type));
      case "lock_test_and_set" ->
          builtin(e, type, Builtin.SYNC_LOCK_TEST_AND_SET, v.get(0), operand(v.get(1), type));
      case "lock_release" -> builtin(e, types.voidType, Builtin.SYNC_LOCK_RELEASE, v.get(0));
      default -> {
        Builtin builtin = syncBuiltin(stem);
        yield builtin == null
            ? null
            : readModifyWrite(
                e,
                "__atomic_" + atomicName(stem),
                builtin,
                type,
                v.get(0),
                v.get(1),
                constOrder(e.loc()));
      }
    };
  }

  private static String atomicName(String stem) {
    return stem.startsWith("fetch_and_")
        ? "fetch_" + stem.substring(10)
        : stem.substring(0, stem.length() - 10) + "_fetch";
  }
}
