package dev.ferry.binutils.asm;

import dev.ferry.binutils.elf.RelocationType;
import dev.ferry.isa.Immediate;
import dev.ferry.isa.Registers;
import java.util.Locale;

/** {@code .insn}: instructions given by their fields (gas manual, "RISC-V Formats"). */
final class RawInstructions {
  private static final String[] OPCODES = {
    "LOAD",
    "LOAD_FP",
    "CUSTOM_0",
    "MISC_MEM",
    "OP_IMM",
    "AUIPC",
    "OP_IMM_32",
    "",
    "STORE",
    "STORE_FP",
    "CUSTOM_1",
    "AMO",
    "OP",
    "LUI",
    "OP_32",
    "",
    "MADD",
    "MSUB",
    "NMSUB",
    "NMADD",
    "OP_FP",
    "OP_V",
    "CUSTOM_2",
    "",
    "BRANCH",
    "JALR",
    "",
    "JAL",
    "SYSTEM",
    "",
    "CUSTOM_3",
    ""
  };

  private final ObjectBuilder builder;
  private final ExpressionParser expressions;

  RawInstructions(ObjectBuilder builder, ExpressionParser expressions) {
    this.builder = builder;
    this.expressions = expressions;
  }

  void run(Cursor in) {
    in.skipSpace();
    int start = in.at;
    String format = in.plainName().toLowerCase(Locale.ROOT);
    boolean isFormat =
        switch (format) {
          case "r",
              "r2",
              "r4",
              "i",
              "s",
              "sb",
              "b",
              "u",
              "uj",
              "j",
              "cr",
              "ci",
              "ciw",
              "cl",
              "cs",
              "css",
              "ca",
              "cb",
              "cj" ->
              true;
          default -> false;
        };
    if (!isFormat) {
      in.at = start;
      value(in);
      return;
    }
    switch (format) {
      case "r", "r4" -> formatR(in);
      case "i" -> formatI(in);
      case "s" -> formatS(in);
      case "sb", "b" -> formatB(in);
      case "u" -> formatU(in);
      case "uj", "j" -> formatJ(in);
      default -> compressed(format, in);
    }
    in.expectEnd();
  }

  private void value(Cursor in) {
    long first = expressions.absolute(in);
    int length;
    long word = first;
    if (in.acceptComma()) {
      word = expressions.absolute(in);
      length = (int) first;
    } else {
      length = (word & 3) == 3 ? 4 : 2;
    }
    in.expectEnd();
    if (length != 2 && length != 4 && length != 6 && length != 8) {
      throw new AssemblyException("value conflicts with instruction length");
    }
    if (length < 8 && word >>> 8 * length != 0) {
      throw new AssemblyException("instruction length conflicts with value");
    }
    builder.word(word, length);
  }

  private int field(Cursor in, int bits) {
    long value = expressions.absolute(in);
    if (value < 0 || value >>> bits != 0) {
      throw new AssemblyException("bad value for a field of " + bits + " bits: " + value);
    }
    return (int) value;
  }

  private int opcode(Cursor in) {
    in.skipSpace();
    int start = in.at;
    String name = in.plainName();
    for (int i = 0; i < OPCODES.length && !name.isEmpty(); i++) {
      if (OPCODES[i].equals(name)) {
        return i << 2 | 3;
      }
    }
    switch (name) {
      case "C0" -> {
        return 0;
      }
      case "C1" -> {
        return 1;
      }
      case "C2" -> {
        return 2;
      }
      default -> in.at = start;
    }
    return field(in, 7);
  }

  private int register(Cursor in) {
    String name = in.plainName();
    int x = Registers.xNumber(name);
    int number = x >= 0 ? x : Registers.fNumber(name);
    if (number < 0) {
      throw new AssemblyException("expected a register at `" + name + "'");
    }
    return number;
  }

  private int next(Cursor in, int bits) {
    in.expectComma();
    return field(in, bits);
  }

  private int nextRegister(Cursor in) {
    in.expectComma();
    return register(in);
  }

  private void formatR(Cursor in) {
    int word = opcode(in) | next(in, 3) << 12;
    in.expectComma();
    int funct = (int) expressions.absolute(in);
    word |= nextRegister(in) << 7;
    word |= nextRegister(in) << 15;
    word |= nextRegister(in) << 20;
    if (in.acceptComma()) {
      word |= register(in) << 27 | (funct & 3) << 25;
    } else {
      word |= (funct & 0x7f) << 25;
    }
    builder.word(word & 0xffffffffL, 4);
  }

