package dev.ferry.isa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All forms of all instructions, by name for the assembler and by opcode for the disassembler. */
public final class Forms {
  private static final Map<String, List<Form>> BY_NAME = new HashMap<>();
  private static final List<List<Form>> PRINTED = new ArrayList<>();
  private static final List<Form> PLAIN = new ArrayList<>();
  private static final List<Form> PSEUDO = new ArrayList<>();

  static {
    for (int i = 0; i < Opcode.count(); i++) {
      PRINTED.add(new ArrayList<>());
      Form form = plain(Opcode.of(i));
      PLAIN.add(form);
      BY_NAME.computeIfAbsent(form.mnemonic(), name -> new ArrayList<>(2)).add(form);
    }
    String[] rows = PseudoTable.ROWS;
    for (int i = 0; i < rows.length; i += 6) {
      Form form = pseudo(rows, i);
      PSEUDO.add(form);
      BY_NAME.computeIfAbsent(form.mnemonic(), name -> new ArrayList<>(2)).add(form);
      if (form.printed()) {
        PRINTED.get(form.opcode().ordinal()).add(form);
      }
    }
  }

  private Forms() {}

  /** The forms with this name in the order of the tables; empty if there is none. */
  public static List<Form> named(String mnemonic) {
    return BY_NAME.getOrDefault(mnemonic, List.of());
  }

  /** The form that names every field of the opcode. */
  public static Form plain(int ordinal) {
    return PLAIN.get(ordinal);
  }

  /** The pseudo-instructions that the disassembler prints for this opcode, the preferred first. */
  public static List<Form> printed(Opcode opcode) {
    return PRINTED.get(opcode.ordinal());
  }

  /**
   * A pseudo-instruction as the table has it.
   *
   * @param syntax its operands
   * @param expansion the instruction it stands for
   */
  public record Alias(String mnemonic, String syntax, String expansion, String sentence) {}

  /** The pseudo-instructions that stand for this opcode, in the order of the table. */
  public static List<Alias> aliases(Opcode opcode) {
    List<Alias> aliases = new ArrayList<>();
    String[] rows = PseudoTable.ROWS;
    for (int i = 0; i < rows.length; i += 6) {
      if (PSEUDO.get(i / 6).opcode() == opcode) {
        aliases.add(new Alias(rows[i + 2], rows[i + 3], rows[i + 4], rows[i + 5]));
      }
    }
    return aliases;
  }

  /** All pseudo-instructions that stand for a single instruction. */
  public static List<Form> pseudoInstructions() {
    return PSEUDO;
  }

