package dev.ferry.c.check;

import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Variable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the pointers in a function's variables point to, at one place of it. */
final class PointerState {
  /**
   * What a pointer points into; each is another one.
   *
   * @see PointerLifetimes
   */
  static final class Pointee {
    /** The function that has given it, or null. */
    final @Nullable FunctionSymbol giver;

    /** Where it was called. */
    final int loc;

    /** The local variable that it is, or null. */
    final @Nullable Variable variable;

    Pointee(@Nullable FunctionSymbol giver, int loc, @Nullable Variable variable) {
      this.giver = giver;
      this.loc = loc;
      this.variable = variable;
    }
  }

  /** In place of an offset that is not known. */
  static final long UNKNOWN = Long.MIN_VALUE;

  /**
   * A pointer.
   *
   * @param offset bytes from the start of what it points into
   */
  record Pointer(Pointee to, long offset) {
    Pointer plus(long bytes) {
      boolean known = offset != UNKNOWN && bytes != UNKNOWN;
      return new Pointer(to, known ? offset + bytes : UNKNOWN);
    }
  }

  /**
   * How something has come to its end.
   *
   * @param by the function that took it back; null for the end of a variable's scope
   * @param loc where it was called
   * @param mayFail whether it need not have taken it back: {@code realloc}
   * @param unlessNull it is not taken back where this variable is null, which nothing has tested
   */
  record End(@Nullable String by, int loc, boolean mayFail, @Nullable Variable unlessNull) {}

  /** An address of a local variable in a place that outlives it. */
  record Store(Variable local, String place, int loc) {}

  final Map<Variable, Pointer> pointers = new HashMap<>();
  final Map<Pointee, End> ends = new HashMap<>();

  /** By what the place is reached from: a variable of the file or a parameter. */
  final Map<Variable, Store> stores = new LinkedHashMap<>();

  PointerState copy() {
    PointerState copy = new PointerState();
    copy.pointers.putAll(pointers);
    copy.ends.putAll(ends);
    copy.stores.putAll(stores);
    return copy;
  }

  /** What is known where two ways meet; null stands for a way that is never gone. */
  static @Nullable PointerState join(@Nullable PointerState a, @Nullable PointerState b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    PointerState joined = a.copy();
    joined.pointers.entrySet().retainAll(b.pointers.entrySet());
    joined.ends.entrySet().retainAll(b.ends.entrySet());
    joined.stores.entrySet().retainAll(b.stores.entrySet());
    return joined;
  }

  /** What depended on a variable being null depends on another, since it is assigned. */
  void depend(Variable before, Variable after) {
    replace(end -> end.unlessNull == before, after);
  }

  /** The same of what has ended by one call. */
  void dependAt(int loc, Variable before, Variable after) {
    replace(end -> end.loc == loc && end.unlessNull == before, after);
  }

  private void replace(Predicate<End> which, @Nullable Variable unlessNull) {
    ends.replaceAll((pointee, end) ->
        which.test(end) ? new End(end.by, end.loc, end.mayFail, unlessNull) : end);
  }

  /** A variable is known to be null, or not to be: that settles what depended on it. */
  void settle(Variable tested, boolean isNull) {
    ends.entrySet().removeIf(e -> isNull && e.getValue().unlessNull == tested);
    replace(end -> end.unlessNull == tested, null);
  }
}
