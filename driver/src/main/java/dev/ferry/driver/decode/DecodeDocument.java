package dev.ferry.driver.decode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Machine words explained.
 *
 * @param version of this format; 1
 * @param xlen register width: 32 or 64
 */
public record DecodeDocument(int version, int xlen, List<DecodedWord> words) {
  /**
   * A word.
   *
   * @param input what was given
   * @param address where it stands, for words of a file
   * @param hex its digits
   * @param binary its bits, in groups of the fields
   * @param length 2 or 4 bytes
   * @param known whether it is an instruction
   * @param text the assembly, with pseudo-instructions
   * @param plain the assembly without pseudo-instructions and ABI names
   * @param instruction what is known of the instruction
   * @param fields its bits, from the most significant
   * @param near for an unknown word: instructions that come close
   */
  public record DecodedWord(
      String input,
      @Nullable String address,
      String hex,
      String binary,
      int length,
      boolean known,
      String text,
      String plain,
      @Nullable Instruction instruction,
      List<Field> fields,
      List<Near> near) {}

  /**
   * A line of the instruction table.
   *
   * @param mnemonic its name
   * @param extension where it is defined
   * @param format the name of the layout: R, I, S, B, U, J, R4 or a compressed one
   * @param expansion for a compressed form the instruction it is short for
   * @param compressed the 16-bit form of this word, if there is one
   * @param sentence what it does
   * @param pseudoCode its meaning
   * @param syntax how it is written
   * @param pseudo pseudo-instructions that are written for it
   * @param examples assembly, each with its word
   */
  public record Instruction(
      String mnemonic,
      String extension,
      String format,
      @Nullable String expansion,
      @Nullable CompressedForm compressed,
      String sentence,
      String pseudoCode,
      String syntax,
      List<Pseudo> pseudo,
      List<Example> examples) {}

  /**
   * The 16-bit form of an instruction.
   *
   * @param hex its digits
   * @param text its assembly
   */
  public record CompressedForm(String hex, String text) {}

  /**
   * A pseudo-instruction.
   *
   * @param syntax how it is written
   * @param meaning the instruction that it stands for
   */
  public record Pseudo(String syntax, String meaning) {}

  /**
   * An example.
   *
   * @param text assembly
   * @param hex its word
   */
  public record Example(String text, String hex) {}

  /**
   * A field of a word.
   *
   * @param name {@code opcode}, {@code rd}, {@code imm[11:0]} and so on
   * @param high its highest bit
   * @param low its lowest bit
   * @param bits its binary digits
   * @param value what they mean: a register, a number, or empty
   * @param fixed whether they are the same in every use of the instruction
   */
  public record Field(String name, int high, int low, String bits, String value, boolean fixed) {}

  /**
   * An instruction that a word is not, but nearly.
   *
   * @param text the assembly, if the differing bits were right
   * @param wrongBits numbers of the bits that differ
   * @param why in words
   */
  public record Near(String mnemonic, String text, List<Integer> wrongBits, String why) {}
}
