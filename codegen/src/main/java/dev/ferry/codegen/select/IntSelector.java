package dev.ferry.codegen.select;

import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import org.jspecify.annotations.Nullable;

/**
 * Integer arithmetic, comparisons and extensions. An i32 is kept sign-extended in a 64-bit
 * register: the W forms keep it so, and where only the low half of an operand matters ({@link
 * Emission#lowReg}) a truncation costs nothing.
 */
final class IntSelector {
  private final Emission e;
  private final MemorySelector memory;
  private final boolean is64;

  IntSelector(Emission emission, MemorySelector memory) {
    this.e = emission;
    this.memory = memory;
    this.is64 = emission.options.wordBytes() == 8;
  }

  /** Whether the instruction computes a 32-bit value in a 64-bit register. */
  private boolean isNarrow(Instruction inst) {
    return is64 && inst.type == Type.I32;
  }

  private int operand(Instruction inst, int i) {
    return isNarrow(inst) ? e.lowReg(inst.arg(i)) : e.reg(inst.arg(i));
  }

  // ---- addition and multiplication

  void add(Instruction inst, int d) {
    boolean narrow = isNarrow(inst);
    Long constant = Emission.constantOf(inst.arg(1));
    if (constant != null && addConstant(inst, d, constant)) {
      return;
    }
    if (!narrow && e.options.hasZba && (shiftAdd(inst, 0, d) || shiftAdd(inst, 1, d))) {
      return;
    }
    e.r(narrow ? MOp.ADDW : MOp.ADD, d, operand(inst, 0), operand(inst, 1));
  }

  private boolean addConstant(Instruction inst, int d, long constant) {
    MOp op = isNarrow(inst) ? MOp.ADDIW : MOp.ADDI;
    if (Emission.fits12(constant)) {
      e.i(op, d, operand(inst, 0), constant);
      return true;
    }
    // Two additions beat a constant in a register unless that register is made outside a loop.
    if (constant >= -4096 && constant <= 4094 && !e.inLoop()) {
      long half = constant / 2;
      e.i(op, d, e.i(op, operand(inst, 0), half), constant - half);
      return true;
    }
    return false;
  }

  /** sh1add and its like: one operand is a small left shift, or its zero-extended form. */
  private boolean shiftAdd(Instruction inst, int side, int d) {
    if (!(e.strip(inst.arg(side)) instanceof Instruction shift)
        || shift.op != Op.SHL
        || shift.type != inst.type
        || e.useCount[shift.id] > 2
        || !(Emission.constantOf(shift.arg(1)) instanceof Long count)
        || count < 1
        || count > 3) {
      if (e.strip(inst.arg(side)) instanceof Instruction zext && zext.op == Op.ZEXT) {
        e.r(MOp.ADD_UW, d, e.lowReg(zext.arg(0)), e.reg(inst.arg(1 - side)));
        return true;
      }
      return false;
    }
    if (e.strip(shift.arg(0)) instanceof Instruction zext && zext.op == Op.ZEXT) {
      MOp op = count == 1 ? MOp.SH1ADD_UW : count == 2 ? MOp.SH2ADD_UW : MOp.SH3ADD_UW;
      e.r(op, d, e.lowReg(zext.arg(0)), e.reg(inst.arg(1 - side)));
      return true;
    }
    MOp op = count == 1 ? MOp.SH1ADD : count == 2 ? MOp.SH2ADD : MOp.SH3ADD;
    e.r(op, d, e.reg(shift.arg(0)), e.reg(inst.arg(1 - side)));
    return true;
  }

  void sub(Instruction inst, int d) {
    Long constant = Emission.constantOf(inst.arg(1));
    if (constant != null && Emission.fits12(-constant)) {
      e.i(isNarrow(inst) ? MOp.ADDIW : MOp.ADDI, d, operand(inst, 0), -constant);
      return;
    }
    e.r(isNarrow(inst) ? MOp.SUBW : MOp.SUB, d, operand(inst, 0), operand(inst, 1));
  }

