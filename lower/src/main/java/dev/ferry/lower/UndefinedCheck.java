package dev.ferry.lower;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What {@code -fsanitize=} may look for, one by one: gcc's names. */
public enum UndefinedCheck {
  SHIFT_BASE("shift-base"),
  SHIFT_EXPONENT("shift-exponent"),
  INTEGER_DIVIDE_BY_ZERO("integer-divide-by-zero"),
  UNREACHABLE("unreachable"),
  VLA_BOUND("vla-bound"),
  NULL("null"),
  /** The end of a function with a result: undefined in C++ only. */
  RETURN("return"),
  SIGNED_INTEGER_OVERFLOW("signed-integer-overflow"),
  BOOL("bool"),
  /** Values outside an enumeration's range: every value of the type is in it in C. */
  ENUM("enum"),
  FLOAT_DIVIDE_BY_ZERO("float-divide-by-zero"),
  FLOAT_CAST_OVERFLOW("float-cast-overflow"),
  BOUNDS("bounds"),
  /** Arrays at the end of a record too, which are often used as if they were longer. */
  BOUNDS_STRICT("bounds-strict"),
  ALIGNMENT("alignment"),
  NONNULL_ATTRIBUTE("nonnull-attribute"),
  RETURNS_NONNULL_ATTRIBUTE("returns-nonnull-attribute"),
  OBJECT_SIZE("object-size"),
  /** Virtual tables: C++. */
  VPTR("vptr"),
  POINTER_OVERFLOW("pointer-overflow"),
  BUILTIN("builtin");

  /**
   * What {@code -fsanitize=undefined} means: division by a floating zero is defined by IEEE 754.
   */
  public static final Set<UndefinedCheck> UNDEFINED =
      Collections.unmodifiableSet(
          EnumSet.complementOf(
              EnumSet.of(FLOAT_DIVIDE_BY_ZERO, FLOAT_CAST_OVERFLOW, BOUNDS_STRICT)));

  /** Nothing can go on after these. */
  public static final Set<UndefinedCheck> FATAL =
      Collections.unmodifiableSet(EnumSet.of(UNREACHABLE, RETURN));

  /** After {@code -fsanitize=}. */
  public final String option;

  UndefinedCheck(String option) {
    this.option = option;
  }
}
