package dev.ferry.lower;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * {@code -fsanitize=}: which undefined behaviour is looked for when the program runs.
 *
 * @param checks what is looked for
 * @param recovering what the program goes on after ({@code -fsanitize-recover=})
 * @param traps {@code -fsanitize-undefined-trap-on-error}: an illegal instruction, no report
 */
public record Sanitizing(
    Set<UndefinedCheck> checks, Set<UndefinedCheck> recovering, boolean traps) {
  public static final Sanitizing NONE =
      new Sanitizing(
          Set.of(),
          Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.copyOf(UndefinedCheck.FATAL))),
          false);

  boolean isOn() {
    return !checks.isEmpty();
  }

  /** Whether a null pointer must stay one in the optimiser's eyes after it was accessed. */
  public boolean looksForNull() {
    return checks.contains(UndefinedCheck.NULL)
        || checks.contains(UndefinedCheck.NONNULL_ATTRIBUTE)
        || checks.contains(UndefinedCheck.RETURNS_NONNULL_ATTRIBUTE);
  }

  /** Without what an attribute of a function leaves out. */
  Sanitizing without(List<String> names) {
    if (names.isEmpty() || !isOn()) {
      return this;
    }
    EnumSet<UndefinedCheck> left = EnumSet.copyOf(checks);
    for (String name : names) {
      left.removeAll(named(name));
    }
    return new Sanitizing(left, recovering, traps);
  }

  /**
   * The checks that a name after {@code -fsanitize=} stands for; empty for a name that is none of
   * undefined behaviour.
   */
  public static Set<UndefinedCheck> named(String name) {
    switch (name) {
      case "undefined" -> {
        return UndefinedCheck.UNDEFINED;
      }
      case "shift" -> {
        return EnumSet.of(UndefinedCheck.SHIFT_BASE, UndefinedCheck.SHIFT_EXPONENT);
      }
      case "bounds-strict" -> {
        return EnumSet.of(UndefinedCheck.BOUNDS, UndefinedCheck.BOUNDS_STRICT);
      }
      case "all" -> {
        return EnumSet.allOf(UndefinedCheck.class);
      }
      default -> {}
    }
    for (UndefinedCheck check : UndefinedCheck.values()) {
      if (check.option.equals(name)) {
        return EnumSet.of(check);
      }
    }
    return Set.of();
  }
}
