package dev.ferry.ir;

import static dev.ferry.ir.Op.Effect.*;

/**
 * The operations. This enum is the specification: for each op its text name, operand shape, effect
 * and meaning in a line. {@code T} stands for the instruction's result type; {@code P} for the
 * pointer type (the integer of XLEN). Payload kinds are described in {@link Instruction}.
 *
 * <p>Integer arithmetic wraps; {@link Instruction#nsw} may promise that signed overflow does not
 * happen. Comparisons give i32 0 or 1. Shift counts have the type of the shifted value and only the
 * low 5 or 6 bits matter. Division by zero and overflow follow the RISC-V manual (no trap): x/0 =
 * -1, x%0 = x, MIN/-1 = MIN, MIN%-1 = 0. Float to integer conversions saturate as RISC-V's do.
 */
public enum Op {
  // Constants and addresses.
  ICONST("iconst", 0, PURE, "imm: the integer, sign-extended from T"),
  FCONST("fconst", 0, PURE, "imm: the raw bits of the float (f32 in the low half)"),
  GLOBAL_ADDR("global_addr", 0, PURE, "symbol + imm: address of a global, of type P"),
  SLOT_ADDR("slot_addr", 0, PURE, "slot + imm: address in this frame, of type P"),
  BLOCK_ADDR("block_addr", 0, PURE, "block: address of a label whose address is taken, type P"),
  UNDEF("undef", 0, PURE, "any value at all; each use may see another"),

  // Integer arithmetic: T = i32 or i64, operands T.
  ADD("add", 2, PURE, "a + b"),
  SUB("sub", 2, PURE, "a - b"),
  MUL("mul", 2, PURE, "a * b, low half"),
  MULHS("mulhs", 2, PURE, "a * b, high half, signed"),
  MULHU("mulhu", 2, PURE, "a * b, high half, unsigned"),
  SDIV("sdiv", 2, PURE, "a / b towards zero"),
  UDIV("udiv", 2, PURE, "a / b unsigned"),
  SREM("srem", 2, PURE, "a % b, sign of a"),
  UREM("urem", 2, PURE, "a % b unsigned"),
  AND("and", 2, PURE, "a & b"),
  OR("or", 2, PURE, "a | b"),
  XOR("xor", 2, PURE, "a ^ b"),
  SHL("shl", 2, PURE, "a << b"),
  SHR("shr", 2, PURE, "a >> b, zeros in"),
  SAR("sar", 2, PURE, "a >> b, sign in"),
  ROTL("rotl", 2, PURE, "a rotated left by b"),
  ROTR("rotr", 2, PURE, "a rotated right by b"),
  SMIN("smin", 2, PURE, "signed minimum"),
  SMAX("smax", 2, PURE, "signed maximum"),
  UMIN("umin", 2, PURE, "unsigned minimum"),
  UMAX("umax", 2, PURE, "unsigned maximum"),
  CLZ("clz", 1, PURE, "leading zeros; the width for 0"),
  CTZ("ctz", 1, PURE, "trailing zeros; the width for 0"),
  POPCNT("popcnt", 1, PURE, "number of one bits"),
  BSWAP("bswap", 1, PURE, "bytes reversed"),

  // Comparisons: T = i32, operands of one integer type.
  EQ("eq", 2, PURE, "a == b"),
  NE("ne", 2, PURE, "a != b"),
  SLT("slt", 2, PURE, "a < b signed"),
  SLE("sle", 2, PURE, "a <= b signed"),
  ULT("ult", 2, PURE, "a < b unsigned"),
  ULE("ule", 2, PURE, "a <= b unsigned"),

