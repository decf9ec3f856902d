package dev.ferry.driver.decode;

import dev.ferry.binutils.disasm.Disassembler;
import dev.ferry.binutils.disasm.DisassemblerOptions;
import dev.ferry.binutils.disasm.Symbolizer;
import dev.ferry.driver.decode.DecodeDocument.CompressedForm;
import dev.ferry.driver.decode.DecodeDocument.DecodedWord;
import dev.ferry.driver.decode.DecodeDocument.Field;
import dev.ferry.driver.decode.DecodeDocument.Instruction;
import dev.ferry.driver.decode.DecodeDocument.Near;
import dev.ferry.driver.decode.DecodeDocument.Pseudo;
import dev.ferry.isa.Compressor;
import dev.ferry.isa.Decoded;
import dev.ferry.isa.Decoder;
import dev.ferry.isa.Forms;
import dev.ferry.isa.Opcode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Explains machine words, for one register width. */
public final class WordDecoder {
  private static final DisassemblerOptions PLAIN = new DisassemblerOptions(false, true);
  private static final DisassemblerOptions EXACT = new DisassemblerOptions(false, false);
  private static final int NEAR_LIMIT = 4;

  private final int xlen;
  private final Decoder decoder;
  private final Decoded decoded = new Decoded();

  /**
   * @param xlen 32 or 64
   */
  public WordDecoder(int xlen) {
    this.xlen = xlen;
    this.decoder = Decoder.all(xlen);
  }

  /** Whether the low half of a word is a whole instruction. */
  public static boolean isShort(int word) {
    return (word & 3) != 3;
  }

  /**
   * Explains a word.
   *
   * @param input what the user gave
   * @param address where it stands, which is what branches count from; null if unknown
   */
  public DecodedWord decode(String input, int word, @Nullable Long address) {
    boolean known = decoder.decode(word, decoded);
    int length = isShort(word) ? 2 : 4;
    int bits = length == 2 ? word & 0xffff : word;
    List<Field> fields = known ? WordFields.of(decoded) : List.of();
    String shown = address == null ? null : Long.toHexString(address);
    String hex = hex(bits, length);
    if (!known) {
      return new DecodedWord(
          input,
          shown,
          hex,
          binary(bits, length),
          length,
          false,
          (length == 2 ? ".half 0x" : ".word 0x") + hex,
          "",
          null,
          fields,
          near(bits, length));
    }
    return new DecodedWord(
        input,
        shown,
        hex,
        grouped(fields),
        length,
        true,
        text(decoded, xlen, address, DisassemblerOptions.DEFAULT),
        text(decoded, xlen, address, PLAIN),
        instruction(),
        fields,
        List.of());
  }

  /** The assembly; without an address a target is written as a distance: {@code .+8}. */
  static String text(
      Decoded decoded, int xlen, @Nullable Long address, DisassemblerOptions options) {
    long pc = address == null ? 0 : address;
    String text =
        Disassembler.text(decoded.word, pc, xlen, options, Symbolizer.NONE).replace('\t', ' ');
    if (address != null || !decoded.opcode.hasTarget()) {
      return text;
    }
    int last = Math.max(text.lastIndexOf(','), text.lastIndexOf(' ')) + 1;
    return text.substring(0, last) + (decoded.imm < 0 ? "." : ".+") + decoded.imm;
  }

  /** The digits of a word. */
  public static String hex(int word, int length) {
    String digits = Integer.toHexString(length == 2 ? word & 0xffff : word);
    return "0".repeat(2 * length - digits.length()) + digits;
  }

  private static String binary(int word, int length) {
    StringBuilder digits = new StringBuilder();
    for (int i = 8 * length - 1; i >= 0; i--) {
      digits.append(word >>> i & 1);
    }
    return digits.toString();
  }

  private static String grouped(List<Field> fields) {
    StringBuilder digits = new StringBuilder();
    for (Field field : fields) {
      digits.append(digits.isEmpty() ? "" : " ").append(field.bits());
    }
    return digits.toString();
  }

  // ---- the instruction

