package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.LittleEndian;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The GNU build-id note: a hash of the output, or the bytes the user gave. */
final class BuildId {
  private BuildId() {}

  /** Size of the identifier in bytes. */
  static int length(String style) {
    return switch (style) {
      case "md5", "uuid" -> 16;
      case "sha1", "", "fast" -> 20;
      default -> style.startsWith("0x") ? hex(style).length : 20;
    };
  }

  private static byte[] hex(String style) {
    String digits = style.substring(2).replaceAll("[-:]", "");
    try {
      return HexFormat.of().parseHex(digits);
    } catch (IllegalArgumentException e) {
      throw new LinkException("unrecognized --build-id style `" + style + "'");
    }
  }

  static void writeHeader(byte[] out, int at, String style) {
    LittleEndian.set(out, at, 4, 4);
    LittleEndian.set(out, at + 4, 4, length(style));
    LittleEndian.set(out, at + 8, 4, 3);
    LittleEndian.set(out, at + 12, 4, 0x00554e47);
  }

  /** Fills in the identifier, once everything else is written. */
  static void fill(byte[] out, int at, String style) {
    byte[] id;
    if (style.startsWith("0x")) {
      id = hex(style);
    } else {
      try {
        id = MessageDigest.getInstance(length(style) == 16 ? "MD5" : "SHA-1").digest(out);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has MD5 and SHA-1", e);
      }
    }
    System.arraycopy(id, 0, out, at + 16, id.length);
  }
}
