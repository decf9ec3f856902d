package dev.ferry.c.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attribute, from {@code __attribute__((…))}, {@code [[…]]}.
 *
 * @param namespace {@code gnu} in {@code [[gnu::packed]]}; null for GNU syntax and for standard
 *     attributes
 * @param name without the underscores of {@code __packed__}
 * @param standardSyntax whether it was written in {@code [[…]]}
 * @param arguments the arguments as expressions; an identifier that names no object (as in {@code
 *     format(printf, 1, 2)}) is an {@link Expr.Identifier}. Empty for attributes that the parser
 *     does not know.
 * @param hasArguments whether parentheses were written
 */
public record Attribute(
    int loc,
    int end,
    @Nullable String namespace,
    String name,
    boolean standardSyntax,
    boolean hasArguments,
    List<Expr> arguments)
    implements Node {
  /** Whether this is GNU's attribute {@code name}, in whichever syntax. */
  public boolean isGnu(String name) {
    return this.name.equals(name) && (standardSyntax ? "gnu".equals(namespace) : namespace == null);
  }

  /** Whether this is the standard's attribute {@code name} (C23 6.7.12). */
  public boolean isStandard(String name) {
    return standardSyntax && namespace == null && this.name.equals(name);
  }
}
