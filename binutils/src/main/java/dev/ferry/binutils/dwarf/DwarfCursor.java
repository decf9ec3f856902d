package dev.ferry.binutils.dwarf;

import dev.ferry.binutils.elf.Contents;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a debug section number by number; running past the end is a {@link DwarfException}. */
final class DwarfCursor {
  private final String section;
  private final Contents in;
  long at;
  long end;

  DwarfCursor(String section, Contents in, long at) {
    this.section = section;
    this.in = in;
    this.at = at;
    this.end = in.size();
    if (at < 0 || at > end) {
      throw bad("offset " + at + " outside the section");
    }
  }

  boolean atEnd() {
    return at >= end;
  }

  private void need(long width) {
    if (width < 0 || width > end - at) {
      throw bad("unexpected end");
    }
  }

  int u8() {
    need(1);
    return in.u8(at++);
  }

  int u16() {
    need(2);
    int value = in.u16(at);
    at += 2;
    return value;
  }

  long u32() {
    need(4);
    long value = in.i32(at) & 0xffff_ffffL;
    at += 4;
    return value;
  }

  long i64() {
    need(8);
    long value = in.i64(at);
    at += 8;
    return value;
  }

  /** A number of {@code width} bytes: 1, 2, 3, 4 or 8. */
  long number(int width) {
    return switch (width) {
      case 1 -> u8();
      case 2 -> u16();
      case 3 -> u16() | (long) u8() << 16;
      case 4 -> u32();
      case 8 -> i64();
      default -> throw bad("number of " + width + " bytes");
    };
  }

  long uleb() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int b = u8();
      if (shift < 64) {
        value |= (long) (b & 0x7f) << shift;
      }
      if (b < 0x80) {
        return value;
      }
    }
  }

  long sleb() {
    long value = 0;
    int shift = 0;
    int b;
    do {
      b = u8();
      if (shift < 64) {
        value |= (long) (b & 0x7f) << shift;
      }
      shift += 7;
    } while (b >= 0x80);
    return shift < 64 && (b & 0x40) != 0 ? value | -1L << shift : value;
  }

  /** A number that must be a sensible length or count. */
  int length() {
    long value = uleb();
    if (value < 0 || value > end) {
      throw bad("impossible length " + value);
    }
    return (int) value;
  }

  byte[] bytes(long count) {
    need(count);
    int from = in.arrayOffset() + (int) at;
    at += count;
    return Arrays.copyOfRange(in.array(), from, from + (int) count);
  }

  void skip(long width) {
    need(width);
    at += width;
  }

  String string() {
    long start = at;
    while (u8() != 0) {
      continue;
    }
    int from = in.arrayOffset() + (int) start;
    return new String(in.array(), from, (int) (at - 1 - start), StandardCharsets.UTF_8);
  }

  DwarfException bad(String message) {
    return new DwarfException(section, at, message);
  }
}
