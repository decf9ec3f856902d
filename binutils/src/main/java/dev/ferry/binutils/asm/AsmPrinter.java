package dev.ferry.binutils.asm;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.isa.Encoder;
import dev.ferry.isa.Form;
import dev.ferry.isa.Forms;
import dev.ferry.isa.Immediate;
import dev.ferry.isa.Opcode;
import dev.ferry.isa.Registers;
import dev.ferry.isa.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints a stream of assembly as text in the style of gcc. Assembling the text gives the bytes that
 * {@link ObjectBuilder} makes of the same stream.
 */
public final class AsmPrinter implements AsmOutput {
  private final StringBuilder out;
  private final int xlen;
  private final boolean pic;
  private final Map<String, AsmSymbol> symbols = new HashMap<>();
  // Whether `la' goes through the global offset table where the text stands.
  private boolean picNow;

  /** A printer of text for an assembler that starts without {@code -fpic}. */
  public AsmPrinter(StringBuilder out, int xlen) {
    this(out, xlen, false);
  }

  /**
   * A printer that appends to {@code out}.
   *
   * @param pic whether the assembler is to start with {@code -fpic}
   */
  public AsmPrinter(StringBuilder out, int xlen, boolean pic) {
    this.out = out;
    this.xlen = xlen;
    this.pic = pic;
    this.picNow = pic;
  }

  private void setPic(boolean on) {
    if (picNow != on) {
      picNow = on;
      plain(on ? ".option pic" : ".option nopic");
    }
  }

  private StringBuilder line(String mnemonic) {
    return out.append('\t').append(mnemonic).append('\t');
  }

  private void plain(String text) {
    out.append('\t').append(text).append('\n');
  }

  private void end() {
    out.append('\n');
  }

  /** A comment on a line of its own. */
  public void comment(String text) {
    out.append("# ").append(text.replace('\n', ' ')).append('\n');
  }

  @Override
  public AsmSymbol symbol(String name) {
    return symbols.computeIfAbsent(name, key -> new AsmSymbol(key, false));
  }

  // --- Names and expressions --------------------------------------------------------------------

  private StringBuilder name(String name) {
    boolean usual = !name.isEmpty() && Cursor.isNameStart(name.charAt(0));
    for (int i = 0; i < name.length() && usual; i++) {
      usual = Cursor.isNamePart(name.charAt(i));
    }
    return usual ? out.append(name) : quote(name);
  }