  /**
   * The words of {@code text} between any of {@code separators}; without regular expressions, since
   * this runs whenever an assembler starts.
   */
  private static List<String> words(String text, String separators) {
    List<String> words = new ArrayList<>(5);
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || separators.indexOf(text.charAt(i)) >= 0) {
        if (i > start) {
          words.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return words;
  }

  private static Form plain(Opcode opcode) {
    List<Form.Operand> operands = new ArrayList<>();
    Integer[] fixed = {0, 0, 0, 0, 0};
    int filled = 0;
    if (opcode.isCompressed()) {
      int sources = opcode.expansionSources();
      for (int i = 0; i < 3; i++) {
        int source = sources >>> 8 * i & 0xff;
        fixed[i] = source < 0x20 ? source : 0;
      }
    }
    for (String word : words(opcode.syntax(), ", ")) {
      int condition = word.indexOf('!');
      String name = condition < 0 ? word : word.substring(0, condition);
      Form.Operand operand = operand(opcode, name);
      operands.add(operand);
      filled |= operand.fills();
    }
    return new Form(
        opcode.mnemonic(),
        opcode,
        List.copyOf(operands),
        Arrays.asList(fixed),
        filled,
        false,
        true,
        opcode.extension(),
        0,
        "");
  }

  private static Form.Operand operand(Opcode opcode, String name) {
    int imm = Form.Field.IMM.bit();
    return switch (name) {
      case "imm", "uimm" ->
          new Form.Operand(
              opcode.immediate() == Immediate.C_LUI ? Form.Kind.UPPER : Form.Kind.IMM, imm);
      case "imm20" -> new Form.Operand(Form.Kind.UPPER, imm);
      case "shamt" -> new Form.Operand(Form.Kind.SHAMT, imm);
      case "target" -> new Form.Operand(Form.Kind.TARGET, imm);
      case "csr" -> new Form.Operand(Form.Kind.CSR, imm);
      case "zimm" -> new Form.Operand(Form.Kind.ZIMM, Form.Field.RS1.bit());
      case "rm" -> new Form.Operand(Form.Kind.RM, 0);
      case "rtz" -> new Form.Operand(Form.Kind.RTZ, 0);
      case "pred" -> new Form.Operand(Form.Kind.PRED, 0);
      case "succ" -> new Form.Operand(Form.Kind.SUCC, 0);
      case "fconst" -> new Form.Operand(Form.Kind.FCONST, imm);
      case "sp" -> new Form.Operand(Form.Kind.SP, 0);
      case "uimm(sp)" -> new Form.Operand(Form.Kind.STACK, imm);
      case "(rs1)" -> new Form.Operand(Form.Kind.ADDRESS, Form.Field.RS1.bit());
      case "imm(rs1)", "uimm(rs1')" ->
          new Form.Operand(Form.Kind.MEMORY, imm | fields(opcode, "rs1"));
      default -> {
        boolean isFloat = name.startsWith("f");
        String field = name.substring(isFloat ? 1 : 0).replace("'", "");
        yield new Form.Operand(isFloat ? Form.Kind.F : Form.Kind.X, fields(opcode, field));
      }
    };
  }

  private static int fields(Opcode opcode, String name) {
    if (!opcode.isCompressed()) {
      return switch (name) {
        case "rd" -> 1;
        case "rs1" -> 2;
        case "rs2" -> 4;
        case "rs3" -> 8;
        default -> throw new IllegalStateException(opcode + " has no field " + name);
      };
    }
    // All registers of the expansion that come from the same bits.
    int code = location(opcode, name);
    int set = 0;
    for (int i = 0; i < 3; i++) {
      if ((opcode.expansionSources() >>> 8 * i & 0xff) == code) {
        set |= 1 << i;
      }
    }
    return set;
  }

  /** The source code of a register field in a compressed instruction, as the generator gives it. */
  private static int location(Opcode opcode, String name) {
    int bit = 16;
    for (String token : words(opcode.bits(), " ")) {
      int width = width(token);
      bit -= width;
      if (words(token, "'/").contains(name)) {
        boolean wide = width == 5;
        return bit == 7 ? (wide ? 0x20 : 0x22) : (wide ? 0x21 : 0x23);
      }
    }
    throw new IllegalStateException(opcode + " has no field " + name);
  }

  private static int width(String token) {
    int bracket = token.indexOf('[');
    if (bracket < 0) {
      return token.charAt(0) <= '1' ? token.length() : token.indexOf('\'') > 0 ? 3 : 5;
    }
    int width = 0;
    for (String range : words(token.substring(bracket + 1, token.length() - 1), "|")) {
      int colon = range.indexOf(':');
      width +=
          colon < 0
              ? 1
              : Integer.parseInt(range.substring(0, colon))
                  - Integer.parseInt(range.substring(colon + 1))
                  + 1;
    }
    return width;
  }

  private static Form pseudo(String[] rows, int at) {
    boolean printed = rows[at].charAt(0) == 'p';
    int xlen = Integer.parseInt(rows[at].substring(1));
    Extension extension = Extension.valueOf(rows[at + 1].toUpperCase(Locale.ROOT));
    List<String> expansion = words(rows[at + 4], " ,()");
    Opcode opcode = named(expansion.getFirst()).getFirst().opcode();
    List<String> baseWords = words(opcode.syntax(), " ,()");
    Integer[] fixed = {0, 0, 0, 0, 0};
    Map<String, Integer> fills = new HashMap<>();
    for (int i = 0; i + 1 < expansion.size(); i++) {
      String value = expansion.get(i + 1);
      String field = i < baseWords.size() ? baseWords.get(i) : "fm";
      place(opcode, field, value, fixed, fills);
    }
    List<Form.Operand> operands = new ArrayList<>();
    int filled = 0;
    for (String word : words(rows[at + 3], ", ")) {
      Form.Operand operand = pseudoOperand(word, fills);
      operands.add(operand);
      filled |= operand.fills();
    }
    if (opcode.hasRoundingMode()) {
      operands.add(new Form.Operand(Form.Kind.RM, 0));
    }
    return new Form(
        rows[at + 2],
        opcode,
        List.copyOf(operands),
        Arrays.asList(fixed),
        filled,
        true,
        printed,
        extension,
        xlen,
        rows[at + 5]);
  }

  /** Records what an operand of the expansion is: a number, or an operand of the pseudo form. */
  private static void place(
      Opcode opcode, String field, String value, Integer[] fixed, Map<String, Integer> fills) {
    Form.Field target =
        switch (field) {
          case "rd", "frd" -> Form.Field.RD;
          case "rs1", "frs1", "zimm" -> Form.Field.RS1;
          case "rs2", "frs2" -> Form.Field.RS2;
          case "rs3", "frs3" -> Form.Field.RS3;
          default -> Form.Field.IMM;
        };
    if (opcode == Opcode.FENCE) {
      fixed[4] |=
          switch (field) {
            case "pred" -> value.equals("pred") ? 0 : accesses(value) << 4;
            case "succ" -> accesses(value);
            default -> 0x800;
          };
    } else if (value.charAt(0) == 'x') {
      fixed[target.ordinal()] = Integer.parseInt(value.substring(1));
    } else if (value.charAt(0) == '-' || value.charAt(0) <= '9') {
      fixed[target.ordinal()] = Integer.decode(value);
    } else {
      fills.merge(value, target.bit(), (a, b) -> a | b);
    }
  }

  /** The bits of a set of accesses such as {@code rw}, or 0 for {@code 0}. */
  static int accesses(String text) {
    int set = 0;
    for (int i = 0; i < text.length(); i++) {
      set |=
          switch (text.charAt(i)) {
            case 'i' -> 8;
            case 'o' -> 4;
            case 'r' -> 2;
            case 'w' -> 1;
            default -> 0;
          };
    }
    return set;
  }

  private static Form.Operand pseudoOperand(String word, Map<String, Integer> fills) {
    int imm = Form.Field.IMM.bit();
    return switch (word) {
      case "imm" -> new Form.Operand(Form.Kind.IMM, imm);
      case "shamt" -> new Form.Operand(Form.Kind.SHAMT, imm);
      case "target" -> new Form.Operand(Form.Kind.TARGET, imm);
      case "csr" -> new Form.Operand(Form.Kind.CSR, imm);
      case "pred" -> new Form.Operand(Form.Kind.PRED, 0);
      case "imm(rs1)" -> new Form.Operand(Form.Kind.MEMORY, imm | fills.getOrDefault("rs1", 0));
      case "zimm" -> new Form.Operand(Form.Kind.ZIMM, Form.Field.RS1.bit());
      default ->
          new Form.Operand(
              word.startsWith("f") ? Form.Kind.F : Form.Kind.X, fills.getOrDefault(word, 0));
    };
  }
}