  void mul(Instruction inst, int d) {
    Long constant = Emission.constantOf(inst.arg(1));
    if (constant != null && mulConstant(inst, d, constant)) {
      return;
    }
    if (!e.options.hasM) {
      throw e.bug("multiplication without the M extension is not supported");
    }
    e.r(isNarrow(inst) ? MOp.MULW : MOp.MUL, d, operand(inst, 0), operand(inst, 1));
  }

  /** 2^n and 2^n +- 1 by shift and add. */
  private boolean mulConstant(Instruction inst, int d, long constant) {
    boolean narrow = isNarrow(inst);
    MOp shift = narrow ? MOp.SLLIW : MOp.SLLI;
    int limit = inst.type == Type.I32 ? 31 : 63;
    if (constant > 0 && Long.bitCount(constant) == 1) {
      e.i(shift, d, operand(inst, 0), Long.numberOfTrailingZeros(constant));
      return true;
    }
    if (constant < 3) {
      return false;
    }
    boolean plus = Long.bitCount(constant - 1) == 1;
    boolean minus = Long.bitCount(constant + 1) == 1;
    if (!plus && !minus) {
      return false;
    }
    int n = Long.numberOfTrailingZeros(plus ? constant - 1 : constant + 1);
    if (n > limit) {
      return false;
    }
    int x = operand(inst, 0);
    if (plus && !narrow && e.options.hasZba && n <= 3) {
      e.r(n == 1 ? MOp.SH1ADD : n == 2 ? MOp.SH2ADD : MOp.SH3ADD, d, x, x);
      return true;
    }
    int shifted = e.i(MOp.SLLI, x, n);
    MOp op = plus ? narrow ? MOp.ADDW : MOp.ADD : narrow ? MOp.SUBW : MOp.SUB;
    e.r(op, d, shifted, x);
    return true;
  }

  void mulHigh(Instruction inst, int d, boolean signed) {
    if (!isNarrow(inst)) {
      e.r(signed ? MOp.MULH : MOp.MULHU, d, e.reg(inst.arg(0)), e.reg(inst.arg(1)));
      return;
    }
    if (signed) {
      e.i(MOp.SRAI, d, e.r(MOp.MUL, e.reg(inst.arg(0)), e.reg(inst.arg(1))), 32);
      return;
    }
    // (a << 32) * (b << 32), high half, is a * b of the zero-extended values.
    int a = e.i(MOp.SLLI, e.lowReg(inst.arg(0)), 32);
    int b = e.i(MOp.SLLI, e.lowReg(inst.arg(1)), 32);
    e.i(MOp.SRAI, d, e.r(MOp.MULHU, a, b), 32);
  }

  void divide(Instruction inst, int d, MOp wide, MOp narrow) {
    e.r(isNarrow(inst) ? narrow : wide, d, operand(inst, 0), operand(inst, 1));
  }

  // ---- logic

  void and(Instruction inst, int d) {
    Long constant = Emission.constantOf(inst.arg(1));
    if (constant != null) {
      andConstant(inst, d, constant);
      return;
    }
    if (clearsBit(inst, 0, d) || clearsBit(inst, 1, d)) {
      return;
    }
    if (e.options.hasZbb && (inverted(inst, 0, d, MOp.ANDN) || inverted(inst, 1, d, MOp.ANDN))) {
      return;
    }
    e.r(MOp.AND, d, e.reg(inst.arg(0)), e.reg(inst.arg(1)));
  }

