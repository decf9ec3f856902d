package dev.ferry.lower;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.ir.Value;
import org.jspecify.annotations.Nullable;

/**
 * The value of an expression: an SSA value for a scalar, else the memory that holds it and that
 * nobody changes until it is used.
 */
record Operand(@Nullable Value scalar, @Nullable Place memory) {
  static Operand of(Value value) {
    return new Operand(value, null);
  }

  static Operand of(Place place) {
    return new Operand(null, place);
  }

  Value value() {
    Value result = scalar;
    if (result == null) {
      throw new InternalCompilerError("lower", null, "a scalar is wanted, memory is there");
    }
    return result;
  }

  Place place() {
    Place result = memory;
    if (result == null) {
      throw new InternalCompilerError("lower", null, "memory is wanted, a scalar is there");
    }
    return result;
  }
}