  private Instruction instruction() {
    Opcode written = decoded.written;
    Opcode opcode = decoded.opcode;
    List<Pseudo> pseudo = new ArrayList<>();
    for (Forms.Alias alias : Forms.aliases(opcode)) {
      String syntax = alias.mnemonic() + (alias.syntax().isEmpty() ? "" : " " + alias.syntax());
      pseudo.add(new Pseudo(syntax, alias.expansion()));
    }
    return new Instruction(
        written.mnemonic(),
        written.extension().text(),
        FormatNames.of(written),
        written == opcode ? null : opcode.mnemonic(),
        written == opcode ? compressed() : null,
        opcode.sentence(),
        opcode.meaning(),
        written.mnemonic() + " " + written.syntax(),
        pseudo,
        new Examples(xlen).of(written));
  }

  private @Nullable CompressedForm compressed() {
    Decoded d = decoded;
    int half = Compressor.compress(d.opcode, d.rd, d.rs1, d.rs2, d.imm, xlen, -1L);
    if (half < 0) {
      return null;
    }
    Decoded shorter = new Decoded();
    decoder.decode(half, shorter);
    return new CompressedForm(hex(half, 2), text(shorter, xlen, null, PLAIN));
  }

  // ---- unknown words

  /**
   * An instruction that may have been meant.
   *
   * @param wrong the fixed bits that differ
   * @param reserved of them those that RV32 alone wants to be 0, in shift amounts
   */
  private record Candidate(Opcode opcode, int wrong, int reserved) {
    int distance() {
      return Integer.bitCount(wrong & ~reserved);
    }
  }

  /** The instructions whose fixed bits differ least. */
  private List<Near> near(int word, int length) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < Opcode.count(); i++) {
      Opcode opcode = Opcode.of(i);
      if (opcode.length() == length && opcode.availableOn(xlen)) {
        int wrong = (word ^ opcode.match()) & opcode.mask(xlen);
        candidates.add(new Candidate(opcode, wrong, wrong & ~opcode.mask()));
      }
    }
    candidates.sort(
        Comparator.comparingInt(Candidate::distance).thenComparing(c -> c.opcode.mnemonic()));
    List<Near> near = new ArrayList<>();
    int least = candidates.isEmpty() ? 0 : candidates.getFirst().distance();
    for (Candidate candidate : candidates) {
      if (near.size() == NEAR_LIMIT || candidate.distance() > least + 1) {
        break;
      }
      Near found = near(word, candidate);
      boolean again =
          near.stream().anyMatch(n -> n.text().equals(found.text()) && n.why().equals(found.why()));
      if (!again) {
        near.add(found);
      }
    }
    return near;
  }

  private Near near(int word, Candidate candidate) {
    List<Integer> bits = new ArrayList<>();
    for (int i = 31; i >= 0; i--) {
      if ((candidate.wrong >>> i & 1) != 0) {
        bits.add(i);
      }
    }
    int mended = word ^ candidate.wrong;
    Decoded copy = new Decoded();
    boolean valid = decoder.decode(mended, copy);
    String why =
        candidate.wrong == 0
            ? "its fixed bits fit, but these registers or this constant are reserved"
            : candidate.distance() == 0
                ? "shift amounts above 31 are reserved on RV32"
                : difference(word, mended, valid ? WordFields.of(copy) : List.of());
    return new Near(
        candidate.opcode.mnemonic(),
        valid && candidate.wrong != 0 ? withoutComment(text(copy, xlen, null, EXACT)) : "",
        bits,
        why);
  }

  private static String withoutComment(String text) {
    int comment = text.indexOf(" # ");
    return comment < 0 ? text : text.substring(0, comment);
  }

  private static String difference(int word, int mended, List<Field> fields) {
    StringBuilder text = new StringBuilder();
    for (Field field : fields) {
      int width = field.high() - field.low() + 1;
      int mask = width == 32 ? -1 : (1 << width) - 1;
      int is = word >>> field.low() & mask;
      int wanted = mended >>> field.low() & mask;
      if (is != wanted) {
        text.append(text.isEmpty() ? "" : ", ").append(field.name()).append(" is ");
        text.append(digits(is, width)).append(" instead of ").append(digits(wanted, width));
      }
    }
    return text.isEmpty() ? "bits differ" : text.toString();
  }

  private static String digits(int value, int width) {
    String text = Integer.toBinaryString(value);
    return "0".repeat(Math.max(0, width - text.length())) + text;
  }
}
