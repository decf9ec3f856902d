package dev.ferry.ir;

/**
 * How memory is accessed: the payload of loads, stores and atomics.
 *
 * @param type width and extension
 * @param offset bytes added to the address operand
 * @param align guaranteed alignment in bytes, a power of two; less than the width means the access
 *     may be misaligned and code generation must split it
 * @param alias alias class for type-based analysis: 0 may alias everything; other classes alias
 *     themselves, 0, and their ancestors in {@link Module#aliasParent}
 * @param isVolatile neither removed, duplicated, nor reordered with other volatile accesses
 */
public record MemAccess(MemType type, int offset, int align, int alias, boolean isVolatile) {
  public MemAccess(MemType type, int offset) {
    this(type, offset, type.bytes(), 0, false);
  }

  public MemAccess withOffset(int newOffset) {
    return new MemAccess(type, newOffset, align, alias, isVolatile);
  }
}