  private void andConstant(Instruction inst, int d, long mask) {
    boolean positive = mask >= 0;
    if (mask == 1 && e.options.hasZbs && extractsBit(inst, d)) {
      return;
    }
    if (Emission.fits12(mask)) {
      // A mask without sign bits clears whatever stood above the low half.
      e.i(MOp.ANDI, d, positive ? lowOrReg(inst) : e.reg(inst.arg(0)), mask);
      return;
    }
    int bits = e.options.wordBytes() * 8;
    if (positive && Long.bitCount(mask + 1) == 1 && mask != Long.MAX_VALUE) {
      int width = Long.numberOfTrailingZeros(mask + 1);
      shiftedField(inst.arg(0), d, width, bits, inst.type);
      return;
    }
    if (mask < 0 && Long.bitCount(~mask + 1) == 1 && is64 && !e.inLoop()) {
      int low = Long.numberOfTrailingZeros(mask);
      e.i(
          MOp.SLLI,
          d,
          e.i(inst.type == Type.I32 ? MOp.SRAI : MOp.SRLI, e.reg(inst.arg(0)), low),
          low);
      return;
    }
    if (e.options.hasZbs && Long.bitCount(~mask) == 1 && inst.type == Type.I64) {
      e.i(MOp.BCLRI, d, e.reg(inst.arg(0)), Long.numberOfTrailingZeros(~mask));
      return;
    }
    e.r(MOp.AND, d, positive ? lowOrReg(inst) : e.reg(inst.arg(0)), e.constant(mask));
  }

  // ---- single bits (Zbs)

  /** {@code x >> n & 1}. Only a wide shift takes its count as the instruction does. */
  private boolean extractsBit(Instruction inst, int d) {
    Value value = inst.arg(0);
    if (value instanceof Instruction low && low.op == Op.TRUNC && e.useCount[low.id] == 1) {
      value = low.arg(0);
    }
    if (!(value instanceof Instruction shift)
        || shift.op != Op.SHR && shift.op != Op.SAR
        || e.useCount[shift.id] != 1) {
      return false;
    }
    Long count = Emission.constantOf(shift.arg(1));
    if (count != null) {
      int bit = (int) (count & (shift.type == Type.I32 ? 31 : 63));
      e.i(MOp.BEXTI, d, e.reg(shift.arg(0)), bit);
      return true;
    }
    if (shift.type != Type.I64) {
      return false;
    }
    e.r(MOp.BEXT, d, e.reg(shift.arg(0)), e.lowReg(stripMask(shift.arg(1), shift)));
    return true;
  }

  /** {@code x & ~(1 << n)}. */
  private boolean clearsBit(Instruction inst, int side, int d) {
    return inst.arg(side) instanceof Instruction not
        && not.op == Op.XOR
        && e.useCount[not.id] == 1
        && Emission.isConst(not.arg(1), -1)
        && changesBit(inst, not.arg(0), inst.arg(1 - side), d, MOp.BCLR);
  }

  /** {@code x op (1 << n)}; a narrow result would have to be sign-extended again. */
  private boolean changesBit(Instruction inst, Value mask, Value x, int d, MOp op) {
    if (!e.options.hasZbs
        || inst.type != Type.I64
        || !(mask instanceof Instruction shift)
        || shift.op != Op.SHL
        || !Emission.isConst(shift.arg(0), 1)
        || e.useCount[shift.id] != 1) {
      return false;
    }
    e.r(op, d, e.reg(x), e.lowReg(stripMask(shift.arg(1), shift)));
    return true;
  }

  private int lowOrReg(Instruction inst) {
    return inst.type == Type.I32 ? e.lowReg(inst.arg(0)) : e.reg(inst.arg(0));
  }

