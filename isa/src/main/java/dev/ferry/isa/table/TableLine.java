package dev.ferry.isa.table;

import dev.ferry.isa.Immediate;
import java.util.List;

/**
 * One instruction of a table.
 *
 * @param mnemonic the name that assembly writes
 * @param extensions names of the extensions that must all be present
 * @param xlen 32 or 64 for an instruction of that width only, 0 for both
 * @param bits the encoding, most significant bit first
 * @param syntax the operands as assembly writes them, empty for none
 * @param meaning the effect; for a compressed instruction, the 32-bit instruction it stands for
 * @param sentence the effect in plain English
 * @param where file and line, for messages
 * @param printed whether the disassembler uses this pseudo-instruction
 */
record TableLine(
    String mnemonic,
    List<String> extensions,
    int xlen,
    String bits,
    String syntax,
    String meaning,
    String sentence,
    String where,
    boolean printed) {

  /** A piece of the bit pattern: literal digits or a named field. */
  record Field(String name, int low, int width) {}

  boolean compressed() {
    return extensions.contains("C");
  }

  int length() {
    return compressed() ? 16 : 32;
  }

  IllegalArgumentException error(String message) {
    return new IllegalArgumentException(where + ": " + mnemonic + ": " + message);
  }

  /** The fields from the top bit down; an immediate's pieces are fields of their own. */
  List<Field> fields() {
    List<Field> fields = new java.util.ArrayList<>();
    int low = length();
    for (String token : bits.split(" +")) {
      int bracket = token.indexOf('[');
      if (bracket > 0) {
        for (String range : token.substring(bracket + 1, token.length() - 1).split("\\|")) {
          int width = rangeWidth(range);
          low -= width;
          fields.add(new Field(token.substring(0, bracket) + "[" + range + "]", low, width));
        }
      } else {
        int width = tokenWidth(token);
        low -= width;
        fields.add(new Field(token, low, width));
      }
    }
    if (low != 0) {
      throw error("bits add up to " + (length() - low) + ", not " + length());
    }
    return fields;
  }

  private static int rangeWidth(String range) {
    int colon = range.indexOf(':');
    return colon < 0
        ? 1
        : Integer.parseInt(range.substring(0, colon))
            - Integer.parseInt(range.substring(colon + 1))
            + 1;
  }

  private int tokenWidth(String token) {
    if (token.matches("[01]+|-+")) {
      return token.length();
    }
    return switch (token) {
      case "rd", "rs1", "rs2", "rs3", "rd/rs1", "fconst" -> 5;
      case "rd'", "rs1'", "rs2'", "rd'/rs1'", "rm" -> 3;
      case "aq", "rl" -> 1;
      case "fm", "pred", "succ" -> 4;
      case "csr" -> 12;
      default -> throw error("unknown field " + token);
    };
  }

  int match() {
    int match = 0;
    for (Field field : fields()) {
      if (field.name().matches("[01]+")) {
        match |= Integer.parseInt(field.name(), 2) << field.low();
      }
    }
    return match;
  }

  int mask() {
    int mask = 0;
    for (Field field : fields()) {
      if (field.name().matches("[01]+")) {
        mask |= ((1 << field.width()) - 1) << field.low();
      }
    }
    return mask;
  }

  /** The layout of the immediate, recognised by where its pieces are. */
  Immediate immediate() {
    StringBuilder pieces = new StringBuilder();
    String kind = "";
    for (Field field : fields()) {
      String name = field.name();
      if (name.equals("csr")) {
        return bits.contains("zimm") ? Immediate.CSR_ZIMM : Immediate.CSR;
      }
      if (name.equals("pred")) {
        return Immediate.FENCE;
      }
      if (name.equals("fconst")) {
        return Immediate.FCONST;
      }
      int bracket = name.indexOf('[');
      if (bracket > 0) {
        kind = name.substring(0, bracket);
        String range = name.substring(bracket + 1, name.length() - 1);
        String bottom = range.substring(range.indexOf(':') + 1);
        pieces.append(pieces.isEmpty() ? "" : " ");
        pieces.append(field.low()).append(':').append(field.width()).append(':').append(bottom);
      }
    }
    return pieces.isEmpty() ? Immediate.NONE : named(kind, pieces.toString());
  }

  private Immediate named(String kind, String pieces) {
    // lui and auipc give the upper bits of the value, so no sign remains to extend.
    boolean signed = kind.equals("imm");
    for (Immediate immediate : Immediate.values()) {
      boolean special =
          immediate == Immediate.CSR
              || immediate == Immediate.CSR_ZIMM
              || immediate == Immediate.FENCE;
      if (!special && immediate.signed() == signed && describe(immediate).equals(pieces)) {
        return immediate;
      }
    }
    throw error("no layout for immediate " + pieces);
  }

  private static String describe(Immediate immediate) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < immediate.pieceCount(); i++) {
      text.append(i == 0 ? "" : " ");
      text.append(immediate.pieceWordBit(i)).append(':').append(immediate.pieceWidth(i));
      text.append(':').append(immediate.pieceValueBit(i));
    }
    return text.toString();
  }
}
