package dev.ferry.machine.gdb;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Numbers and bytes as the protocol writes them. */
final class Hex {
  private static final HexFormat FORMAT = HexFormat.of();

  private Hex() {}

  static String ofByte(int value) {
    return FORMAT.toHexDigits((byte) value);
  }

  static String of(byte[] bytes) {
    return FORMAT.formatHex(bytes);
  }

  static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A register's bytes, least significant first. */
  static String ofRegister(long value, int bytes) {
    StringBuilder text = new StringBuilder(2 * bytes);
    for (int i = 0; i < bytes; i++) {
      text.append(ofByte((int) (value >>> 8 * i)));
    }
    return text.toString();
  }

  /**
   * @throws IllegalArgumentException for what is no hexadecimal text
   */
  static byte[] bytes(String text) {
    return FORMAT.parseHex(text);
  }

  /** A register from its bytes, least significant first. */
  static long register(String text) {
    byte[] bytes = bytes(text);
    long value = 0;
    for (int i = Math.min(8, bytes.length) - 1; i >= 0; i--) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }

  /** A number, most significant digit first. */
  static long number(String text) {
    return HexFormat.fromHexDigitsToLong(text);
  }
}
