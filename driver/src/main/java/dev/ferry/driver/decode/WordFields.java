package dev.ferry.driver.decode;

import dev.ferry.driver.decode.DecodeDocument.Field;
import dev.ferry.isa.Decoded;
import dev.ferry.isa.Opcode;
import dev.ferry.isa.Registers;
import dev.ferry.isa.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** The fields of a machine word, as the bits column of its table line says. */
public final class WordFields {
  private WordFields() {}

  /** The fields of a decoded word, the most significant first. */
  public static List<Field> of(Decoded decoded) {
    Opcode written = decoded.written;
    List<Field> fields = new ArrayList<>();
    List<String> columns = columns(written);
    int high = written.length() * 8 - 1;
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      int width = width(column);
      int low = high - width + 1;
      String bits = bits(decoded.word, high, low);
      boolean fixed = isFixed(column);
      fields.add(
          new Field(
              fixed ? fixedName(written, high, low) : column,
              high,
              low,
              bits,
              fixed ? "" : value(column, decoded),
              fixed));
      high = low - 1;
    }
    return fields;
  }

  /** The bits column, neighbouring fixed fields apart as the manual draws them. */
  private static List<String> columns(Opcode opcode) {
    List<String> columns = new ArrayList<>();
    int high = opcode.length() * 8 - 1;
    for (String column : opcode.bits().split("\\s+")) {
      int width = width(column);
      if (!isFixed(column) || opcode.isCompressed()) {
        columns.add(column);
      } else {
        cut(columns, column, high);
      }
      high -= width;
    }
    return columns;
  }

  /** Cuts a run of fixed digits at the borders of opcode and funct3. */
  private static void cut(List<String> columns, String digits, int high) {
    int from = 0;
    for (int i = 1; i < digits.length(); i++) {
      int bit = high - i;
      if (bit == 6 || bit == 11 || bit == 14 || bit == 19 || bit == 24) {
        columns.add(digits.substring(from, i));
        from = i;
      }
    }
    columns.add(digits.substring(from));
  }

  static boolean isFixed(String column) {
    for (int i = 0; i < column.length(); i++) {
      if ("01-".indexOf(column.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  private static String fixedName(Opcode opcode, int high, int low) {
    if (opcode.isCompressed()) {
      return high == 1 ? "quadrant" : high == 15 ? "funct" + (high - low + 1) : "fixed";
    }
    return switch (low) {
      case 0 -> high == 6 ? "opcode" : "fixed";
      case 7 -> high == 11 ? "rd" : "fixed";
      case 12 -> high == 14 ? "funct3" : "fixed";
      case 15 -> high == 19 ? "rs1" : "fixed";
      case 20 -> high == 31 ? "funct12" : high == 24 ? "rs2" : "fixed";
      case 25 -> high == 31 ? "funct7" : high == 26 ? "funct2" : "fixed";
      case 26 -> high == 31 ? "funct6" : "fixed";
      case 27 -> high == 31 ? "funct5" : "fixed";
      default -> "fixed";
    };
  }

  private static String value(String column, Decoded decoded) {
    String name = column.replace("'", "");
    int bracket = name.indexOf('[');
    boolean isFloat = isFloat(decoded.written, name);
    return switch (bracket < 0 ? name : name.substring(0, bracket)) {
      case "rd", "rd/rs1" -> register(decoded.rd, isFloat);
      case "rs1" -> register(decoded.rs1, isFloat);
      case "rs2" -> register(decoded.rs2, isFloat);
      case "rs3" -> register(decoded.rs3, isFloat);
      case "rm" -> rounding(decoded.rm);
      case "aq" -> decoded.aq ? "acquire" : "";
      case "rl" -> decoded.rl ? "release" : "";
      case "imm", "uimm", "nzimm", "nzuimm" -> Integer.toString(decoded.imm);
      case "shamt6", "shamt", "shamt5" -> Integer.toString(decoded.imm);
      case "csr" -> csr(decoded.imm);
      case "zimm" -> Integer.toString(decoded.rs1);
      case "pred" -> accesses(decoded.word >>> 24);
      case "succ" -> accesses(decoded.word >>> 20);
      default -> "";
    };
  }

  private static boolean isFloat(Opcode written, String field) {
    for (String operand : written.syntax().split("[ ,()]+")) {
      if (operand.replace("'", "").equals("f" + field)) {
        return true;
      }
    }
    return false;
  }

  private static String register(int number, boolean isFloat) {
    return isFloat
        ? "f" + number + " (" + Registers.f(number) + ")"
        : "x" + number + " (" + Registers.x(number) + ")";
  }

  private static String rounding(int code) {
    RoundingMode mode = RoundingMode.of(code);
    return mode == null ? "reserved" : mode.text();
  }

  private static String csr(int number) {
    String name = Registers.csrName(number);
    return "0x" + Integer.toHexString(number) + (name == null ? "" : " (" + name + ")");
  }

  private static String accesses(int bits) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      if ((bits & 8 >> i) != 0) {
        text.append("iorw".charAt(i));
      }
    }
    return text.toString();
  }

  private static String bits(int word, int high, int low) {
    StringBuilder text = new StringBuilder();
    for (int i = high; i >= low; i--) {
      text.append(word >>> i & 1);
    }
    return text.toString();
  }

  /** The width of a column: digits, {@code rd}, {@code imm[11:5|3]}. */
  static int width(String column) {
    if (isFixed(column)) {
      return column.length();
    }
    int bracket = column.indexOf('[');
    if (bracket >= 0) {
      int width = 0;
      for (String part : column.substring(bracket + 1, column.length() - 1).split("\\|")) {
        int colon = part.indexOf(':');
        width +=
            colon < 0
                ? 1
                : Integer.parseInt(part, 0, colon, 10)
                    - Integer.parseInt(part, colon + 1, part.length(), 10)
                    + 1;
      }
      return width;
    }
    return switch (column) {
      case "rm" -> 3;
      case "aq", "rl" -> 1;
      case "fm", "pred", "succ" -> 4;
      case "csr" -> 12;
      case "shamt6" -> 6;
      case "zimm" -> 5;
      default -> column.endsWith("'") ? 3 : 5;
    };
  }
}
