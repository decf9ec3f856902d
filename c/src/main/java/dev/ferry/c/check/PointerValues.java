package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.c.check.PointerState.End;
import dev.ferry.c.check.PointerState.Pointee;
import dev.ferry.c.check.PointerState.Pointer;
import dev.ferry.c.check.PointerState.Store;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a function point to, and what becomes of a {@link PointerState} where they are
 * assigned, used and given back: the steps of the walk that {@link PointerLifetimes} is.
 */
final class PointerValues {
  /** In place of what tells whether {@code realloc} has succeeded where no variable does. */
  private static final Variable UNTESTED =
      new Variable("", new CType.Void(), Variable.Storage.LOCAL, 0);

  private final Unit unit;
  private final Map<Variable, Pointee> locals = new HashMap<>();
  private final Map<Expression.Call, Pointee> given = new IdentityHashMap<>();

  PointerValues(Unit unit) {
    this.unit = unit;
  }

  // ---- values ------------------------------------------------------------------------------

  /** Whether a variable is a pointer that only its own name reaches. */
  static boolean isTracked(Variable v) {
    return (v.storage == Variable.Storage.LOCAL || v.storage == Variable.Storage.PARAMETER)
        && v.type.unqualified() instanceof CType.Pointer
        && !v.isAddressTaken
        && v.register == null
        && !v.type.isVolatile();
  }

  /** What a value points to; null if nothing is known. */
  private @Nullable Pointer pointer(PointerState now, Expression value) {
    return switch (value) {
      case Expression.Cast x ->
          x.operand().type().unqualified() instanceof CType.Pointer
              ? pointer(now, x.operand())
              : null;
      case Expression.Load x ->
          x.lvalue() instanceof Expression.VarRef v && isTracked(v.variable())
              ? held(now, v.variable())
              : null;
      case Expression.PointerAdd x -> {
        Pointer base = pointer(now, x.pointer());
        yield base == null ? null : base.plus(bytes(x.index(), x.scale(), x.subtract()));
      }
      case Expression.AddressOf x -> address(now, x.operand());
      case Expression.Assign x -> pointer(now, x.value());
      case Expression.Comma x -> pointer(now, x.right());
      case Expression.Call x -> {
        FunctionSymbol function = x.function();
        yield function != null && Deallocation.gives(function)
            ? new Pointer(
                given.computeIfAbsent(x, call -> new Pointee(function, call.loc(), null)), 0)
            : null;
      }
      default -> null;
    };
  }

  private static long bytes(Expression count, long scale, boolean subtract) {
    return count instanceof IntConst c && scale > 0
        ? (subtract ? -1 : 1) * c.value() * scale
        : PointerState.UNKNOWN;
  }

  /** What a variable points to; if nothing is known of it, that is given a name. */
  private static Pointer held(PointerState now, Variable variable) {
    return now.pointers.computeIfAbsent(variable, v -> new Pointer(new Pointee(null, 0, null), 0));
  }

  private @Nullable Pointer address(PointerState now, Expression lvalue) {
    return switch (lvalue) {
      case Expression.VarRef v ->
          v.variable().storage == Variable.Storage.LOCAL && !v.variable().name.startsWith(".")
              ? new Pointer(
                  locals.computeIfAbsent(v.variable(), local -> new Pointee(null, 0, local)), 0)
              : null;
      case Expression.FieldRef f -> {
        Pointer base = address(now, f.base());
        yield base == null ? null : base.plus(f.field().offset());
      }
      case Expression.Deref d -> pointer(now, d.pointer());
      default -> null;
    };
  }

  // ---- assignments -------------------------------------------------------------------------

  /**
   * @param value what is stored, null if that is not known
   */
  void assign(PointerState now, Variable variable, @Nullable Expression value) {
    Pointer pointer = value == null ? null : pointer(now, value);
    if (pointer == null) {
      now.pointers.remove(variable);
    } else {
      now.pointers.put(variable, pointer);
    }
    now.depend(variable, UNTESTED);
    if (value != null && value.withoutCasts() instanceof Expression.Call call) {
      now.dependAt(call.loc(), UNTESTED, variable);
    }
  }

  /** {@code p += count}. */
  static void move(
      PointerState now, Variable variable, Expression count, long scale, boolean subtract) {
    now.pointers.put(variable, held(now, variable).plus(bytes(count, scale, subtract)));
  }

  /** Remembers an address of a local variable that is stored where it outlives the function. */
  void store(PointerState now, Expression target, @Nullable Expression value, int loc) {
    Expression place = target instanceof Expression.FieldRef f ? f.base() : target;
    Variable root = null;
    String name = "";
    if (target instanceof Expression.VarRef v) {
      root = v.variable();
      name = root.name;
    } else if (place instanceof Expression.Deref d
        && d.pointer() instanceof Expression.Load load
        && load.lvalue() instanceof Expression.VarRef v
        && v.variable().storage == Variable.Storage.PARAMETER) {
      root = v.variable();
      name =
          "*" + root.name + (target instanceof Expression.FieldRef f ? "." + f.field().name() : "");
    }
    if (root == null || root.storage == Variable.Storage.LOCAL) {
      return;
    }
    Pointer pointer = value == null ? null : pointer(now, value);
    now.stores.remove(root);
    if (pointer != null && pointer.to().variable != null) {
      now.stores.put(root, new Store(pointer.to().variable, name, loc));
    }
  }