  /** The low {@code width} bits of a value, which may itself be a right shift, by two shifts. */
  private void shiftedField(Value value, int d, int width, int bits, @Nullable Type type) {
    if (width == 16 && e.options.hasZbb) {
      e.unary(MOp.ZEXT_H, d, type == Type.I32 ? e.lowReg(value) : e.reg(value));
      return;
    }
    if (value instanceof Instruction shift
        && shift.op == Op.SHR
        && e.useCount[shift.id] == 1
        && Emission.constantOf(shift.arg(1)) instanceof Long raw) {
      int from = shift.type == Type.I32 ? 32 : 64;
      int count = (int) (raw & (from - 1));
      if (width + count <= from) {
        int x = from == 32 ? e.lowReg(shift.arg(0)) : e.reg(shift.arg(0));
        e.i(MOp.SRLI, d, e.i(MOp.SLLI, x, bits - width - count), bits - width);
        return;
      }
    }
    int x = type == Type.I32 ? e.lowReg(value) : e.reg(value);
    e.i(MOp.SRLI, d, e.i(MOp.SLLI, x, bits - width), bits - width);
  }

  private boolean inverted(Instruction inst, int side, int d, MOp op) {
    if (e.strip(inst.arg(side)) instanceof Instruction not
        && not.op == Op.XOR
        && Emission.isConst(not.arg(1), -1)
        && not.type == inst.type) {
      e.r(op, d, e.reg(inst.arg(1 - side)), e.reg(not.arg(0)));
      return true;
    }
    return false;
  }

  void or(Instruction inst, int d) {
    if (e.options.hasZbb && (inverted(inst, 0, d, MOp.ORN) || inverted(inst, 1, d, MOp.ORN))) {
      return;
    }
    if (changesBit(inst, inst.arg(0), inst.arg(1), d, MOp.BSET)
        || changesBit(inst, inst.arg(1), inst.arg(0), d, MOp.BSET)) {
      return;
    }
    logic(inst, d, MOp.OR, MOp.ORI, MOp.BSETI);
  }

  void xor(Instruction inst, int d) {
    if (e.options.hasZbb && (inverted(inst, 1, d, MOp.XNOR) || invertedResult(inst, d))) {
      return;
    }
    if (changesBit(inst, inst.arg(0), inst.arg(1), d, MOp.BINV)
        || changesBit(inst, inst.arg(1), inst.arg(0), d, MOp.BINV)) {
      return;
    }
    logic(inst, d, MOp.XOR, MOp.XORI, MOp.BINVI);
  }

  /** {@code ~(a ^ b)}. */
  private boolean invertedResult(Instruction inst, int d) {
    if (!Emission.isConst(inst.arg(1), -1)
        || !(inst.arg(0) instanceof Instruction sum)
        || sum.op != Op.XOR
        || Emission.constantOf(sum.arg(1)) != null
        || e.useCount[sum.id] != 1) {
      return false;
    }
    e.r(MOp.XNOR, d, e.reg(sum.arg(0)), e.reg(sum.arg(1)));
    return true;
  }

  private void logic(Instruction inst, int d, MOp op, MOp immediate, MOp bit) {
    Long constant = Emission.constantOf(inst.arg(1));
    if (constant != null && Emission.fits12(constant)) {
      e.i(immediate, d, e.reg(inst.arg(0)), constant);
      return;
    }
    if (constant != null
        && e.options.hasZbs
        && Long.bitCount(constant) == 1
        && inst.type == Type.I64) {
      e.i(bit, d, e.reg(inst.arg(0)), Long.numberOfTrailingZeros(constant));
      return;
    }
    e.r(op, d, e.reg(inst.arg(0)), e.reg(inst.arg(1)));
  }

  // ---- shifts

  void shift(Instruction inst, int d, MOp wide, MOp narrow, MOp wideImm, MOp narrowImm) {
    boolean w = isNarrow(inst);
    Long constant = Emission.constantOf(inst.arg(1));
    if (constant == null) {
      e.r(w ? narrow : wide, d, operand(inst, 0), e.lowReg(stripMask(inst.arg(1), inst)));
      return;
    }
    int width = inst.type == Type.I32 ? 31 : 63;
    int count = (int) (constant & width);
    if (count == 0) {
      e.copy(d, e.reg(inst.arg(0)));
      return;
    }
    if (fieldShift(inst, d, count)) {
      return;
    }
    if (inst.op == Op.SAR && w) {
      // The register is sign-extended already: the wide form compresses.
      e.i(MOp.SRAI, d, e.reg(inst.arg(0)), count);
      return;
    }
    e.i(w ? narrowImm : wideImm, d, operand(inst, 0), count);
  }

