package dev.ferry.driver.pipeline;

import dev.ferry.driver.cc.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory as text: a byte in eight binary digits a line, words with their most significant byte
 * first.
 *
 * @param bytes in the order of the lines
 */
record MemoryImage(byte[] bytes) {
  static final MemoryImage EMPTY = new MemoryImage(new byte[0]);

  /** Whether a file's first line is a byte in binary. */
  static boolean isImage(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (var lines = Files.lines(file)) {
      return lines
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .findFirst()
          .map(line -> line.matches("[01]{8}"))
          .orElse(false);
    }
  }

  /**
   * @throws UsageException if a line is no byte
   */
  static MemoryImage read(Path file) throws IOException, UsageException {
    List<String> lines = Files.readAllLines(file);
    byte[] bytes = new byte[lines.size()];
    int count = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty()) {
        continue;
      }
      if (!line.matches("[01]{8}")) {
        throw new UsageException(
            file.getFileName() + ":" + (i + 1) + ": ‘" + line + "’ is no byte in binary");
      }
      bytes[count++] = (byte) Integer.parseInt(line, 2);
    }
    return new MemoryImage(java.util.Arrays.copyOf(bytes, count));
  }

  /** The bytes as the machine wants them: each word the other way round. */
  byte[] littleEndian() {
    return swapped(bytes);
  }

  /** An image of the machine's memory. */
  static MemoryImage ofLittleEndian(byte[] memory) {
    return new MemoryImage(swapped(memory));
  }

  private static byte[] swapped(byte[] from) {
    byte[] to = new byte[from.length + 3 & ~3];
    for (int i = 0; i < from.length; i++) {
      to[i ^ 3] = from[i];
    }
    return to;
  }

  /** The lines of the text form. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(bytes.length);
    for (byte b : bytes) {
      lines.add(binary(b & 0xff, 8));
    }
    return lines;
  }

  /** The low bits of a number in binary. */
  static String binary(long value, int width) {
    StringBuilder digits = new StringBuilder(width);
    for (int i = width - 1; i >= 0; i--) {
      digits.append(value >>> i & 1);
    }
    return digits.toString();
  }
}
