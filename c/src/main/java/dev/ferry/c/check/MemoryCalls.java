package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Variable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the string and memory functions that surely write or read beyond an object, free what is
 * none of the heap's, or are given one object twice that must be two.
 */
final class MemoryCalls {
  /**
   * Where the arguments of a function stand; -1 for what it has not.
   *
   * @param reads the arguments that as many bytes are read from as {@code size} says
   * @param text a string that is copied whole
   */
  private record Places(int destination, List<Integer> reads, int size, int text) {}

  private static final Map<String, Places> PLACES =
      Map.ofEntries(
          Map.entry("memcpy", new Places(0, List.of(1), 2, -1)),
          Map.entry("mempcpy", new Places(0, List.of(1), 2, -1)),
          Map.entry("memmove", new Places(0, List.of(1), 2, -1)),
          Map.entry("memset", new Places(0, List.of(), 2, -1)),
          Map.entry("bzero", new Places(0, List.of(), 1, -1)),
          Map.entry("memcmp", new Places(-1, List.of(0, 1), 2, -1)),
          Map.entry("strncpy", new Places(0, List.of(), 2, -1)),
          Map.entry("strcpy", new Places(0, List.of(), -1, 1)),
          Map.entry("stpcpy", new Places(0, List.of(), -1, 1)),
          Map.entry("strcat", new Places(0, List.of(), -1, 1)),
          Map.entry("sprintf", new Places(0, List.of(), -1, -1)),
          Map.entry("snprintf", new Places(0, List.of(), 1, -1)));

  private final Unit unit;
  private final OutputLength lengths;

  MemoryCalls(Unit unit) {
    this.unit = unit;
    this.lengths = new OutputLength(unit);
  }

  /**
   * @param unused whether nothing asks for the result
   */
  void check(Expression.Call call, boolean unused) {
    FunctionSymbol function = call.function();
    if (function == null || function.isDefined || function.isInternal) {
      return;
    }
    List<Expression> arguments = call.arguments();
    if (function.name.equals("free") || function.name.equals("realloc")) {
      if (!arguments.isEmpty()) {
        released(call, function.name, arguments.getFirst());
      }
      return;
    }
    Places places = PLACES.get(function.name);
    if (places == null || arguments.size() <= Math.max(places.size, places.text)) {
      return;
    }
    sizes(call, function.name, places);
    switch (function.name) {
      case "sprintf" -> lengths.check(call, room(call, places), Long.MAX_VALUE, 1);
      case "snprintf" -> {
        Long bound = number(arguments.get(1));
        if (unused && bound != null && bound > 0) {
          lengths.check(call, -1, bound, 2);
        }
      }
      case "memcpy", "mempcpy", "strcpy", "stpcpy", "strcat", "strncpy" ->
          overlap(call, function.name);
      default -> {}
    }
  }

  /** Bytes in the destination, or -1. */
  private long room(Expression.Call call, Places places) {
    boolean isString = places.text >= 0 || places.size < 0;
    return ObjectSize.of(unit.types, call.arguments().get(places.destination), isString);
  }

  private void sizes(Expression.Call call, String name, Places places) {
    List<Expression> arguments = call.arguments();
    Long size = places.size < 0 ? null : number(arguments.get(places.size));
    if (places.text >= 0) {
      byte[] text = OutputLength.text(arguments.get(places.text));
      size = text == null ? null : (Long) (text.length + 1L);
    }
    if (size == null) {
      return;
    }
    if (places.destination >= 0) {
      long room = room(call, places);
      if (room >= 0 && Long.compareUnsigned(size, room) > 0) {
        if (name.equals("snprintf")) {
          unit.report(STRINGOP_BOUND, call.loc(), name, Long.toUnsignedString(size), bytes(room));
        } else {
          unit.report(STRINGOP_OVERFLOW, call.loc(), name, bytes(size), bytes(room).split(" ")[0]);
        }
        return;
      }
    }
    for (int source : places.reads) {
      long there = ObjectSize.of(unit.types, arguments.get(source), false);
      if (there >= 0 && Long.compareUnsigned(size, there) > 0) {
        unit.report(STRINGOP_OVERREAD, call.loc(), name, bytes(size), Long.toString(there));
        return;
      }
    }
  }

  static String bytes(long count) {
    return Long.toUnsignedString(count) + (count == 1 ? " byte" : " bytes");
  }

  private static @Nullable Long number(Expression e) {
    return e instanceof IntConst c ? (Long) c.value() : null;
  }

  /**
   * {@code free} of an object that has a name, or of a place behind the beginning; before it may
   * lie what a program's own allocator wrote there.
   */
  private void released(Expression.Call call, String name, Expression pointer) {
    Expression at = pointer;
    long offset = 0;
    while (true) {
      if (at instanceof Expression.Cast cast) {
        at = cast.operand();
      } else if (at instanceof Expression.PointerAdd add
          && add.index() instanceof IntConst index
          && add.scale() > 0) {
        offset += (add.subtract() ? -index.value() : index.value()) * add.scale();
        at = add.pointer();
      } else {
        break;
      }
    }
    if (at instanceof Expression.AddressOf address) {
      Expression object = address.operand();
      while (object instanceof Expression.FieldRef field) {
        object = field.base();
      }
      if (object instanceof Expression.VarRef ref) {
        unit.report(FREE_UNALLOCATED, call.loc(), name, ref.variable().name)
            .note(ref.variable().loc, "declared here");
      } else if (object instanceof Expression.StringRef) {
        unit.report(FREE_UNALLOCATED, call.loc(), name, "a string literal");
      }
    } else if (offset > 0
        && at instanceof Expression.Load load
        && load.lvalue() instanceof Expression.VarRef ref) {
      unit.report(FREE_OFFSET, call.loc(), name, ref.variable().name, offset);
    }
  }

  /** One variable as destination and source. */
  private void overlap(Expression.Call call, String function) {
    if (isSame(call.arguments().get(0), call.arguments().get(1))) {
      unit.report(RESTRICT_SAME, call.loc(), function);
    }
  }

  /** Whether both are the value, or both the address, of one variable. */
  static boolean isSame(Expression a, Expression b) {
    Expression left = a.withoutCasts();
    Expression right = b.withoutCasts();
    Variable variable = variable(left);
    return variable != null && variable == variable(right) && left.getClass() == right.getClass();
  }

  /** The name of the variable that an argument is. */
  static String name(Expression argument) {
    Variable variable = variable(argument.withoutCasts());
    return variable == null ? "" : variable.name;
  }

  private static @Nullable Variable variable(Expression e) {
    Expression place =
        switch (e) {
          case Expression.Load load -> load.lvalue();
          case Expression.AddressOf address -> address.operand();
          default -> e;
        };
    return place instanceof Expression.VarRef ref ? ref.variable() : null;
  }
}