  /** Shift counts are taken modulo the width by the hardware. */
  private static Value stripMask(Value count, Instruction shift) {
    long width = shift.type == Type.I32 ? 31 : 63;
    return count instanceof Instruction and
            && and.op == Op.AND
            && Emission.constantOf(and.arg(1)) instanceof Long mask
            && (mask & width) == width
        ? and.arg(0)
        : count;
  }

  /**
   * Left shift of a zero-extension, or right shift of a narrow extension: two shifts in all. Part
   * of an i32's sign, as signed division by a power of two adds it: one, as the sign fills the
   * upper half of the register.
   */
  private boolean fieldShift(Instruction inst, int d, int count) {
    if (!is64 || !(inst.arg(0) instanceof Instruction x)) {
      return false;
    }
    if (inst.op == Op.SHL && x.op == Op.ZEXT && !KnownBits.isNonNegative(x.arg(0), 4)) {
      if (e.options.hasZba) {
        e.i(MOp.SLLI_UW, d, e.lowReg(x.arg(0)), count);
        return true;
      }
      if (count < 32) {
        e.i(MOp.SRLI, d, e.i(MOp.SLLI, e.lowReg(x.arg(0)), 32), 32 - count);
        return true;
      }
      return false;
    }
    if (inst.op == Op.SHR
        && inst.type == Type.I32
        && x.op == Op.SAR
        && Emission.constantOf(x.arg(1)) instanceof Long sign
        && sign == 31) {
      e.i(MOp.SRLI, d, e.reg(x.arg(0)), 32 + count);
      return true;
    }
    int narrow =
        switch (x.op) {
          case ZEXT8, SEXT8 -> 8;
          case ZEXT16, SEXT16 -> 16;
          default -> 0;
        };
    boolean zero = x.op == Op.ZEXT8 || x.op == Op.ZEXT16;
    if (narrow > count && (inst.op == Op.SHR && zero || inst.op == Op.SAR)) {
      int left = e.i(MOp.SLLI, e.lowReg(x.arg(0)), 64 - narrow);
      e.i(zero ? MOp.SRLI : MOp.SRAI, d, left, 64 - narrow + count);
      return true;
    }
    return false;
  }

  void rotate(Instruction inst, int d, boolean left) {
    boolean w = isNarrow(inst);
    int bits = inst.type == Type.I32 ? 32 : 64;
    Long constant = Emission.constantOf(inst.arg(1));
    if (constant != null) {
      rotateConstant(inst, d, (int) ((left ? bits - constant : constant) & (bits - 1)), bits);
      return;
    }
    int x = operand(inst, 0);
    int count = e.lowReg(inst.arg(1));
    if (e.options.hasZbb) {
      e.r(left ? w ? MOp.ROLW : MOp.ROL : w ? MOp.RORW : MOp.ROR, d, x, count);
      return;
    }
    int back = e.r(w ? MOp.SUBW : MOp.SUB, Reg.ZERO, count);
    int one = e.r(w ? MOp.SLLW : MOp.SLL, x, left ? count : back);
    int two = e.r(w ? MOp.SRLW : MOp.SRL, x, left ? back : count);
    e.r(MOp.OR, d, one, two);
  }

  private void rotateConstant(Instruction inst, int d, int right, int bits) {
    boolean w = isNarrow(inst);
    int x = operand(inst, 0);
    if (right == 0) {
      e.copy(d, e.reg(inst.arg(0)));
    } else if (e.options.hasZbb) {
      e.i(w ? MOp.RORIW : MOp.RORI, d, x, right);
    } else {
      int one = e.i(w ? MOp.SRLIW : MOp.SRLI, x, right);
      int two = e.i(w ? MOp.SLLIW : MOp.SLLI, x, bits - right);
      e.r(MOp.OR, d, one, two);
    }
  }