  /** A constant or the low part of an address. */
  private void withConstant(Cursor in, int word, Immediate layout) {
    in.skipSpace();
    if (in.peek() == '%') {
      in.at++;
      RelocationOperator operator =
          RelocationOperator.named("%" + in.plainName().toLowerCase(Locale.ROOT));
      in.expect('(');
      Expression value = expressions.parse(in);
      in.expect(')');
      if (operator == null) {
        throw new AssemblyException("unknown relocation operator");
      }
      int base = base(in);
      builder.instructionWith(
          word | (base < 0 ? 0 : base << 15), operator, layout == Immediate.S, value);
      return;
    }
    long value = 0;
    if (in.peek() != '(') {
      value = expressions.absolute(in);
    }
    if (!layout.fits(value)) {
      throw new AssemblyException("constant out of range: " + value);
    }
    int base = base(in);
    builder.word(
        (word | (base < 0 ? 0 : base << 15) | layout.encode((int) value)) & 0xffffffffL, 4);
  }

  private int base(Cursor in) {
    if (in.accept('(')) {
      int base = register(in);
      in.expect(')');
      return base;
    }
    return -1;
  }

  private void formatI(Cursor in) {
    int word = opcode(in) | next(in, 3) << 12;
    word |= nextRegister(in) << 7;
    in.expectComma();
    in.skipSpace();
    int start = in.at;
    String name = in.plainName();
    int x = Registers.xNumber(name);
    if (x >= 0 || Registers.fNumber(name) >= 0) {
      word |= (x >= 0 ? x : Registers.fNumber(name)) << 15;
      in.expectComma();
    } else {
      in.at = start;
    }
    withConstant(in, word, Immediate.I);
  }

  private void formatS(Cursor in) {
    int word = opcode(in) | next(in, 3) << 12;
    word |= nextRegister(in) << 20;
    in.expectComma();
    withConstant(in, word, Immediate.S);
  }

  private void formatB(Cursor in) {
    int word = opcode(in) | next(in, 3) << 12;
    word |= nextRegister(in) << 15;
    word |= nextRegister(in) << 20;
    in.expectComma();
    target(word, 4, RelocationType.BRANCH, expressions.parse(in));
  }

  private void target(int word, int length, RelocationType type, Expression target) {
    builder.instructionWith(word, length, type, target);
  }

  private void formatU(Cursor in) {
    int word = opcode(in);
    word |= nextRegister(in) << 7;
    in.expectComma();
    in.skipSpace();
    if (in.peek() == '%') {
      withConstant(in, word, Immediate.U);
      return;
    }
    long value = expressions.absolute(in);
    if (value < 0 || value > 0xfffff) {
      throw new AssemblyException("constant out of range: " + value);
    }
    builder.word((word | (int) value << 12) & 0xffffffffL, 4);
  }

  private void formatJ(Cursor in) {
    int word = opcode(in);
    word |= nextRegister(in) << 7;
    in.expectComma();
    target(word, 4, RelocationType.JAL, expressions.parse(in));
  }

  private int small(int register) {
    if (register < 8 || register > 15) {
      throw new AssemblyException("expected one of registers 8 to 15");
    }
    return register - 8;
  }

  private void compressed(String format, Cursor in) {
    int word = opcode(in);
    switch (format) {
      case "cr" -> {
        word |= next(in, 4) << 12;
        word |= nextRegister(in) << 7;
        word |= nextRegister(in) << 2;
      }
      case "ci" -> {
        word |= next(in, 3) << 13;
        word |= nextRegister(in) << 7;
        word |= constant(in, Immediate.C_IMM6);
      }
      case "ciw" -> {
        word |= next(in, 3) << 13;
        word |= small(nextRegister(in)) << 2;
        word |= next(in, 8) << 5;
      }
      case "css" -> {
        word |= next(in, 3) << 13;
        word |= nextRegister(in) << 2;
        word |= next(in, 6) << 7;
      }
      case "cl", "cs" -> {
        word |= next(in, 3) << 13;
        word |= small(nextRegister(in)) << 2;
        in.expectComma();
        int imm = field(in, 5);
        word |= (imm & 3) << 5 | imm >> 2 << 10;
        in.expect('(');
        word |= small(register(in)) << 7;
        in.expect(')');
      }
      case "ca" -> {
        word |= next(in, 6) << 10;
        word |= next(in, 2) << 5;
        word |= small(nextRegister(in)) << 7;
        word |= small(nextRegister(in)) << 2;
      }
      case "cb" -> {
        word |= next(in, 3) << 13;
        word |= small(nextRegister(in)) << 7;
        in.expectComma();
        target(word, 2, RelocationType.RVC_BRANCH, expressions.parse(in));
        return;
      }
      case "cj" -> {
        word |= next(in, 3) << 13;
        in.expectComma();
        target(word, 2, RelocationType.RVC_JUMP, expressions.parse(in));
        return;
      }
      default -> throw new AssemblyException("unknown .insn format " + format);
    }
    builder.word(word, 2);
  }

  private int constant(Cursor in, Immediate layout) {
    in.expectComma();
    long value = expressions.absolute(in);
    if (!layout.fits(value)) {
      throw new AssemblyException("constant out of range: " + value);
    }
    return layout.encode((int) value);
  }
}
