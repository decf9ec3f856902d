package dev.ferry.codegen.select;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.codegen.CodegenOptions;
import dev.ferry.codegen.RiscvCostModel;
import dev.ferry.codegen.mir.FrameSlot;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import dev.ferry.codegen.mir.SymbolRef;
import dev.ferry.codegen.select.BlockFrequencies.Loop;
import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state that selection of one function shares: virtual registers of IR values, the instruction
 * buffer, and the ways to get a value, constant or address into a register.
 *
 * <p>Blocks are selected backwards: asking for {@link #reg} of a value is what makes the value's
 * own instruction be selected later, so that whatever its users fold away is never emitted.
 */
final class Emission {
  /** A constant of more instructions is loaded: two and its eight bytes. */
  private static final int MAX_STEPS = 4;

  final Function function;
  final MFunction mf;
  final CodegenOptions options;
  final boolean optimise;
  final ConstantPool pool;

  /** Virtual register by value id; 0 if nothing asked for it. */
  final int[] vregOf;

  /** Uses by value id, edge arguments included. */
  final int[] useCount;

  /** Whether a value is passed along an edge, by value id. */
  final boolean[] isEdgeArgument;

  /** The frame slot of each IR slot; null until used. */
  private final @Nullable FrameSlot[] frameSlots;

  /** For by-reference aggregate parameters: the register that holds the slot's address. */
  final int[] slotPointer;

  final BlockFrequencies frequencies;
  final MBlock[] blockOf;

  private List<MInst> out = new ArrayList<>();
  private int loc;
  private @Nullable Block current;

  private record Invariant(Loop loop, Object key) {}

  private final Map<Invariant, Integer> invariants = new HashMap<>();
  private final Map<Block, List<MInst>> landed = new HashMap<>();

  Emission(
      Function function,
      MFunction mf,
      CodegenOptions options,
      ConstantPool pool,
      BlockFrequencies frequencies) {
    this.function = function;
    this.mf = mf;
    this.options = options;
    this.pool = pool;
    this.optimise = options.optimise > 0;
    this.vregOf = new int[function.valueLimit()];
    this.useCount = new int[function.valueLimit()];
    this.isEdgeArgument = new boolean[function.valueLimit()];
    this.frameSlots = new FrameSlot[function.slots.size()];
    mf.sourceSlots = frameSlots;
    this.slotPointer = new int[function.slots.size()];
    this.frequencies = frequencies;
    this.blockOf = new MBlock[function.blockLimit()];
  }

  // ---- the buffer

  void enter(Block block) {
    current = block;
  }

  /** Whether the current block runs more often than some place before its loops. */
  boolean inLoop() {
    Block block = current;
    if (block == null) {
      return false;
    }
    Loop loop = frequencies.loopOf[block.id];
    if (loop == null) {
      return false;
    }
    Block landing = loop.landing;
    return landing != null
        && frequencies.frequency[landing.id] < frequencies.frequency[block.id] * 0.9;
  }

  void at(int newLoc) {
    loc = newLoc;
  }

  /** The source location of what is being selected. */
  int location() {
    return loc;
  }

  int loc() {
    return loc;
  }

  void emit(MInst inst) {
    inst.loc = loc;
    out.add(inst);
  }

  /** Takes what was emitted since the last call and clears the buffer. */
  List<MInst> take() {
    List<MInst> result = out;
    out = new ArrayList<>();
    return result;
  }

  /** The buffer itself, for the fast path: the caller must clear it. */
  List<MInst> buffer() {
    return out;
  }

  void swapBuffer(List<MInst> other) {
    out = other;
  }

  void r(MOp op, int d, int a, int b) {
    emit(MInst.r(op, d, a, b));
  }

  /** Emits into a fresh integer register and gives it. */
  int r(MOp op, int a, int b) {
    int d = newInt();
    emit(MInst.r(op, d, a, b));
    return d;
  }

  void i(MOp op, int d, int a, long imm) {
    emit(MInst.i(op, d, a, imm));
  }

  int i(MOp op, int a, long imm) {
    int d = newInt();
    emit(MInst.i(op, d, a, imm));
    return d;
  }

  void unary(MOp op, int d, int a) {
    emit(MInst.unary(op, d, a));
  }

  int unary(MOp op, int a) {
    int d = newInt();
    emit(MInst.unary(op, d, a));
    return d;
  }

  void copy(int d, int a) {
    emit(new MInst(MOp.COPY, 1, new int[] {d, a}, 0, null));
  }

  int newInt() {
    return mf.newVirtual(false, options.wordBytes());
  }

  int newFloat(int bytes) {
    return mf.newVirtual(true, bytes);
  }

  int newReg(Type type) {
    return type.isFloat() ? newFloat(type.bytes()) : newInt();
  }

  InternalCompilerError bug(String message) {
    return new InternalCompilerError("codegen.select", function.symbol.name, message);
  }

  // ---- values

  /** Sees through operations that do not change the register's bits. */
  Value strip(Value value) {
    while (value instanceof Instruction inst) {
      switch (inst.op) {
        case SEXT, COPY -> value = inst.arg(0);
        case ZEXT -> {
          if (!KnownBits.isNonNegative(inst.arg(0), 4)) {
            return value;
          }
          value = inst.arg(0);
        }
        default -> {
          return value;
        }
      }
    }
    return value;
  }

  /** The register of a value; asks for its computation. i32 values are sign-extended in it. */
  int reg(Value original) {
    Value value = strip(original);
    if (value instanceof Instruction inst) {
      switch (inst.op) {
        case ICONST -> {
          return constant(inst.imm);
        }
        case SLOT_ADDR -> {
          return slotAddress(inst.slot(), inst.imm);
        }
        case GLOBAL_ADDR -> {
          if (isPlainSymbol(inst.symbol())) {
            return symbolAddress(inst.symbol(), inst.imm);
          }
        }
        case UNDEF -> {
          if (inst.requireType().isInt()) {
            return Reg.ZERO;
          }
        }
        default -> {}
      }
    }
    return demand(value);
  }

  private int demand(Value value) {
    int reg = vregOf[value.id];
    if (reg == 0) {
      reg = newReg(value.requireType());
      vregOf[value.id] = reg;
    }
    return reg;
  }

  /** A register whose low 32 bits are the value; the upper half may be anything. */
  int lowReg(Value value) {
    Value v = value;
    while (v instanceof Instruction inst
        && (inst.op == Op.TRUNC
            || inst.op == Op.SEXT
            || inst.op == Op.ZEXT
            || inst.op == Op.COPY)) {
      v = inst.arg(0);
    }
    return reg(v);
  }

  /** The constant that a value is, or null. */
  static @Nullable Long constantOf(Value value) {
    return value instanceof Instruction inst && inst.op == Op.ICONST ? inst.imm : null;
  }

  static boolean isConst(Value value, long constant) {
    return value instanceof Instruction inst && inst.isConst(constant);
  }

  /** Whether a value is a constant that fits the 12-bit immediate field. */
  static boolean isImm12(Value value) {
    return value instanceof Instruction inst && inst.op == Op.ICONST && fits12(inst.imm);
  }

  static boolean fits12(long value) {
    return value >= -2048 && value <= 2047;
  }

  // ---- constants and addresses

  /** A register that holds {@code value}: x0, an invariant of the loop, or a fresh one. */
  int constant(long value) {
    if (value == 0) {
      return Reg.ZERO;
    }
    int hoisted = invariant(value, constantInto(0, value));
    if (hoisted != Reg.NONE) {
      return hoisted;
    }
    int d = newInt();
    emit(constantInto(d, value));
    return d;
  }

  /**
   * The pseudo instruction that puts a constant into {@code d}; a long one loads it from the pool.
   */
  MInst constantInto(int d, long value) {
    MInst result = MInst.li(d, value);
    if (optimise && options.wordBytes() == 8 && RiscvCostModel.steps(value) > MAX_STEPS) {
      result.payload = new SymbolRef(null, pool.label(8, value), 0, plainAccess());
    }
    return result;
  }

  /**
   * If the current block runs more often than the place before its loops, a register that is
   * computed there; allocation recomputes it where registers are short. Else NONE.
   */
  private int invariant(Object key, MInst inst) {
    Block block = current;
    if (!optimise || block == null) {
      return Reg.NONE;
    }
    Loop best = null;
    double here = frequencies.frequency[block.id];
    for (Loop loop = frequencies.loopOf[block.id]; loop != null; loop = loop.parent) {
      Block landing = loop.landing;
      if (landing != null && frequencies.frequency[landing.id] < here * 0.9) {
        best = loop;
      }
    }
    if (best == null) {
      return Reg.NONE;
    }
    Block landing = best.landing;
    if (landing == null) {
      return Reg.NONE;
    }
    Invariant invariant = new Invariant(best, key);
    Integer known = invariants.get(invariant);
    if (known != null) {
      return known;
    }
    int d = newInt();
    invariants.put(invariant, d);
    landed.computeIfAbsent(landing, _ -> new ArrayList<>()).add(inst.copyWithDef(d));
    return d;
  }

  /** What must be emitted at the end of {@code block} for the loops after it; null if nothing. */
  @Nullable List<MInst> takeLanded(Block block) {
    return landed.remove(block);
  }

  FrameSlot frameSlot(Slot slot) {
    FrameSlot result = frameSlots[slot.id];
    if (result == null) {
      int align =
          optimise && slot.size >= 8 ? Math.max(slot.align, options.wordBytes()) : slot.align;
      result = mf.newSlot(slot.name, slot.size, align);
      result.shelf = slot.shelf.ordinal();
      frameSlots[slot.id] = result;
    }
    result.isUsed = true;
    return result;
  }

  void bindSlot(Slot slot, FrameSlot frameSlot) {
    frameSlots[slot.id] = frameSlot;
  }

  int slotAddress(Slot slot, long offset) {
    int pointer = slotPointer[slot.id];
    if (pointer != 0) {
      return offset == 0 ? pointer : addImmediate(pointer, offset);
    }
    return frameAddress(frameSlot(slot), offset);
  }

  int frameAddress(FrameSlot slot, long offset) {
    slot.isUsed = true;
    int hoisted =
        invariant(new SlotKey(slot, offset), new MInst(MOp.FRAME, 1, new int[1], offset, slot));
    if (hoisted != Reg.NONE) {
      return hoisted;
    }
    int d = newInt();
    emit(new MInst(MOp.FRAME, 1, new int[] {d}, offset, slot));
    return d;
  }

  private record SlotKey(FrameSlot slot, long offset) {}

  int addImmediate(int base, long offset) {
    if (offset == 0) {
      return base;
    }
    if (fits12(offset)) {
      return i(MOp.ADDI, base, offset);
    }
    return r(MOp.ADD, base, constant(offset));
  }

  /** Whether the address is a constant of the link: no GOT entry and no thread pointer. */
  boolean isPlainSymbol(Symbol symbol) {
    return symbol.tls == Symbol.Tls.NONE;
  }

  SymbolRef.Access accessOf(Symbol symbol) {
    if (options.pic && !symbol.isDsoLocal) {
      return SymbolRef.Access.GOT;
    }
    if (!options.pic
        && options.codeModel == CodegenOptions.CodeModel.MEDANY
        && symbol.linkage == Symbol.Linkage.WEAK
        && !symbol.isDefined) {
      // An undefined weak symbol is 0, which auipc may not reach.
      return SymbolRef.Access.GOT;
    }
    return plainAccess();
  }

  SymbolRef.Access plainAccess() {
    return options.pic || options.codeModel == CodegenOptions.CodeModel.MEDANY
        ? SymbolRef.Access.PC_RELATIVE
        : SymbolRef.Access.ABSOLUTE;
  }

  int symbolAddress(Symbol symbol, long offset) {
    SymbolRef.Access access = accessOf(symbol);
    if (access == SymbolRef.Access.GOT && offset != 0) {
      return addImmediate(symbolAddress(symbol, 0), offset);
    }
    return address(new SymbolRef(symbol, null, offset, access));
  }

  /** The whole address in a register. */
  int address(SymbolRef ref) {
    return linkConstant(MOp.LA, ref, ref);
  }

  /** The high part of an absolute address in a register. */
  int high(SymbolRef ref) {
    return linkConstant(MOp.HI, new HighKey(ref), ref);
  }

  private record HighKey(SymbolRef ref) {}

  private int linkConstant(MOp op, Object key, SymbolRef ref) {
    int hoisted = invariant(key, new MInst(op, 1, new int[1], 0, ref));
    if (hoisted != Reg.NONE) {
      return hoisted;
    }
    int d = newInt();
    emit(new MInst(op, 1, new int[] {d}, 0, ref));
    return d;
  }

  /** Loads a float constant from the pool, or makes zero from x0. */
  int floatConstant(Type type, long bits) {
    int d = newFloat(type.bytes());
    floatConstant(d, type, bits);
    return d;
  }

  void floatConstant(int d, Type type, long bits) {
    boolean isDouble = type == Type.F64;
    if ((isDouble ? bits : (int) bits) == 0) {
      unary(isDouble ? MOp.FMV_D_X : MOp.FMV_W_X, d, Reg.ZERO);
      return;
    }
    String label = pool.label(type.bytes(), bits);
    loadSymbol(isDouble ? MOp.FLD : MOp.FLW, d, new SymbolRef(null, label, 0, plainAccess()));
  }

  /** A load with the symbol's low part as its offset. */
  void loadSymbol(MOp op, int d, SymbolRef ref) {
    int base = newInt();
    emit(new MInst(MOp.HI, 1, new int[] {base}, 0, ref));
    emit(new MInst(op, 1, new int[] {d, base}, 0, ref));
  }

  /** Whether {@code param} is bound by an edge that passes {@code value}'s increment. */
  boolean isStepOf(Instruction add, Value base) {
    return base instanceof Param && isEdgeArgument[add.id];
  }
}
