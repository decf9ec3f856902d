package dev.ferry.machine.gdb;

import dev.ferry.machine.debug.DebugException;
import dev.ferry.machine.debug.Debuggee;

/**
 * Registers by gdb's numbers, and the target description that says what they are (features {@code
 * org.gnu.gdb.riscv.cpu} and {@code .fpu}): x0 to x31, pc, f0 to f31, fflags, frm, fcsr.
 */
final class RegisterMap {
  private static final int PC = 32;
  private static final int F0 = 33;
  private static final int FFLAGS = 65;
  private static final int FRM = 66;
  private static final int FCSR = 67;
  static final int COUNT = 68;

  private static final String[] X_NAMES = {
    "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "fp", "s1", "a0", "a1", "a2", "a3", "a4",
    "a5", "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4",
    "t5", "t6"
  };
  private static final String[] F_NAMES = {
    "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2",
    "fa3", "fa4", "fa5", "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9",
    "fs10", "fs11", "ft8", "ft9", "ft10", "ft11"
  };

  private final Debuggee program;
  private final int word;

  RegisterMap(Debuggee program) {
    this.program = program;
    this.word = program.xlen() / 8;
  }

  /** Bytes of a register. */
  int bytes(int number) {
    return number <= PC ? word : number < FFLAGS ? 8 : 4;
  }

  long get(int number) {
    if (number < PC) {
      return program.register(number);
    }
    return switch (number) {
      case PC -> program.pc();
      case FFLAGS -> program.fcsr() & 31;
      case FRM -> program.fcsr() >> 5;
      case FCSR -> program.fcsr();
      default -> program.floatRegister(number - F0);
    };
  }

  void set(int number, long value) throws DebugException {
    if (number < PC) {
      program.setRegister(number, value);
      return;
    }
    int fcsr = program.fcsr();
    switch (number) {
      case PC -> program.setPc(value);
      case FFLAGS -> program.setFcsr(fcsr & ~31 | (int) value & 31);
      case FRM -> program.setFcsr(fcsr & 31 | (int) value << 5);
      case FCSR -> program.setFcsr((int) value);
      default -> program.setFloatRegister(number - F0, value);
    }
  }

  /** All registers for {@code g}. */
  String all() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < COUNT; i++) {
      text.append(Hex.ofRegister(get(i), bytes(i)));
    }
    return text.toString();
  }

  /** Sets all registers from {@code G}'s text; those that are as they are stay untouched. */
  void setAll(String text) throws DebugException {
    int at = 0;
    for (int i = 0; i < COUNT && at + 2 * bytes(i) <= text.length(); i++) {
      long value = Hex.register(text.substring(at, at + 2 * bytes(i)));
      at += 2 * bytes(i);
      if (!Hex.ofRegister(value, bytes(i)).equals(Hex.ofRegister(get(i), bytes(i)))) {
        set(i, value);
      }
    }
  }

  /** target.xml. */
  String description() {
    StringBuilder xml = new StringBuilder();
    xml.append("<?xml version=\"1.0\"?>\n<!DOCTYPE target SYSTEM \"gdb-target.dtd\">\n");
    xml.append("<target version=\"1.0\">\n<architecture>riscv:rv").append(word * 8);
    xml.append("</architecture>\n<osabi>GNU/Linux</osabi>\n");
    xml.append("<feature name=\"org.gnu.gdb.riscv.cpu\">\n");
    for (int i = 0; i < PC; i++) {
      String type = i == 1 ? "code_ptr" : i == 2 || i == 3 || i == 4 ? "data_ptr" : "int";
      register(xml, X_NAMES[i], word * 8, type, i);
    }
    register(xml, "pc", word * 8, "code_ptr", PC);
    xml.append("</feature>\n<feature name=\"org.gnu.gdb.riscv.fpu\">\n");
    xml.append("<union id=\"riscv_double\"><field name=\"float\" type=\"ieee_single\"/>");
    xml.append("<field name=\"double\" type=\"ieee_double\"/></union>\n");
    for (int i = 0; i < 32; i++) {
      register(xml, F_NAMES[i], 64, "riscv_double", F0 + i);
    }
    register(xml, "fflags", 32, "int", FFLAGS);
    register(xml, "frm", 32, "int", FRM);
    register(xml, "fcsr", 32, "int", FCSR);
    return xml.append("</feature>\n</target>\n").toString();
  }

  private static void register(StringBuilder xml, String name, int bits, String type, int number) {
    xml.append("<reg name=\"").append(name).append("\" bitsize=\"").append(bits);
    xml.append("\" type=\"").append(type).append("\" regnum=\"").append(number);
    xml.append("\"/>\n");
  }
}
