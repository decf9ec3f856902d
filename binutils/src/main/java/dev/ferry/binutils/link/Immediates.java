package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.LittleEndian;

/**
 * Places immediates in instruction words (unprivileged specification, "Base Instruction Formats").
 */
final class Immediates {
  private Immediates() {}

  private static void patch(byte[] out, int at, int mask, int bits) {
    LittleEndian.set(out, at, 4, LittleEndian.i32(out, at) & ~mask | bits & mask);
  }

  /** U-type: bits 31..12 of a value whose low part is added as a signed number. */
  static void setHigh(byte[] out, int at, long value) {
    patch(out, at, 0xfffff000, (int) (value + 0x800));
  }

  /** I-type. */
  static void setI(byte[] out, int at, long value) {
    patch(out, at, 0xfff00000, (int) value << 20);
  }

  /** S-type. */
  static void setS(byte[] out, int at, long value) {
    int v = (int) value;
    patch(out, at, 0xfe000f80, (v & 0xfe0) << 20 | (v & 0x1f) << 7);
  }

  /** B-type. */
  static void setB(byte[] out, int at, long value) {
    int v = (int) value;
    int bits = (v >> 12 & 1) << 31 | (v >> 5 & 63) << 25 | (v >> 1 & 15) << 8 | (v >> 11 & 1) << 7;
    patch(out, at, 0xfe000f80, bits);
  }

  /** J-type. */
  static void setJ(byte[] out, int at, long value) {
    patch(out, at, 0xfffff000, encodeJ((int) value));
  }

  static int encodeJ(int v) {
    return (v >> 20 & 1) << 31 | (v >> 1 & 0x3ff) << 21 | (v >> 11 & 1) << 20 | (v & 0xff000);
  }

  /** CB-type: c.beqz, c.bnez. */
  static void setCb(byte[] out, int at, long value) {
    int v = (int) value;
    int bits =
        (v >> 8 & 1) << 12
            | (v >> 3 & 3) << 10
            | (v >> 6 & 3) << 5
            | (v >> 1 & 3) << 3
            | (v >> 5 & 1) << 2;
    LittleEndian.set(out, at, 2, LittleEndian.u16(out, at) & ~0x1c7c | bits);
  }

  /** CJ-type: c.j, c.jal. */
  static void setCj(byte[] out, int at, long value) {
    LittleEndian.set(out, at, 2, LittleEndian.u16(out, at) & ~0x1ffc | encodeCj((int) value));
  }

  static int encodeCj(int v) {
    return (v >> 11 & 1) << 12
        | (v >> 4 & 1) << 11
        | (v >> 8 & 3) << 9
        | (v >> 10 & 1) << 8
        | (v >> 6 & 1) << 7
        | (v >> 7 & 1) << 6
        | (v >> 1 & 7) << 3
        | (v >> 5 & 1) << 2;
  }

  /** c.lui: the high part in six bits. */
  static void setCLui(byte[] out, int at, long value) {
    int high = (int) (value + 0x800 >> 12);
    int bits = (high >> 5 & 1) << 12 | (high & 31) << 2;
    LittleEndian.set(out, at, 2, LittleEndian.u16(out, at) & ~0x107c | bits);
  }

  /** Replaces the base register of an I- or S-type instruction. */
  static void setBase(byte[] out, int at, int register) {
    patch(out, at, 31 << 15, register << 15);
  }

  static int word(byte[] out, int at) {
    return LittleEndian.i32(out, at);
  }
}
