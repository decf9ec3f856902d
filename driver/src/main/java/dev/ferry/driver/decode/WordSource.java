package dev.ferry.driver.decode;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFormatException;
import dev.ferry.binutils.elf.ElfReader;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.Section;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where words come from: the command line, text with a word a line, the sections of an ELF file, or
 * raw bytes.
 */
public final class WordSource {
  /**
   * A word with its place.
   *
   * @param input as it was written
   * @param address null if it has none
   */
  public record Word(String input, int bits, @Nullable Long address) {}

  private WordSource() {}

  /** A word in hexadecimal or binary; null if it is neither. */
  public static @Nullable Word parse(String text) {
    String digits = text.replace("_", "").replace(" ", "");
    int radix = 16;
    if (digits.startsWith("0b") || digits.startsWith("0B")) {
      digits = digits.substring(2);
      radix = 2;
    } else if (digits.startsWith("0x") || digits.startsWith("0X")) {
      digits = digits.substring(2);
    } else if ((digits.length() == 32 || digits.length() == 16) && digits.matches("[01]+")) {
      radix = 2;
    }
    if (digits.isEmpty() || digits.length() > (radix == 2 ? 32 : 8) || digits.startsWith("-")) {
      return null;
    }
    try {
      return new Word(text, Integer.parseUnsignedInt(digits, radix), null);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * The words of a file.
   *
   * @param section the section of an ELF file; empty for all with code
   * @param raw whether the file is nothing but instructions
   * @throws IOException if it cannot be read, or is no file of words; with a message for the user
   */
  public static List<Word> read(Path file, String section, boolean raw) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (raw) {
      return stream(bytes, 0);
    }
    if (bytes.length > 4 && bytes[0] == 0x7f && bytes[1] == 'E' && bytes[2] == 'L') {
      return elf(file, bytes, section);
    }
    return text(file, new String(bytes, StandardCharsets.UTF_8));
  }

  /** The register width of an ELF file; 0 for any other. */
  public static int xlen(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    boolean elf = bytes.length > 4 && bytes[0] == 0x7f && bytes[1] == 'E' && bytes[2] == 'L';
    return !elf ? 0 : bytes[4] == 1 ? 32 : 64;
  }

  private static List<Word> elf(Path file, byte[] bytes, String wanted) throws IOException {
    try {
      ObjectFile object = ElfReader.read(file.toString(), bytes);
      List<Word> words = new ArrayList<>();
      boolean found = false;
      for (Section section : object.sections()) {
        boolean shown =
            wanted.isEmpty() ? section.hasFlag(Elf.SHF_EXECINSTR) : section.name().equals(wanted);
        if (shown) {
          found = true;
          words.addAll(stream(section.contents().toByteArray(), section.address()));
        }
      }
      if (!found) {
        throw new IOException(
            wanted.isEmpty() ? "has no section with code" : "has no section " + wanted);
      }
      return words;
    } catch (ElfFormatException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static List<Word> stream(byte[] bytes, long address) {
    List<Word> words = new ArrayList<>();
    for (int at = 0; at + 1 < bytes.length; ) {
      int word = bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
      int length = 2;
      if (!WordDecoder.isShort(word) && at + 3 < bytes.length) {
        word |= (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
        length = 4;
      }
      words.add(new Word(WordDecoder.hex(word, length), word, address + at));
      at += length;
    }
    return words;
  }

  private static List<Word> text(Path file, String text) throws IOException {
    List<Word> words = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String word = line.replaceFirst("[#;].*", "").strip();
      if (word.isEmpty()) {
        continue;
      }
      Word parsed = parse(word);
      if (parsed == null) {
        throw new IOException("line " + number + ": ‘" + word + "’ is no word");
      }
      words.add(parsed);
    }
    return words;
  }
}
