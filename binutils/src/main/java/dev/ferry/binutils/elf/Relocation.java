package dev.ferry.binutils.elf;

import org.jspecify.annotations.Nullable;

/**
 * One relocation, as a value to pass around.
 *
 * @param offset byte offset in its section
 * @param number the psABI's number of its type
 * @param symbol the symbol, or null for symbol index 0
 * @param addend the constant added to the symbol's value
 */
public record Relocation(long offset, int number, @Nullable Symbol symbol, long addend) {
  /** The type, or null when the number is not one of the psABI's. */
  public @Nullable RelocationType type() {
    return RelocationType.of(number);
  }
}
