package dev.ferry.explorer.decode;

import dev.ferry.binutils.asm.Assembler;
import dev.ferry.binutils.asm.AssemblerOptions;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.Section;
import dev.ferry.driver.cc.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What was typed as machine words: digits as they are, assembly through the assembler. */
final class Words {
  private static final Pattern DIGITS =
      Pattern.compile(
          "(0[xX])?[0-9a-fA-F]{4}|(0[xX])?[0-9a-fA-F]{8}|0[bB][01_]{1,39}|[01]{16}|[01]{32}");

  private static final int MAX_WORDS = 64;

  private Words() {}

  /**
   * The words of a text: several separated by blanks, or lines of assembly.
   *
   * @throws UsageException with the assembler's words if it is neither
   */
  static List<Integer> of(String text, int xlen) throws UsageException {
    String trimmed = text.strip();
    String[] parts = trimmed.split("[\\s,]+");
    List<Integer> words = new ArrayList<>();
    for (String part : parts) {
      if (!DIGITS.matcher(part).matches() || words.size() == MAX_WORDS) {
        return assembled(trimmed, xlen);
      }
      words.add(number(part.replace("_", "")));
    }
    return words;
  }

  private static int number(String digits) {
    boolean binary = digits.startsWith("0b") || digits.startsWith("0B");
    boolean bits = digits.matches("[01]{16}|[01]{32}");
    String bare = digits.replaceFirst("^0[xXbB](?=.)", "");
    return Integer.parseUnsignedInt(bare, binary || bits ? 2 : 16);
  }

  private static List<Integer> assembled(String text, int xlen) throws UsageException {
    String source = ".option norvc\n" + text + "\n";
    String isa = "rv" + xlen + "gc_zba_zbb_zbc_zbs_zicond_zfa_zfh";
    Assembler.Result result =
        Assembler.assemble(
            "input",
            source.getBytes(StandardCharsets.UTF_8),
            AssemblerOptions.forIsa(isa).withRelax(false));
    ObjectFile object = result.object();
    Section section = object == null ? null : object.section(".text");
    byte[] bytes = section == null ? new byte[0] : section.contents().toByteArray();
    if (bytes.length == 0) {
      throw new UsageException(
          "neither a machine word of 4 or 8 hexadecimal digits nor assembly"
              + (result.messages().isEmpty()
                  ? ""
                  : ": "
                      + result
                          .messages()
                          .getFirst()
                          .toString()
                          .replaceFirst("^input:\\d+: \\w+: ", "")));
    }
    return split(bytes);
  }

  private static List<Integer> split(byte[] bytes) {
    List<Integer> words = new ArrayList<>();
    int at = 0;
    while (at + 1 < bytes.length && words.size() < MAX_WORDS) {
      int low = bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
      boolean isShort = (low & 3) != 3 || at + 3 >= bytes.length;
      words.add(isShort ? low : low | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24);
      at += isShort ? 2 : 4;
    }
    return words;
  }
}