  // ---- minimum, counting

  void minMax(Instruction inst, int d, MOp op) {
    int a = e.reg(inst.arg(0));
    int b = e.reg(inst.arg(1));
    if (e.options.hasZbb) {
      e.r(op, d, a, b);
      return;
    }
    MOp keep =
        switch (op) {
          case MIN -> MOp.BLT;
          case MAX -> MOp.BGE;
          case MINU -> MOp.BLTU;
          default -> MOp.BGEU;
        };
    select(d, keep, a, b, a, b);
  }

  /** {@code d = x cc y ? a : b} by a branch over a move. */
  void select(int d, MOp cc, int x, int y, int a, int b) {
    e.copy(d, a);
    // After the copy d is a: comparing d lets the two share a register.
    int left = x == a ? d : x;
    int right = y == a ? d : y;
    e.emit(new MInst(MOp.SELECT, 1, new int[] {d, d, left, right, b}, cc.ordinal(), null));
  }

  void countLeading(Instruction inst, int d) {
    boolean narrow = inst.type == Type.I32;
    if (e.options.hasZbb) {
      e.unary(narrow ? MOp.CLZW : MOp.CLZ, d, operand(inst, 0));
      return;
    }
    // Smear the top bit downwards, then count the zeros above it.
    int x = operand(inst, 0);
    int bits = narrow ? 32 : 64;
    MOp shift = narrow ? MOp.SRLIW : MOp.SRLI;
    for (int step = 1; step < bits; step *= 2) {
      x = e.r(MOp.OR, x, e.i(shift, x, step));
    }
    populationCount(e.i(MOp.XORI, x, -1), d, narrow);
  }

  void countTrailing(Instruction inst, int d) {
    boolean narrow = inst.type == Type.I32;
    int x = operand(inst, 0);
    if (e.options.hasZbb) {
      e.unary(narrow ? MOp.CTZW : MOp.CTZ, d, x);
      return;
    }
    // ~x & (x - 1) has a one for each trailing zero.
    int low = e.r(MOp.AND, e.i(MOp.XORI, x, -1), e.i(MOp.ADDI, x, -1));
    populationCount(low, d, narrow);
  }

  void populationCount(Instruction inst, int d) {
    boolean narrow = inst.type == Type.I32;
    if (e.options.hasZbb) {
      e.unary(narrow ? MOp.CPOPW : MOp.CPOP, d, operand(inst, 0));
      return;
    }
    populationCount(operand(inst, 0), d, narrow);
  }

  /** Sums of bits in pairs, nibbles and bytes (Hacker's Delight, section 5-1). */
  private void populationCount(int x, int d, boolean narrow) {
    long ones = narrow ? 0x01010101L : 0x0101010101010101L;
    MOp shift = narrow ? MOp.SRLIW : MOp.SRLI;
    MOp sub = narrow ? MOp.SUBW : MOp.SUB;
    int pairs = e.r(sub, x, e.r(MOp.AND, e.i(shift, x, 1), e.constant(ones * 0x55)));
    int threes = e.constant(ones * 0x33);
    int nibbles =
        e.r(
            narrow ? MOp.ADDW : MOp.ADD,
            e.r(MOp.AND, pairs, threes),
            e.r(MOp.AND, e.i(shift, pairs, 2), threes));
    int sums = e.r(MOp.ADD, nibbles, e.i(shift, nibbles, 4));
    int bytes = e.r(MOp.AND, sums, e.constant(ones * 0x0f));
    int total = e.r(narrow ? MOp.MULW : MOp.MUL, bytes, e.constant(ones));
    e.i(shift, d, total, narrow ? 24 : 56);
  }

