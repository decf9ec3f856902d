package dev.ferry.c.lex;

import java.io.ByteArrayOutputStream;

/** UTF-8 in byte arrays, and the characters that identifiers may hold. */
final class Utf8 {
  private Utf8() {}

  /** The length of the well-formed sequence at {@code at}, or 0. */
  static int length(byte[] b, int at, int limit) {
    int c = b[at] & 0xff;
    int length = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
    if (length == 0 || at + length > limit) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((b[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    int decoded = decode(b, at, length);
    boolean overlong = length == 3 && decoded < 0x800 || length == 4 && decoded < 0x10000;
    boolean surrogate = decoded >= 0xd800 && decoded < 0xe000;
    return overlong || surrogate || decoded > 0x10ffff ? 0 : length;
  }

  /** The code point of a well-formed sequence. */
  static int decode(byte[] b, int at, int length) {
    int c = b[at] & 0xff;
    return switch (length) {
      case 1 -> c;
      case 2 -> (c & 0x1f) << 6 | b[at + 1] & 0x3f;
      case 3 -> (c & 0xf) << 12 | (b[at + 1] & 0x3f) << 6 | b[at + 2] & 0x3f;
      default ->
          (c & 7) << 18 | (b[at + 1] & 0x3f) << 12 | (b[at + 2] & 0x3f) << 6 | b[at + 3] & 0x3f;
    };
  }

  static void encode(int c, ByteArrayOutputStream out) {
    if (c < 0x80) {
      out.write(c);
    } else if (c < 0x800) {
      out.write(0xc0 | c >> 6);
      out.write(0x80 | c & 0x3f);
    } else if (c < 0x10000) {
      out.write(0xe0 | c >> 12);
      out.write(0x80 | c >> 6 & 0x3f);
      out.write(0x80 | c & 0x3f);
    } else {
      out.write(0xf0 | c >> 18);
      out.write(0x80 | c >> 12 & 0x3f);
      out.write(0x80 | c >> 6 & 0x3f);
      out.write(0x80 | c & 0x3f);
    }
  }

  /** C17 annex D.1, in pairs: first and last of each range that identifiers may contain. */
  private static final int[] ALLOWED = {
    0xA8, 0xA8, 0xAA, 0xAA, 0xAD, 0xAD, 0xAF, 0xAF, 0xB2, 0xB5, 0xB7, 0xBA, 0xBC, 0xBE, 0xC0, 0xD6,
    0xD8, 0xF6, 0xF8, 0x167F, 0x1681, 0x180D, 0x180F, 0x1FFF, 0x200B, 0x200D, 0x202A, 0x202E,
    0x203F, 0x2040, 0x2054, 0x2054, 0x2060, 0x218F, 0x2460, 0x24FF, 0x2776, 0x2793, 0x2C00, 0x2DFF,
    0x2E80, 0x2FFF, 0x3004, 0x3007, 0x3021, 0x302F, 0x3031, 0xD7FF, 0xF900, 0xFD3D, 0xFD40, 0xFDCF,
    0xFDF0, 0xFE44, 0xFE47, 0xFFFD, 0x10000, 0x1FFFD, 0x20000, 0x2FFFD, 0x30000, 0x3FFFD, 0x40000,
    0x4FFFD, 0x50000, 0x5FFFD, 0x60000, 0x6FFFD, 0x70000, 0x7FFFD, 0x80000, 0x8FFFD, 0x90000,
    0x9FFFD, 0xA0000, 0xAFFFD, 0xB0000, 0xBFFFD, 0xC0000, 0xCFFFD, 0xD0000, 0xDFFFD, 0xE0000,
    0xEFFFD
  };

  /** C17 annex D.2: what may not come first. */
  private static final int[] NOT_INITIAL = {
    0x300, 0x36F, 0x1DC0, 0x1DFF, 0x20D0, 0x20FF, 0xFE20, 0xFE2F
  };

  static boolean isIdentifierPart(int c, boolean first) {
    return in(ALLOWED, c) && !(first && in(NOT_INITIAL, c));
  }

  private static boolean in(int[] ranges, int c) {
    for (int i = 0; i < ranges.length; i += 2) {
      if (c >= ranges[i] && c <= ranges[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
