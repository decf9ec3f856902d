package dev.ferry.c.typed;

import dev.ferry.c.types.CType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A flattened initialiser: designators resolved, braces gone.
 *
 * @param elements in evaluation order, later ones override earlier ones that they overlap
 * @param isComplete whether the elements cover every byte that matters; if not, the object is
 *     zeroed first
 * @param size bytes of the initialised object, with a flexible array member's elements
 */
public record Initializer(List<Element> elements, boolean isComplete, long size) {
  /**
   * One stored value.
   *
   * @param offset bytes from the start of the object; for a bit-field, of its storage unit
   * @param type the type stored, unqualified; an aggregate for a struct expression, a char array
   *     for a string literal
   * @param bitField the bit-field stored to, or null
   * @param value converted to {@code type}; for objects of static storage an {@link
   *     Expression.IntConst}, {@link Expression.FloatConst}, {@link Expression.WideConst}, {@link
   *     Expression.AddressConst}, {@link Expression.StringRef} (array contents) or a Cast of an
   *     AddressConst to an integer as wide
   */
  public record Element(
      long offset, CType type, CType.@Nullable Field bitField, Expression value) {}
}
