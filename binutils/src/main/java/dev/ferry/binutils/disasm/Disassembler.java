package dev.ferry.binutils.disasm;

import dev.ferry.isa.Decoded;
import dev.ferry.isa.Decoder;
import dev.ferry.isa.Form;
import dev.ferry.isa.Forms;
import dev.ferry.isa.Immediate;
import dev.ferry.isa.Opcode;
import dev.ferry.isa.Registers;
import dev.ferry.isa.RoundingMode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows instructions as GNU objdump 2.40 does. Remembers the upper parts of addresses that {@code
 * lui} and {@code auipc} leave in registers, so that the instruction with the lower part is shown
 * with the whole address behind it; instructions are therefore to be given in order.
 */
public final class Disassembler {
  private static final long UNKNOWN = -1;

  private final int xlen;
  private final DisassemblerOptions options;
  private final Symbolizer symbolizer;
  private final Decoder decoder;
  private final Decoded decoded = new Decoded();
  private final long[] upper = new long[32];
  private long globalPointer = UNKNOWN;
  private long shown;
  private boolean hasShown;

  /** A disassembler for RV32 or RV64 with every extension of the tables. */
  public Disassembler(int xlen, DisassemblerOptions options, Symbolizer symbolizer) {
    this.xlen = xlen;
    this.options = options;
    this.symbolizer = symbolizer;
    this.decoder = Decoder.all(xlen);
    Arrays.fill(upper, UNKNOWN);
  }

  /** Shows one instruction by itself, as {@code mnemonic<tab>operands}. */
  public static String text(
      int word, long pc, int xlen, DisassemblerOptions options, Symbolizer symbolizer) {
    return new Disassembler(xlen, options, symbolizer).next(word, pc);
  }

  /** The value of {@code gp}, which makes addresses relative to it known. */
  public void setGlobalPointer(long value) {
    globalPointer = value;
  }

  /** Length in bytes of the instruction that begins with this halfword. */
  public static int length(int half) {
    if ((half & 3) != 3) {
      return 2;
    }
    if ((half & 0x1f) != 0x1f) {
      return 4;
    }
    if ((half & 0x3f) == 0x1f) {
      return 6;
    }
    return (half & 0x7f) == 0x3f ? 8 : 2;
  }

  /**
   * Shows the next instruction.
   *
   * @param word the instruction; of a 16-bit one the low half
   * @param pc its address
   */
  public String next(int word, long pc) {
    if (!decoder.decode(word, decoded)) {
      return unknown(word);
    }
    Form form = choose(decoded);
    if (form == null) {
      return unknown(word);
    }
    hasShown = false;
    if (decoded.length == 2 && decoded.imm == 0 && isShift(decoded.written)) {
      return form.mnemonic() + "64\t" + x(decoded.rd);
    }
    StringBuilder out = new StringBuilder(form.mnemonic());
    ordering(out);
    List<Form.Operand> operands = form.operands();
    char separator = '\t';
    for (int i = 0; i < operands.size(); i++) {
      int before = out.length();
      operand(out.append(separator), operands.get(i), pc);
      if (out.length() == before + 1) {
        out.setLength(before);
      } else {
        separator = ',';
      }
    }
    if (hasShown) {
      out.append(" # ");
      address(out, shown);
    }
    return out.toString();
  }

  /** Shifts by 0, which are shifts by 64 on RV128. */
  private static boolean isShift(Opcode opcode) {
    return opcode == Opcode.C_SLLI || opcode == Opcode.C_SRLI || opcode == Opcode.C_SRAI;
  }

  private String unknown(int word) {
    if ((word & 3) != 3) {
      return (word & 0xffff) == 0
          ? options.aliases() ? "unimp" : "c.unimp"
          : ".2byte\t0x" + Integer.toHexString(word & 0xffff);
    }
    return ".4byte\t0x" + Integer.toHexString(word);
  }

