package dev.ferry.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function's C-level signature.
 *
 * @param params the named parameters, then (at a call) the variadic arguments after promotion
 * @param result null for void
 * @param variadic declared with {@code ...}
 * @param named how many of {@code params} are named; the rest are variadic
 */
public record Signature(
    List<ParamType> params, @Nullable ParamType result, boolean variadic, int named) {
  public boolean returnsAggregate() {
    return result instanceof ParamType.Aggregate;
  }

  /** The type of the scalar result; null for void or an aggregate. */
  public @Nullable Type scalarResult() {
    return result instanceof ParamType.Scalar(Type type) ? type : null;
  }
}