  void byteSwap(Instruction inst, int d) {
    boolean narrow = inst.type == Type.I32;
    int x = operand(inst, 0);
    if (e.options.hasZbb) {
      if (is64 && narrow) {
        e.i(MOp.SRAI, d, e.unary(MOp.REV8, x), 32);
      } else {
        e.unary(MOp.REV8, d, x);
      }
      return;
    }
    int y = swapStep(x, 8, narrow ? 0x00ff00ffL : 0x00ff00ff00ff00ffL, narrow);
    if (narrow) {
      int high = e.i(MOp.SLLIW, y, 16);
      e.r(MOp.OR, d, high, e.i(MOp.SRLIW, y, 16));
      return;
    }
    y = swapStep(y, 16, 0x0000ffff0000ffffL, false);
    int high = e.i(MOp.SLLI, y, 32);
    e.r(MOp.OR, d, high, e.i(MOp.SRLI, y, 32));
  }

  private int swapStep(int x, int count, long mask, boolean narrow) {
    int m = e.constant(mask);
    int down = e.r(MOp.AND, e.i(narrow ? MOp.SRLIW : MOp.SRLI, x, count), m);
    int up = e.i(narrow ? MOp.SLLIW : MOp.SLLI, e.r(MOp.AND, x, m), count);
    return e.r(MOp.OR, down, up);
  }

  // ---- comparisons

  void compare(Instruction inst, int d) {
    Value a = inst.arg(0);
    Value b = inst.arg(1);
    switch (inst.op) {
      case EQ -> e.i(MOp.SLTIU, d, difference(a, b), 1);
      case NE -> e.r(MOp.SLTU, d, Reg.ZERO, difference(a, b));
      case SLT -> less(d, a, b, MOp.SLT, MOp.SLTI);
      case ULT -> less(d, a, b, MOp.SLTU, MOp.SLTIU);
      case SLE -> lessOrEqual(d, a, b, MOp.SLT, MOp.SLTI);
      case ULE -> lessOrEqual(d, a, b, MOp.SLTU, MOp.SLTIU);
      default -> throw e.bug("not a comparison: " + inst.op);
    }
  }

  /** A register that is zero exactly when the values are equal. */
  private int difference(Value a, Value b) {
    Long constant = Emission.constantOf(b);
    if (constant == null) {
      return e.r(MOp.XOR, e.reg(a), e.reg(b));
    }
    int x = e.reg(a);
    if (constant == 0) {
      return x;
    }
    if (Emission.fits12(-constant)) {
      return e.i(MOp.ADDI, x, -constant);
    }
    return e.r(MOp.XOR, x, e.constant(constant));
  }

  private void less(int d, Value a, Value b, MOp op, MOp immediate) {
    Long constant = Emission.constantOf(b);
    if (constant != null && Emission.fits12(constant) && constant != 0) {
      e.i(immediate, d, e.reg(a), constant);
    } else {
      e.r(op, d, e.reg(a), e.reg(b));
    }
  }

  /** a <= c is a < c + 1; else the opposite of b < a. */
  private void lessOrEqual(int d, Value a, Value b, MOp op, MOp immediate) {
    Long constant = Emission.constantOf(b);
    if (constant != null && Emission.fits12(constant + 1) && (op == MOp.SLT || constant != -1)) {
      e.i(immediate, d, e.reg(a), constant + 1);
      return;
    }
    e.i(MOp.XORI, d, e.r(op, e.reg(b), e.reg(a)), 1);
  }

  // ---- width changes