  /** The pseudo-instruction that fits, or the plain form. */
  private @Nullable Form choose(Decoded d) {
    if (!options.aliases()) {
      return withoutAliases(d);
    }
    if (d.length == 2 && isHint(d)) {
      return Forms.plain(d.written.ordinal());
    }
    if (d.written == Opcode.C_MV) {
      return Forms.named("mv").getFirst();
    }
    if (d.written == Opcode.C_ADDI && d.imm == 0) {
      return Forms.named("add").getLast();
    }
    for (Form form : Forms.printed(d.opcode)) {
      if (form.availableOn(xlen) && fits(form, d)) {
        return form;
      }
    }
    return Forms.plain(d.opcode.ordinal());
  }

  private static @Nullable Form withoutAliases(Decoded d) {
    if (d.written == Opcode.C_NOP) {
      return Forms.plain(Opcode.C_ADDI.ordinal());
    }
    if (d.opcode == Opcode.FENCE && d.imm == 0x833) {
      return Forms.named("fence.tso").getFirst();
    }
    return Forms.plain(d.written.ordinal());
  }

  /** Compressed forms that write x0 or shift by nothing: shown under their own name. */
  private static boolean isHint(Decoded d) {
    return switch (d.written) {
      case C_LI, C_LUI, C_MV, C_ADD -> d.rd == 0;
      case C_NOP -> d.imm != 0;
      case C_SLLI, C_SRLI, C_SRAI -> d.rd == 0 || d.imm == 0;
      default -> false;
    };
  }

  private static int field(Decoded d, int index) {
    return switch (index) {
      case 0 -> d.rd;
      case 1 -> d.rs1;
      case 2 -> d.rs2;
      case 3 -> d.rs3;
      default -> d.imm;
    };
  }

  private static boolean fits(Form form, Decoded d) {
    Opcode opcode = form.opcode();
    int used =
        (opcode.hasRd() ? 1 : 0)
            | (opcode.hasRs1() || opcode.immediate() == Immediate.CSR_ZIMM ? 2 : 0)
            | (opcode.hasRs2() ? 4 : 0)
            | (opcode.hasRs3() ? 8 : 0)
            | (opcode.immediate() != Immediate.NONE ? 16 : 0);
    int fixed = used & ~form.filled();
    for (int i = 0; i < 5; i++) {
      if ((fixed & 1 << i) != 0 && form.fixed().get(i) != field(d, i)) {
        return false;
      }
    }
    for (Form.Operand operand : form.operands()) {
      if (!same(operand.fills() & 15, d)) {
        return false;
      }
    }
    return true;
  }

  /** Whether all registers that one operand fills are the same. */
  private static boolean same(int registers, Decoded d) {
    int value = -1;
    for (int i = 0; i < 4; i++) {
      if ((registers & 1 << i) != 0) {
        if (value >= 0 && value != field(d, i)) {
          return false;
        }
        value = field(d, i);
      }
    }
    return true;
  }

  private void ordering(StringBuilder out) {
    if (decoded.aq || decoded.rl) {
      out.append(decoded.aq ? decoded.rl ? ".aqrl" : ".aq" : ".rl");
    }
  }

  private static int register(Form.Operand operand, Decoded d) {
    if (d.written == Opcode.C_MV && d.rd != 0 && (operand.fills() & 2) != 0) {
      // Shown as mv, whose plain form has its source in rs1.
      return d.rs2;
    }
    int registers = operand.fills() & 15;
    return field(d, registers == 0 ? 0 : Integer.numberOfTrailingZeros(registers));
  }

  private String x(int number) {
    return options.numeric() ? "x" + number : Registers.x(number);
  }

  private String f(int number) {
    return options.numeric() ? "f" + number : Registers.f(number);
  }

