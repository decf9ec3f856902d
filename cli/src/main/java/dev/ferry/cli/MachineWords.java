package dev.ferry.cli;

import dev.ferry.binutils.disasm.Disassembler;
import dev.ferry.binutils.disasm.DisassemblerOptions;
import dev.ferry.binutils.disasm.Symbolizer;
import dev.ferry.isa.Opcode;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Reads and draws machine words. */
final class MachineWords {
  private MachineWords() {}

  /** A word in hexadecimal or binary; null if it is neither. */
  static @Nullable Integer parse(String text) {
    String t = text.replace("_", "").replace(" ", "");
    int radix = 16;
    if (t.startsWith("0b") || t.startsWith("0B")) {
      t = t.substring(2);
      radix = 2;
    } else if (t.startsWith("0x") || t.startsWith("0X")) {
      t = t.substring(2);
    } else if ((t.length() == 32 || t.length() == 16) && t.matches("[01]+")) {
      radix = 2;
    }
    if (t.isEmpty() || t.length() > (radix == 2 ? 32 : 8)) {
      return null;
    }
    try {
      return Integer.parseUnsignedInt(t, radix);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** One instruction in objdump's form. */
  static String text(int word, long pc, int xlen) {
    return Disassembler.text(word, pc, xlen, DisassemblerOptions.DEFAULT, Symbolizer.NONE)
        .replace('\t', ' ');
  }

  static String hex(int word, int bytes) {
    return bytes == 2 ? String.format("%04x", word & 0xffff) : String.format("%08x", word);
  }

  /** Draws the fields of the table's bit column over the word, the most significant first. */
  static void fields(int word, Opcode opcode, PrintStream out) {
    int at = opcode.length() * 8;
    StringBuilder names = new StringBuilder("  fields       ");
    StringBuilder bits = new StringBuilder("  bits         ");
    StringBuilder places = new StringBuilder("  at           ");
    for (String field : opcode.bits().split("\\s+")) {
      int width = width(field);
      String value = binary(word, at - 1, width);
      String name = field.matches("[01]+") ? "" : field;
      String place = width == 1 ? "" + (at - 1) : (at - 1) + ":" + (at - width);
      int column = Math.max(Math.max(value.length(), name.length()), place.length()) + 2;
      names.append(pad(name, column));
      bits.append(pad(value, column));
      places.append(pad(place, column));
      at -= width;
    }
    out.println(names.toString().stripTrailing());
    out.println(bits.toString().stripTrailing());
    out.println(places.toString().stripTrailing());
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String binary(int word, int high, int width) {
    StringBuilder text = new StringBuilder();
    for (int i = high; i > high - width; i--) {
      text.append(word >>> i & 1);
    }
    return text.toString();
  }

  /** The width of a field as the table names it: digits, {@code rd}, {@code imm[11:5|3]}. */
  static int width(String field) {
    if (field.matches("[01]+")) {
      return field.length();
    }
    int bracket = field.indexOf('[');
    if (bracket >= 0) {
      int width = 0;
      for (String part : field.substring(bracket + 1, field.length() - 1).split("\\|")) {
        int colon = part.indexOf(':');
        width +=
            colon < 0
                ? 1
                : Integer.parseInt(part.substring(0, colon))
                    - Integer.parseInt(part.substring(colon + 1))
                    + 1;
      }
      return width;
    }
    return switch (field) {
      case "rm" -> 3;
      case "aq", "rl" -> 1;
      case "fm", "pred", "succ" -> 4;
      case "csr" -> 12;
      case "shamt6" -> 6;
      case "zimm" -> 5;
      default -> field.endsWith("'") ? 3 : 5;
    };
  }
}
