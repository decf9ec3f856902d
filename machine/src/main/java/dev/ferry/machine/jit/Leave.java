package dev.ferry.machine.jit;

import static dev.ferry.machine.jit.Names.BITS_OF;
import static dev.ferry.machine.jit.Names.D;
import static dev.ferry.machine.jit.Names.DOUBLE_CLASS;
import static dev.ferry.machine.jit.Names.HART;
import static dev.ferry.machine.jit.Names.I;
import static dev.ferry.machine.jit.Names.J;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * A way out of a region, as a method of its class that writes registers back: {@code (hart,
 * registers, retired, address) -> address}.
 *
 * <p>It is a method because HotSpot computes what several ways out have in common, such as the sign
 * extension of words, before the first of them, which is on the fast path. A call that has never
 * been made is not inlined, and takes words as they are.
 *
 * @param registers to write back
 * @param words those of them that are ints
 */
record Leave(long registers, long words) {
  static Leave of(long registers, long words) {
    return new Leave(registers, registers & words & 0xffffffffL);
  }

  boolean isWord(int r) {
    return (words >>> r & 1) != 0;
  }

  String name() {
    return "leave_" + Long.toHexString(registers) + "_" + Long.toHexString(words);
  }

  MethodTypeDesc type() {
    List<ClassDesc> parameters = new ArrayList<>();
    parameters.add(HART);
    for (long left = registers; left != 0; left &= left - 1) {
      int r = Long.numberOfTrailingZeros(left);
      parameters.add(r >= 32 ? D : isWord(r) ? I : J);
    }
    parameters.add(J);
    parameters.add(J);
    return MethodTypeDesc.of(J, parameters);
  }

  void emit(CodeBuilder c) {
    int parameter = 1;
    for (long left = registers; left != 0; left &= left - 1) {
      int r = Long.numberOfTrailingZeros(left);
      c.aload(0);
      if (r >= 32) {
        c.dload(parameter).invokestatic(DOUBLE_CLASS, "doubleToRawLongBits", BITS_OF);
      } else if (isWord(r)) {
        c.iload(parameter).i2l();
      } else {
        c.lload(parameter);
      }
      c.putfield(HART, Names.field(r), J);
      parameter += isWord(r) ? 1 : 2;
    }
    c.aload(0).lload(parameter).putfield(HART, "retired", J);
    c.lload(parameter + 2).lreturn();
  }
}