  private void operand(StringBuilder out, Form.Operand operand, long pc) {
    Decoded d = decoded;
    switch (operand.kind()) {
      case X -> {
        int number = register(operand, d);
        noteRegister(operand, number, pc);
        out.append(x(number));
      }
      case F -> out.append(f(register(operand, d)));
      case SP -> out.append(x(Registers.SP));
      case IMM -> {
        noteConstant();
        out.append(d.imm);
      }
      case SHAMT -> out.append("0x").append(Integer.toHexString(d.imm));
      case UPPER -> out.append("0x").append(Integer.toHexString(d.imm >>> 12));
      case TARGET -> address(out, clip(pc + d.imm));
      case MEMORY -> {
        if (d.length == 4) {
          note(d.rs1, d.imm, false);
        }
        if (d.length == 4 && d.opcode == Opcode.JALR && (d.rs1 == 0 || d.rs1 == Registers.TP)) {
          // objdump looks twice, the second time without the upper part.
          note(d.rs1, d.imm, false);
        }
        out.append(d.imm).append('(').append(x(d.rs1)).append(')');
      }
      case STACK -> out.append(d.imm).append('(').append(x(Registers.SP)).append(')');
      case ADDRESS -> out.append('(').append(x(register(operand, d))).append(')');
      case CSR -> {
        String name = Registers.csrName(d.imm);
        out.append(name == null ? "0x" + Integer.toHexString(d.imm) : name);
      }
      case ZIMM -> out.append(d.rs1);
      case RM -> roundingMode(out);
      case RTZ -> out.append("rtz");
      case PRED -> accesses(out, d.imm >> 4 & 15);
      case SUCC -> accesses(out, d.imm & 15);
      case FCONST -> out.append(FloatConstantNames.text(d.imm));
    }
  }

  private void roundingMode(StringBuilder out) {
    int usual = dev.ferry.isa.Encoder.defaultRoundingMode(decoded.opcode).code();
    if (decoded.rm != usual) {
      RoundingMode mode = RoundingMode.of(decoded.rm);
      out.append(mode == null ? "unknown" : mode.text());
    }
  }

  private static void accesses(StringBuilder out, int set) {
    if (set == 0) {
      out.append("unknown");
    }
    for (int i = 0; i < 4; i++) {
      if ((set & 8 >> i) != 0) {
        out.append("iorw".charAt(i));
      }
    }
  }

  private long clip(long address) {
    return xlen == 32 ? address & 0xffffffffL : address;
  }

  private void address(StringBuilder out, long address) {
    out.append(Long.toHexString(address));
    String name = symbolizer.name(address);
    if (name != null) {
      out.append(" <").append(name).append('>');
    }
  }

  // --- Addresses in two parts -------------------------------------------------------------------

  private void noteRegister(Form.Operand operand, int number, long pc) {
    Decoded d = decoded;
    switch (d.opcode) {
      case LUI -> upper[number] = clip(d.imm);
      case AUIPC -> upper[number] = clip(pc + d.imm);
      case JALR -> {
        if ((operand.fills() & Form.Field.RS1.bit()) != 0 && d.length == 4) {
          note(number, d.imm, false);
        }
      }
      default -> {}
    }
  }

  private void noteConstant() {
    Decoded d = decoded;
    boolean plain = d.length == 4 || d.written == Opcode.C_ADDI || d.written == Opcode.C_ADDIW;
    switch (d.opcode) {
      case ADDI -> {
        if (d.rs1 != 0 && plain) {
          note(d.rs1, d.imm, false);
        }
      }
      case ADDIW -> {
        if (d.rs1 != 0 && plain) {
          note(d.rs1, d.imm, true);
        }
      }
      default -> {}
    }
  }

  private void note(int base, int offset, boolean word) {
    hasShown = true;
    if (upper[base] != UNKNOWN) {
      shown = (base == Registers.ZERO ? 0 : upper[base]) + offset;
      upper[base] = UNKNOWN;
    } else if (base == Registers.GP && globalPointer != UNKNOWN) {
      shown = globalPointer + offset;
    } else if (base == Registers.TP || base == Registers.ZERO) {
      shown = offset;
    } else {
      hasShown = false;
    }
    shown = clip(word ? (int) shown : shown);
  }
}
