package dev.ferry.base.diag;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Warning options whose warnings are about what the standard does not allow. */
final class PedanticFlags {
  private static final Set<String> FLAGS =
      Set.of(
          "declaration-after-statement",
          "discarded-qualifiers",
          "implicit-function-declaration",
          "implicit-int",
          "incompatible-pointer-types",
          "int-conversion",
          "long-long",
          "overlength-strings",
          "pedantic",
          "pointer-arith",
          "pointer-sign",
          "variadic-macros",
          "vla");

  private PedanticFlags() {}

  static boolean contains(@Nullable String flag) {
    return flag != null && FLAGS.contains(flag);
  }
}