  void zeroExtend(Instruction inst, int d) {
    Value value = inst.arg(0);
    if (value instanceof Instruction load
        && load.op == Op.LOAD
        && e.useCount[load.id] == 1
        && load.block == inst.block
        && load.access().type() == MemType.I32
        && load.access().align() >= 4
        && e.vregOf[load.id] == 0
        && !load.access().isVolatile()
        && !MemoryOrder.writesBetween(load, inst)) {
      MemAccess old = load.access();
      memory.load(
          d,
          load.arg(0),
          new MemAccess(MemType.I32U, old.offset(), old.align(), old.alias(), false));
      return;
    }
    int x = e.lowReg(value);
    if (e.options.hasZba) {
      e.r(MOp.ADD_UW, d, x, Reg.ZERO);
      return;
    }
    if (value instanceof Instruction shift
        && shift.op == Op.SHR
        && e.useCount[shift.id] == 1
        && Emission.constantOf(shift.arg(1)) instanceof Long count) {
      e.i(MOp.SRLI, d, e.i(MOp.SLLI, e.lowReg(shift.arg(0)), 32), 32 + (count & 31));
      return;
    }
    e.i(MOp.SRLI, d, e.i(MOp.SLLI, x, 32), 32);
  }

  /** i64 to i32: sext.w, or the W form of the operation below it. */
  void truncate(Instruction inst, int d) {
    if (inst.arg(0) instanceof Instruction count
        && (count.op == Op.POPCNT || count.op == Op.CLZ || count.op == Op.CTZ)) {
      e.copy(d, e.reg(count));
      return;
    }
    if (inst.arg(0) instanceof Instruction x && e.useCount[x.id] == 1) {
      switch (x.op) {
        case ADD -> {
          Long constant = Emission.constantOf(x.arg(1));
          if (constant == null) {
            e.r(MOp.ADDW, d, e.lowReg(x.arg(0)), e.lowReg(x.arg(1)));
            return;
          }
          if (Emission.fits12(constant)) {
            e.i(MOp.ADDIW, d, e.lowReg(x.arg(0)), constant);
            return;
          }
        }
        case SUB -> {
          e.r(MOp.SUBW, d, e.lowReg(x.arg(0)), e.lowReg(x.arg(1)));
          return;
        }
        case MUL -> {
          e.r(MOp.MULW, d, e.lowReg(x.arg(0)), e.lowReg(x.arg(1)));
          return;
        }
        case SHL -> {
          if (Emission.constantOf(x.arg(1)) instanceof Long count && (count & 63) < 32) {
            e.i(MOp.SLLIW, d, e.lowReg(x.arg(0)), count & 63);
            return;
          }
        }
        case SHR, SAR -> {
          if (Emission.constantOf(x.arg(1)) instanceof Long count
              && (count & 63) >= 32
              && (x.op == Op.SAR || (count & 63) > 32)) {
            e.i(x.op == Op.SAR ? MOp.SRAI : MOp.SRLI, d, e.reg(x.arg(0)), count & 63);
            return;
          }
          if (x.op == Op.SHR
              && Emission.constantOf(x.arg(1)) instanceof Long count
              && (count & 63) == 32) {
            e.i(MOp.SRAI, d, e.reg(x.arg(0)), 32);
            return;
          }
        }
        default -> {}
      }
    }
    e.i(MOp.ADDIW, d, e.lowReg(inst.arg(0)), 0);
  }

  void signExtendNarrow(Instruction inst, int d, int width) {
    Value value = inst.arg(0);
    int x = inst.type == Type.I32 ? e.lowReg(value) : e.reg(value);
    if (e.options.hasZbb) {
      e.unary(width == 8 ? MOp.SEXT_B : MOp.SEXT_H, d, x);
      return;
    }
    int bits = e.options.wordBytes() * 8;
    e.i(MOp.SRAI, d, e.i(MOp.SLLI, x, bits - width), bits - width);
  }

  void zeroExtendNarrow(Instruction inst, int d, int width) {
    Value value = inst.arg(0);
    if (width == 8) {
      e.i(MOp.ANDI, d, inst.type == Type.I32 ? e.lowReg(value) : e.reg(value), 255);
    } else {
      shiftedField(value, d, width, e.options.wordBytes() * 8, inst.type);
    }
  }
}