  // ---- ends --------------------------------------------------------------------------------

  /** A variable begins to exist, perhaps in a further round of a loop. */
  void begin(PointerState now, Variable variable) {
    Pointee local = locals.get(variable);
    if (local != null) {
      now.ends.remove(local);
    }
  }

  /** The scope of what is declared in a list ends. */
  void end(PointerState now, List<Statement> list) {
    for (Statement s : list) {
      Pointee local = s instanceof Statement.LocalDecl d ? locals.get(d.variable()) : null;
      if (local != null) {
        now.ends.put(local, new End(null, s.loc(), false, null));
      }
    }
  }

  /** A variable's value is asked for, otherwise than to compare it. */
  void use(PointerState now, Variable variable, int loc) {
    Pointer pointer = now.pointers.get(variable);
    End end = pointer == null ? null : now.ends.get(pointer.to());
    if (pointer == null
        || end == null
        || end.unlessNull() != null
        || variable.name.startsWith(".")) {
      return;
    }
    Variable local = pointer.to().variable;
    if (end.by() != null) {
      unit.report(
              end.mayFail() ? MAYBE_USE_AFTER_FREE : USE_AFTER_FREE, loc, variable.name, end.by())
          .note(end.loc(), "call to ‘%s’ here", end.by());
    } else if (local != null) {
      unit.report(DANGLING, loc, variable.name, local.name)
          .note(local.loc, "‘%s’ declared here", local.name);
    }
  }

  /** A function is called that may take an argument back. */
  void call(PointerState now, Expression.Call call) {
    FunctionSymbol function = call.function();
    if (function == null || !function.isConst && !function.isPure) {
      now.stores.clear(); // It may use them.
    }
    int taken = function == null ? -1 : Deallocation.taken(function);
    if (function == null || taken < 0 || taken >= call.arguments().size()) {
      return;
    }
    Expression argument = call.arguments().get(taken);
    Pointer pointer = pointer(now, argument);
    if (pointer == null) {
      return;
    }
    Variable local = pointer.to().variable;
    boolean direct = !(argument.withoutCasts() instanceof Expression.Load); // MemoryCalls tells.
    if (local == null) {
      origin(call, function, pointer, direct ? "" : MemoryCalls.name(argument));
      boolean mayFail = function.name.startsWith("realloc");
      now.ends.put(
          pointer.to(), new End(function.name, call.loc(), mayFail, mayFail ? UNTESTED : null));
    } else if (!direct) {
      unit.report(FREE_UNALLOCATED, call.loc(), function.name, local.name)
          .note(local.loc, "declared here");
    }
  }

  /** Whether what is given back comes from where it belongs, and as it came. */
  private void origin(
      Expression.Call call, FunctionSymbol function, Pointer pointer, String argument) {
    FunctionSymbol giver = pointer.to().giver;
    if (giver != null && !Deallocation.fit(giver, function)) {
      unit.report(MISMATCHED_DEALLOC, call.loc(), function.name)
          .note(pointer.to().loc, "returned from ‘%s’", giver.name);
    } else if (!argument.isEmpty() && isBehindStart(pointer)) {
      String offset = Long.toString(pointer.offset());
      Diagnostic d = unit.report(FREE_OFFSET, call.loc(), function.name, argument, offset);
      if (giver != null) {
        d.note(pointer.to().loc, "returned from ‘%s’", giver.name);
      }
    }
  }

  /** Before an object of unknown origin may lie what a program's own allocator wrote there. */
  private static boolean isBehindStart(Pointer pointer) {
    return pointer.offset() != PointerState.UNKNOWN
        && (pointer.to().giver == null ? pointer.offset() > 0 : pointer.offset() != 0);
  }

  /** A value is returned: no address of a variable of the function, through another variable. */
  void returned(PointerState now, Expression value) {
    Pointer pointer = pointer(now, value);
    if (pointer != null
        && pointer.to().variable != null
        && !now.ends.containsKey(pointer.to())
        && isFromVariable(value)) {
      unit.report(RETURN_LOCAL_ADDRESS, value.loc())
          .note(pointer.to().variable.loc, "declared here");
    }
  }

  private static boolean isFromVariable(Expression pointer) {
    Expression at = pointer.withoutCasts();
    while (at instanceof Expression.PointerAdd sum) {
      at = sum.pointer().withoutCasts();
    }
    return at instanceof Expression.Load;
  }

  /** The function ends here: addresses of its variables that others still have. */
  void leave(PointerState now) {
    for (Store store : now.stores.values()) {
      unit.report(DANGLING_STORE, store.loc(), store.local().name, store.place())
          .note(store.local().loc, "‘%s’ declared here", store.local().name);
    }
  }
}