  // Integer width changes. The 8 and 16 forms keep the type: they extend from the low bits.
  SEXT("sext", 1, PURE, "i32 to i64, sign-extended"),
  ZEXT("zext", 1, PURE, "i32 to i64, zero-extended"),
  TRUNC("trunc", 1, PURE, "i64 to i32, low half"),
  SEXT8("sext8", 1, PURE, "sign-extend the low 8 bits within T"),
  SEXT16("sext16", 1, PURE, "sign-extend the low 16 bits within T"),
  ZEXT8("zext8", 1, PURE, "zero-extend the low 8 bits within T"),
  ZEXT16("zext16", 1, PURE, "zero-extend the low 16 bits within T"),

  // Floats: T = f32 or f64. Rounding is the dynamic mode; flags are an effect nobody may rely on
  // unless -frounding-math/FENV_ACCESS made the lowering emit calls instead.
  FADD("fadd", 2, PURE, "a + b"),
  FSUB("fsub", 2, PURE, "a - b"),
  FMUL("fmul", 2, PURE, "a * b"),
  FDIV("fdiv", 2, PURE, "a / b"),
  FNEG("fneg", 1, PURE, "sign flipped"),
  FABS("fabs", 1, PURE, "sign cleared"),
  FSQRT("fsqrt", 1, PURE, "square root"),
  FMA("fma", 3, PURE, "a * b + c, rounded once"),
  FMIN("fmin", 2, PURE, "IEEE 754-2019 minimumNumber"),
  FMAX("fmax", 2, PURE, "IEEE 754-2019 maximumNumber"),
  FCOPYSIGN("fcopysign", 2, PURE, "magnitude of a, sign of b"),
  FEQ("feq", 2, PURE, "i32: a == b, quiet; 0 when unordered"),
  FNE("fne", 2, PURE, "i32: a != b, quiet; 1 when unordered"),
  FLT("flt", 2, PURE, "i32: a < b; 0 when unordered"),
  FLE("fle", 2, PURE, "i32: a <= b; 0 when unordered"),
  FCLASS("fclass", 1, PURE, "i32: the 10-bit class mask of the RISC-V fclass instruction"),

  // Conversions between the worlds.
  SI2F("si2f", 1, PURE, "signed i32/i64 to T"),
  UI2F("ui2f", 1, PURE, "unsigned i32/i64 to T"),
  F2SI("f2si", 1, PURE, "float to signed T, towards zero, saturating"),
  F2UI("f2ui", 1, PURE, "float to unsigned T, towards zero, saturating"),
  FRINT("frint", 1, PURE, "imm: RISC-V rounding mode 0..4 or 7 (dynamic); T to integral T"),
  FPROMOTE("fpromote", 1, PURE, "f32 to f64"),
  FDEMOTE("fdemote", 1, PURE, "f64 to f32"),
  BITCAST("bitcast", 1, PURE, "same bits: i32 <-> f32, i64 <-> f64"),

  /** The condition is i32, non-zero selects the first. */
  SELECT("select", 3, PURE, "c != 0 ? a : b; both operands are evaluated"),
  /** Only passes in mid-flight and codegen leave copies; the verifier allows them. */
  COPY("copy", 1, PURE, "a"),
  /** Asks the optimiser: decided once bodies are inlined. */
  IS_CONSTANT("is_constant", 1, PURE, "i32: 1 if a is known to be a constant, else 0"),
  /** As IS_CONSTANT: GCC's {@code __builtin_object_size}. */
  OBJECT_SIZE("object_size", 1, PURE, "imm: mode 0..3; bytes from address a to its object's end"),

  // Memory. Operand 0 is the address (P); payload MemAccess.
  LOAD("load", 1, READ, "T from memory"),
  STORE("store", 2, WRITE, "operand 1 to memory; no result"),
  /** Payload MemBlock: regions do not overlap unless equal. */
  MEMCPY("memcpy", 2, WRITE, "imm bytes from address b to address a; no result"),
  MEMSET("memset", 2, WRITE, "imm bytes at address a become the low byte of i32 b; no result"),
  ATOMIC_LOAD("atomic_load", 1, SIDE, "payload Atomic"),
  ATOMIC_STORE("atomic_store", 2, SIDE, "payload Atomic; no result"),
  ATOMIC_RMW("atomic_rmw", 2, SIDE, "payload Atomic with rmw kind; result is the old value"),
  ATOMIC_CAS("atomic_cas", 3, SIDE, "address, expected, desired; payload Atomic; old value"),
  FENCE("fence", 0, SIDE, "payload Atomic (order only); no result"),

