package dev.ferry.ir;

import java.util.List;

/**
 * The memory layout of an aggregate that crosses a call: what the psABI needs to know of it. A
 * {@code long double} or {@code __int128} is an aggregate of 16 bytes aligned 16 with no float
 * fields.
 *
 * @param size bytes
 * @param align bytes
 * @param fields the flattened scalar members (arrays unrolled, zero-width bit-fields and empty
 *     members dropped), or an empty list where more than two exist or where it is a union: then
 *     only size and alignment matter
 */
public record Layout(long size, int align, List<Field> fields) {
  /**
   * @param offset bytes
   * @param type F32 or F64 for a float of that width; I32/I64 for any integer or pointer
   * @param bytes width
   * @param isSigned for integers narrower than XLEN
   */
  public record Field(int offset, Type type, int bytes, boolean isSigned) {}
}