  private StringBuilder quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char ch = text.charAt(i);
      if (ch == '"' || ch == '\\') {
        out.append('\\').append(ch);
      } else if (ch < 0x20 || ch == 0x7f) {
        octal(ch);
      } else {
        out.append(ch);
      }
    }
    return out.append('"');
  }

  private void octal(int value) {
    out.append('\\').append((char) ('0' + (value >> 6 & 3)));
    out.append((char) ('0' + (value >> 3 & 7))).append((char) ('0' + (value & 7)));
  }

  private void expression(Expression expression) {
    switch (expression) {
      case Expression.Number n -> out.append(n.value());
      case Expression.Reference r -> name(r.symbol().name);
      case Expression.Unary u -> {
        out.append(u.operator()).append('(');
        expression(u.operand());
        out.append(')');
      }
      case Expression.Binary b -> {
        operand(b.left());
        boolean negative =
            b.operator() == Expression.Operator.ADD
                && b.right() instanceof Expression.Number n
                && n.value() < 0;
        if (!negative) {
          out.append(symbolOf(b.operator()));
        }
        operand(b.right());
      }
    }
  }

  private void operand(Expression expression) {
    if (expression instanceof Expression.Binary) {
      out.append('(');
      expression(expression);
      out.append(')');
    } else {
      expression(expression);
    }
  }

  private static String symbolOf(Expression.Operator operator) {
    return switch (operator) {
      case MULTIPLY -> "*";
      case DIVIDE -> "/";
      case REMAINDER -> "%";
      case SHIFT_LEFT -> "<<";
      case SHIFT_RIGHT -> ">>";
      case OR -> "|";
      case OR_NOT -> "!";
      case XOR -> "^";
      case AND -> "&";
      case ADD -> "+";
      case SUBTRACT -> "-";
      case EQUAL -> "==";
      case NOT_EQUAL -> "!=";
      case LESS -> "<";
      case LESS_EQUAL -> "<=";
      case GREATER -> ">";
      case GREATER_EQUAL -> ">=";
      case AND_ALSO -> "&&";
      case OR_ELSE -> "||";
    };
  }

  private void target(AsmSymbol symbol, long addend) {
    name(symbol.name);
    if (addend != 0) {
      out.append(addend > 0 ? "+" : "").append(addend);
    }
  }

  // --- Sections and symbols ---------------------------------------------------------------------

  @Override
  public void text() {
    plain(".text");
  }

  @Override
  public void data() {
    plain(".data");
  }

  @Override
  public void bss() {
    plain(".bss");
  }

  @Override
  public void section(String sectionName, int type, long flags, int entrySize, String group) {
    line(".section");
    sectionName(sectionName);
    out.append(",\"");
    letter(flags, Elf.SHF_ALLOC, 'a');
    letter(flags, Elf.SHF_WRITE, 'w');
    letter(flags, Elf.SHF_EXECINSTR, 'x');
    letter(flags, Elf.SHF_MERGE, 'M');
    letter(flags, Elf.SHF_STRINGS, 'S');
    letter(flags, Elf.SHF_TLS, 'T');
    letter(flags, Elf.SHF_GNU_RETAIN, 'R');
    letter(flags, Elf.SHF_EXCLUDE, 'e');
    if (!group.isEmpty()) {
      out.append('G');
    }
    out.append("\",").append(typeName(type));
    if ((flags & Elf.SHF_MERGE) != 0) {
      out.append(',').append(entrySize);
    }
    if (!group.isEmpty()) {
      out.append(',');
      name(group).append(",comdat");
    }
    end();
  }

  private void sectionName(String sectionName) {
    if (sectionName.matches("[A-Za-z0-9_.$-]+")) {
      out.append(sectionName);
    } else {
      quote(sectionName);
    }
  }

  private void letter(long flags, long flag, char letter) {
    if ((flags & flag) != 0) {
      out.append(letter);
    }
  }

  private static String typeName(int type) {
    return switch (type) {
      case Elf.SHT_PROGBITS -> "@progbits";
      case Elf.SHT_NOBITS -> "@nobits";
      case Elf.SHT_NOTE -> "@note";
      case Elf.SHT_INIT_ARRAY -> "@init_array";
      case Elf.SHT_FINI_ARRAY -> "@fini_array";
      case Elf.SHT_PREINIT_ARRAY -> "@preinit_array";
      default -> "@" + type;
    };
  }

  @Override
  public void label(AsmSymbol symbol) {
    name(symbol.name).append(":\n");
  }

  private void aboutSymbol(String directive, AsmSymbol symbol) {
    line(directive);
    name(symbol.name);
    end();
  }

  @Override
  public void global(AsmSymbol symbol) {
    aboutSymbol(".globl", symbol);
  }

  @Override
  public void local(AsmSymbol symbol) {
    aboutSymbol(".local", symbol);
  }

  @Override
  public void weak(AsmSymbol symbol) {
    aboutSymbol(".weak", symbol);
  }

  @Override
  public void visibility(AsmSymbol symbol, int visibility) {
    switch (visibility) {
      case Elf.STV_HIDDEN -> aboutSymbol(".hidden", symbol);
      case Elf.STV_INTERNAL -> aboutSymbol(".internal", symbol);
      case Elf.STV_PROTECTED -> aboutSymbol(".protected", symbol);
      default -> {}
    }
  }

  @Override
  public void version(AsmSymbol symbol, String name) {
    line(".symver");
    name(symbol.name).append(", ").append(name);
    end();
  }

  @Override
  public void type(AsmSymbol symbol, int type) {
    line(".type");
    name(symbol.name).append(", ");
    out.append(
        switch (type) {
          case Elf.STT_FUNC -> "@function";
          case Elf.STT_OBJECT -> "@object";
          case Elf.STT_TLS -> "@tls_object";
          case Elf.STT_GNU_IFUNC -> "@gnu_indirect_function";
          default -> "@notype";
        });
    end();
  }

  @Override
  public void size(AsmSymbol symbol, Expression size) {
    line(".size");
    name(symbol.name).append(", ");
    expression(size);
    end();
  }

  @Override
  public void equate(AsmSymbol symbol, Expression value) {
    line(".set");
    name(symbol.name).append(',');
    expression(value);
    end();
  }

  @Override
  public void common(AsmSymbol symbol, long size, long alignment, boolean isLocal) {
    if (isLocal) {
      local(symbol);
    }
    line(".comm");
    name(symbol.name).append(',').append(size).append(',').append(alignment);
    end();
  }

  @Override
  public void sourceFile(String name) {
    line(".file");
    quote(name);
    end();
  }

  @Override
  public void ident(String text) {
    line(".ident");
    quote(text);
    end();
  }

  // --- Data -------------------------------------------------------------------------------------

  @Override
  public void align(int bytes) {
    line(".p2align").append(Integer.numberOfTrailingZeros(bytes));
    end();
  }

  private static String directive(int width) {
    return switch (width) {
      case 1 -> ".byte";
      case 2 -> ".half";
      case 4 -> ".word";
      case 8 -> ".dword";
      default -> throw new AssemblyException("no datum of " + width + " bytes");
    };
  }

  @Override
  public void data(int width, long value) {
    long mask = width == 8 ? -1 : (1L << 8 * width) - 1;
    line(directive(width)).append(value & mask);
    end();
  }

  @Override
  public void data(int width, Expression value) {
    line(directive(width));
    expression(value);
    end();
  }

  @Override
  public void bytes(byte[] bytes, int from, int length) {
    int stop = from + length;
    for (int i = from; i < stop; i += 64) {
      line(".ascii").append('"');
      for (int j = i; j < Math.min(stop, i + 64); j++) {
        int value = bytes[j] & 0xff;
        if (value == '"' || value == '\\') {
          out.append('\\').append((char) value);
        } else if (value >= 0x20 && value < 0x7f) {
          out.append((char) value);
        } else {
          out.append('\\').append((char) ('0' + (value >> 6)));
          out.append((char) ('0' + (value >> 3 & 7))).append((char) ('0' + (value & 7)));
        }
      }
      out.append("\"\n");
    }
  }

  @Override
  public void zeros(long count) {
    line(".zero").append(count);
    end();
  }

  @Override
  public void leb128(Expression value, boolean signed) {
    line(signed ? ".sleb128" : ".uleb128");
    expression(value);
    end();
  }

  // --- Instructions -----------------------------------------------------------------------------

  @Override
  public void instruction(Opcode opcode, int rd, int rs1, int rs2, int imm) {
    int rm = opcode.hasRoundingMode() ? Encoder.defaultRoundingMode(opcode).code() : 0;
    instruction(opcode, rd, rs1, rs2, 0, imm, rm, 0);
  }

  @Override
  public void instruction(
      Opcode opcode, int rd, int rs1, int rs2, int rs3, int imm, int rm, int ordering) {
    int[] fields = {rd, rs1, rs2, rs3, imm};
    Form form = choose(opcode, fields, xlen);
    out.append('\t').append(form.mnemonic());
    if (ordering != 0) {
      boolean acquire = (ordering & Encoder.AQ) != 0;
      boolean release = (ordering & Encoder.RL) != 0;
      out.append(acquire ? release ? ".aqrl" : ".aq" : ".rl");
    }
    operands(form, fields, rm, null);
  }

  @Override
  public void instruction(
      Opcode opcode, int rd, int rs1, int rs2, RelocationOperator operator, Expression value) {
    int[] fields = {rd, rs1, rs2, 0, 0};
    Form form = Forms.plain(opcode.ordinal());
    out.append('\t').append(form.mnemonic());
    String part = part(operator, value);
    if (operator == RelocationOperator.TPREL_ADD) {
      out.append('\t').append(Registers.x(rd)).append(',').append(Registers.x(rs1));
      out.append(',').append(Registers.x(rs2)).append(',').append(part).append('\n');
      return;
    }
    operands(form, fields, 0, part);
  }

  private String part(RelocationOperator operator, Expression value) {
    int start = out.length();
    out.append(operator.text()).append('(');
    expression(value);
    out.append(')');
    String part = out.substring(start);
    out.setLength(start);
    return part;
  }

  /** A pseudo-instruction whose name is not also that of an instruction, or the plain form. */
  static Form choose(Opcode opcode, int[] fields, int xlen) {
    if (opcode == Opcode.JALR) {
      // `jalr ra, 0(a0)' is never shortened, `jalr a0' is.
      if (fields[4] == 0 && fields[0] <= 1) {
        String name = fields[0] == 1 ? "jalr" : fields[1] == 1 ? "ret" : "jr";
        for (Form form : Forms.named(name)) {
          if (form.pseudo() && !form.fills(Form.Field.IMM) && !form.fills(Form.Field.RD)) {
            return form;
          }
        }
      }
      return Forms.plain(opcode.ordinal());
    }
    if (opcode == Opcode.ADDI && fields[0] == 0 && fields[4] != 0) {
      return Forms.plain(opcode.ordinal());
    }
    for (Form form : Forms.printed(opcode)) {
      if (form.availableOn(xlen)
          && fits(form, fields)
          && Forms.named(form.mnemonic()).getFirst().pseudo()) {
        return form;
      }
    }
    return Forms.plain(opcode.ordinal());
  }

  private static boolean fits(Form form, int[] fields) {
    Opcode opcode = form.opcode();
    int used =
        (opcode.hasRd() ? 1 : 0)
            | (opcode.hasRs1() || opcode.immediate() == Immediate.CSR_ZIMM ? 2 : 0)
            | (opcode.hasRs2() ? 4 : 0)
            | (opcode.hasRs3() ? 8 : 0)
            | (opcode.immediate() != Immediate.NONE ? 16 : 0);
    for (int i = 0; i < 5; i++) {
      if ((used & ~form.filled() & 1 << i) != 0 && form.fixed().get(i) != fields[i]) {
        return false;
      }
    }
    for (Form.Operand operand : form.operands()) {
      int first = -1;
      for (int i = 0; i < 4; i++) {
        if ((operand.fills() & 1 << i) != 0) {
          if (first >= 0 && fields[first] != fields[i]) {
            return false;
          }
          first = i;
        }
      }
    }
    return true;
  }

  /** Prints the operands; {@code part} stands for the constant where there is one. */
  private void operands(Form form, int[] fields, int rm, @Nullable String part) {
    char separator = '\t';
    for (Form.Operand operand : form.operands()) {
      if (operand.kind() == Form.Kind.RM
          && rm == Encoder.defaultRoundingMode(form.opcode()).code()) {
        continue;
      }
      out.append(separator);
      separator = ',';
      operand(operand, fields, rm, part);
    }
    end();
  }

  private void operand(Form.Operand operand, int[] fields, int rm, @Nullable String part) {
    int register = fields[Integer.numberOfTrailingZeros(operand.fills() & 15 | 16) & 3];
    int imm = fields[4];
    switch (operand.kind()) {
      case X -> out.append(Registers.x(register));
      case F -> out.append(Registers.f(register));
      case SP -> out.append("sp");
      case IMM, SHAMT, TARGET -> constant(imm, part);
      case UPPER -> constant(imm >>> 12, part);
      case MEMORY -> {
        constant(imm, part);
        out.append('(').append(Registers.x(register)).append(')');
      }
      case STACK -> {
        constant(imm, part);
        out.append("(sp)");
      }
      case ADDRESS -> out.append('(').append(Registers.x(register)).append(')');
      case CSR -> {
        String name = Registers.csrName(imm);
        out.append(name == null ? Integer.toString(imm) : name);
      }
      case ZIMM -> out.append(fields[1]);
      case RM -> {
        RoundingMode mode = RoundingMode.of(rm);
        out.append(mode == null ? "dyn" : mode.text());
      }
      case RTZ -> out.append("rtz");
      case PRED -> accesses(imm >> 4);
      case SUCC -> accesses(imm);
      case FCONST -> out.append(FloatConstants.text(imm));
    }
  }

  private void constant(int value, @Nullable String part) {
    if (part == null) {
      out.append(value);
    } else {
      out.append(part);
    }
  }

  private void accesses(int set) {
    int start = out.length();
    for (int i = 0; i < 4; i++) {
      if ((set & 8 >> i) != 0) {
        out.append("iorw".charAt(i));
      }
    }
    if (out.length() == start) {
      out.append('0');
    }
  }

  @Override
  public void branch(Opcode opcode, int rd, int rs1, int rs2, AsmSymbol target, long addend) {
    if (opcode == Opcode.JAL) {
      line(rd == 0 ? "j" : "jal");
      if (rd > 1) {
        out.append(Registers.x(rd)).append(',');
      }
    } else if (rs2 == 0 && (opcode == Opcode.BEQ || opcode == Opcode.BNE)) {
      line(opcode == Opcode.BEQ ? "beqz" : "bnez").append(Registers.x(rs1)).append(',');
    } else {
      line(opcode.mnemonic()).append(Registers.x(rs1)).append(',');
      out.append(Registers.x(rs2)).append(',');
    }
    target(target, addend);
    end();
  }

  @Override
  public void call(int link, int scratch, AsmSymbol target, long addend) {
    if (link == Registers.RA && scratch == Registers.RA) {
      line("call");
    } else if (link == Registers.ZERO && scratch == Registers.T1) {
      line("tail");
    } else if (link == Registers.ZERO) {
      line("jump");
      target(target, addend);
      out.append(',').append(Registers.x(scratch)).append('\n');
      return;
    } else {
      line("call").append(Registers.x(link)).append(',');
    }
    target(target, addend);
    end();
  }

  private void address(String mnemonic, int rd, Expression target) {
    line(mnemonic).append(Registers.x(rd)).append(',');
    expression(target);
    end();
  }

  @Override
  public void loadLocalAddress(int rd, Expression target) {
    address("lla", rd, target);
  }

  @Override
  public void loadGotAddress(int rd, Expression target) {
    setPic(true);
    address("la", rd, target);
  }

  @Override
  public void loadTlsOffset(int rd, Expression target) {
    address("la.tls.ie", rd, target);
  }

  @Override
  public void loadTlsDescriptorAddress(int rd, Expression target) {
    address("la.tls.gd", rd, target);
  }

  @Override
  public void loadConstant(int rd, long value) {
    line("li").append(Registers.x(rd)).append(',').append(value);
    end();
  }

  @Override
  public void source(String text, String file, int line) {
    setPic(pic);
    out.append("#APP\n").append(text);
    if (!text.endsWith("\n")) {
      out.append('\n');
    }
    out.append("#NO_APP\n");
  }

  // --- Lines and call frames --------------------------------------------------------------------

  @Override
  public void lineFile(int number, String directory, String name) {
    line(".file").append(number).append(' ');
    if (!directory.isEmpty()) {
      quote(directory).append(' ');
    }
    quote(name);
    end();
  }

  @Override
  public void line(int file, int line, int column) {
    line(".loc").append(file).append(' ').append(line).append(' ').append(column);
    end();
  }

  @Override
  public void cfiSections(boolean ehFrame, boolean debugFrame) {
    String both = ehFrame && debugFrame ? ", " : "";
    plain(
        ".cfi_sections "
            + (ehFrame ? ".eh_frame" : "")
            + both
            + (debugFrame ? ".debug_frame" : ""));
  }

  @Override
  public void cfiStart() {
    plain(".cfi_startproc");
  }

  @Override
  public void cfiEnd() {
    plain(".cfi_endproc");
  }

  @Override
  public void cfiDefineCfa(int register, long offset) {
    line(".cfi_def_cfa").append(register).append(", ").append(offset);
    end();
  }

  @Override
  public void cfiCfaOffset(long offset) {
    line(".cfi_def_cfa_offset").append(offset);
    end();
  }

  @Override
  public void cfiOffset(int register, long offset) {
    line(".cfi_offset").append(register).append(", ").append(offset);
    end();
  }

  @Override
  public void cfiRestore(int register) {
    line(".cfi_restore").append(register);
    end();
  }

  @Override
  public void cfiRememberState() {
    plain(".cfi_remember_state");
  }

  @Override
  public void cfiRestoreState() {
    plain(".cfi_restore_state");
  }
}