  // The frame.
  STACK_ALLOC(
      "stack_alloc", 1, SIDE, "imm = alignment: P of a bytes below the frame (VLA, alloca)"),
  STACK_SAVE("stack_save", 0, SIDE, "P: the stack pointer"),
  STACK_RESTORE("stack_restore", 1, SIDE, "stack pointer becomes a; no result"),
  FRAME_ADDR("frame_addr", 0, READ, "P: frame address of the imm-th caller"),
  RETURN_ADDR("return_addr", 0, READ, "P: return address of the imm-th caller"),
  VA_START("va_start", 1, WRITE, "stores the variadic argument pointer to address a; no result"),
  VARIADIC_COUNT("variadic_count", 0, PURE, "i32: number of variadic arguments, once inlined"),
  STATIC_CHAIN("static_chain", 0, PURE, "P: the static chain register at entry (nested functions)"),

  // Calls and the rest.
  /**
   * Payload CallInfo; operands: the callee address first if indirect, then the result address if an
   * aggregate is returned, then one per argument (an aggregate argument is its address).
   */
  CALL("call", -1, SIDE, "result of the scalar return type, if any"),
  /** Payload AsmInfo; operands as it lists. Register outputs are read by RESULT. */
  ASM("asm", -1, SIDE, "inline assembly; result i by RESULT"),
  RESULT("result", 1, PURE, "imm-th result of the ASM instruction that is operand 0"),
  THREAD_POINTER("thread_pointer", 0, PURE, "P: tp"),
  TRAP("trap", 0, SIDE, "ebreak; no result"),
  CLEAR_CACHE("clear_cache", 2, SIDE, "fence.i for addresses a to b; no result"),
  PREFETCH("prefetch", 1, SIDE, "a hint; no result");

  /** What executing an op may do besides computing its result. */
  public enum Effect {
    /** Nothing: may be removed, duplicated and moved. */
    PURE,
    /** Reads memory. */
    READ,
    /** Writes (and may read) memory. */
    WRITE,
    /** Anything: calls, atomics, inline assembly, the stack pointer. */
    SIDE
  }

  private final String text;
  private final int arity;
  private final Effect effect;
  private final String meaning;

  Op(String text, int arity, Effect effect, String meaning) {
    this.text = text;
    this.arity = arity;
    this.effect = effect;
    this.meaning = meaning;
  }

  /** The name in IR text. */
  public String text() {
    return text;
  }

  /** The number of operands, or -1 if the payload says. */
  public int arity() {
    return arity;
  }

  public Effect effect() {
    return effect;
  }

  public String meaning() {
    return meaning;
  }

  public boolean isPure() {
    return effect == PURE;
  }

  /** Whether {@code op(a, b) == op(b, a)}. */
  public boolean isCommutative() {
    return switch (this) {
      case ADD,
          MUL,
          MULHS,
          MULHU,
          AND,
          OR,
          XOR,
          EQ,
          NE,
          SMIN,
          SMAX,
          UMIN,
          UMAX,
          FADD,
          FMUL,
          FEQ,
          FNE,
          FMIN,
          FMAX ->
          true;
      default -> false;
    };
  }

  public boolean isIntCompare() {
    return ordinal() >= EQ.ordinal() && ordinal() <= ULE.ordinal();
  }

  public boolean isFloatCompare() {
    return ordinal() >= FEQ.ordinal() && ordinal() <= FLE.ordinal();
  }
}
