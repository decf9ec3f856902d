package dev.ferry.machine.linux.abi;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Guests' strings: UTF-8 as a rule, any bytes in fact. A byte that is no UTF-8 is kept as a low
 * surrogate alone, 0xdc00 and the byte, which no UTF-8 gives: as Python's surrogateescape (PEP
 * 383).
 */
public final class GuestText {
  private static final char ESCAPED = 0xdc00;

  private GuestText() {}

  /** The string of some bytes. */
  public static String of(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf('\ufffd') < 0 ? text : escaping(bytes);
  }

  private static String escaping(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result;
    while ((result = decoder.decode(in, out, true)).isError()) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPED + (in.get() & 0xff)));
      }
    }
    return out.flip().toString();
  }

  /** A decimal number of 32 bits, -1 for what is none. */
  public static int number(String text) {
    try {
      return text.isEmpty() ? -1 : Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The bytes of a string; those of {@link #of} come back as they were. */
  public static byte[] bytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)) {
        i++;
      } else if (c >= ESCAPED + 0x80 && c <= ESCAPED + 0xff) {
        out.writeBytes(text.substring(start, i).getBytes(StandardCharsets.UTF_8));
        out.write(c & 0xff);
        start = i + 1;
      }
    }
    out.writeBytes(text.substring(start).getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }
}
