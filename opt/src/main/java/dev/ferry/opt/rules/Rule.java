package dev.ferry.opt.rules;

import org.jspecify.annotations.Nullable;

/**
 * A rewrite: where {@code from} matches and {@code condition} holds, {@code to} may stand.
 *
 * @param name unique; tests say which file fires it
 * @param condition a term that must be non-zero, or null
 */
record Rule(String name, Term from, Term to, @Nullable Term condition) {
  @Override
  public String toString() {
    return name + ": " + from + " => " + to + (condition == null ? "" : " if " + condition);
  }
}
