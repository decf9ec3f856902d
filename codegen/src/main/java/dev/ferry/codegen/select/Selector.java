package dev.ferry.codegen.select;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.codegen.CodegenOptions;
import dev.ferry.codegen.mir.ControlGraph;
import dev.ferry.codegen.mir.FrameSlot;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MLoop;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import dev.ferry.codegen.mir.SymbolRef;
import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.Op;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Instruction selection of one function: a switch over {@link Op}, blocks in postorder and their
 * instructions from last to first, so that a value is selected only if something still asks for it
 * (as in Cranelift's lowering).
 */
public final class Selector {
  private final Function function;
  private final CodegenOptions options;
  private final MFunction mf;
  private final Emission e;
  private final ControlFlow flow;
  private final MemorySelector memory;
  private final CallSelector calls;
  private final IntSelector ints;
  private final FloatSelector floats;
  private final AtomicSelector atomics;
  private final AsmSelector asm;
  private final TerminatorSelector terminators;
  private final TailCalls tails;

  /** Output registers of each ASM by value id. */
  private final int[] @Nullable [] asmResults;

  private int returnAddress = Reg.NONE;
  private int staticChain = Reg.NONE;

  private Selector(Function function, CodegenOptions options, ConstantPool pool) {
    this.function = function;
    this.options = options;
    this.mf = new MFunction(function);
    for (String name : function.module.reservedRegisters) {
      int register = Reg.byName(name);
      mf.reserved |= register == Reg.NONE ? 0 : 1L << register; // Vector registers are not ours.
    }
    this.flow = ControlFlow.of(function);
    BlockFrequencies frequencies = BlockFrequencies.of(function, flow, options.optimise > 0);
    this.e = new Emission(function, mf, options, pool, frequencies);
    this.calls = new CallSelector(e);
    this.memory = calls.memory();
    this.ints = new IntSelector(e, memory);
    this.floats = new FloatSelector(e);
    this.atomics = new AtomicSelector(e, memory);
    this.asm = new AsmSelector(e);
    this.terminators = new TerminatorSelector(e, calls, asm);
    this.tails = new TailCalls(e, calls.own, flow);
    this.asmResults = new int[function.valueLimit()][];
  }

  /** The function in machine IR, in the block order of the source. */
  public static MFunction select(
      Function function, CodegenOptions options, ConstantPool pool, boolean reservesScratch) {
    if (options.wordBytes() != 8) {
      throw new InternalCompilerError(
          "codegen.select", function.symbol.name, "RV32 code generation is not there yet");
    }
    Selector selector = new Selector(function, options, pool);
    selector.mf.reservesScratch = reservesScratch;
    return selector.run();
  }

  private MFunction run() {
    countUses();
    prepareFrame();
    for (Block block : flow.order) {
      MBlock mblock = mf.newBlock();
      mblock.sourceId = block.id;
      mblock.frequency = e.frequencies.frequency[block.id];
      mblock.isCold = e.frequencies.isCold(block);
      mblock.loop = machineLoop(e.frequencies.loopOf[block.id]);
      mblock.addressTaken = block.addressTaken;
      mblock.hasFixedEntry = block.addressTaken;
      e.blockOf[block.id] = mblock;
    }
    List<List<MBlock>> made = new ArrayList<>(Collections.nCopies(function.blockLimit(), null));
    for (int i = flow.order.length - 1; i >= 0; i--) {
      Block block = flow.order[i];
      List<MBlock> extra = new ArrayList<>(0);
      selectBlock(block, extra);
      made.set(block.id, extra);
    }
    for (Block block : function.blocks) {
      if (flow.isReachable(block)) {
        mf.blocks.add(e.blockOf[block.id]);
        mf.blocks.addAll(made.get(block.id));
      } else if (block.addressTaken || e.blockOf[block.id] != null) {
        // Data or code may still name it.
        mf.blocks.add(unreachable(block));
      }
    }
    if (e.optimise) {
      ShareConstants.run(mf);
    }
    ControlGraph.connect(mf);
    long bytes = mf.incomingBytes + mf.outgoingBytes + 400;
    for (FrameSlot slot : mf.slots) {
      bytes += slot.size + 8;
      if (slot.align > 16) {
        mf.needsFramePointer = true;
        mf.needsBasePointer = mf.hasDynamicStack;
      }
    }
    // Far frame offsets need a register after allocation.
    mf.reservesScratch |= bytes > 2032;
    return mf;
  }

  /** What stands for a block that nothing leads to. */
  private MBlock unreachable(Block block) {
    MBlock known = e.blockOf[block.id];
    if (known != null) {
      return known;
    }
    MBlock dead = mf.newBlock();
    dead.sourceId = block.id;
    dead.addressTaken = true;
    dead.add(MInst.plain(MOp.UNREACHABLE, 0));
    e.blockOf[block.id] = dead;
    return dead;
  }

  private @Nullable MLoop machineLoop(BlockFrequencies.@Nullable Loop loop) {
    if (loop == null) {
      return null;
    }
    MLoop result = loop.machine;
    if (result == null) {
      result = new MLoop(machineLoop(loop.parent), loop.depth);
      loop.machine = result;
    }
    return result;
  }

  private void prepareFrame() {
    mf.needsFramePointer = options.framePointer;
    if (function.signature.variadic() && calls.own.namedIntRegs() < 8) {
      mf.varargsBytes = (8 - calls.own.namedIntRegs()) * options.wordBytes();
    }
    calls.bindParameters(function);
  }

  private void countUses() {
    for (Block block : flow.order) {
      for (Instruction inst : block.instructions) {
        for (Value arg : inst.args) {
          e.useCount[arg.id]++;
        }
      }
      Terminator terminator = block.terminator;
      for (int i = 0; i < terminator.operandCount(); i++) {
        e.useCount[terminator.operand(i).id]++;
      }
      for (Edge edge : terminator.edges()) {
        for (Value arg : edge.args) {
          e.useCount[arg.id]++;
          e.isEdgeArgument[arg.id] = true;
        }
      }
    }
  }

  /**
   * Selects backwards; each instruction's code is emitted forwards and then reversed as a group.
   */
  private void selectBlock(Block block, List<MBlock> made) {
    MBlock mblock = e.blockOf[block.id];
    e.enter(block);
    ArrayList<MInst> code = mblock.code;
    // The terminator may continue in blocks of its own; what precedes it goes into this one.
    ArrayList<MInst> tail = new ArrayList<>();
    e.swapBuffer(tail);
    e.at(block.terminator.loc);
    Instruction tailCall = tails.of(block, mf);
    if (tailCall != null) {
      e.at(tailCall.loc);
      calls.tailCall(tailCall);
    } else {
      terminators.select(block, mblock, made);
    }
    ArrayList<MInst> buffer = new ArrayList<>();
    e.swapBuffer(buffer);
    ArrayList<MInst> reversed = code;
    List<MInst> landed = e.takeLanded(block);
    appendReversed(tail, reversed);
    if (landed != null) {
      appendReversed(landed, reversed);
    }
    List<Instruction> instructions = block.instructions;
    for (int i = instructions.size() - 1; i >= 0; i--) {
      Instruction inst = instructions.get(i);
      if (inst != tailCall && isWanted(inst)) {
        e.at(inst.loc);
        select(inst, inst.type == null ? Reg.NONE : resultRegister(inst));
        if (!buffer.isEmpty()) {
          appendReversed(buffer, reversed);
          buffer.clear();
        }
      }
    }
    if (block == function.entry()) {
      e.at(function.loc);
      calls.entry(function, staticChain, returnAddress);
      appendReversed(buffer, reversed);
      buffer.clear();
    }
    Collections.reverse(reversed);
  }

  private static void appendReversed(List<MInst> from, List<MInst> to) {
    for (int i = from.size() - 1; i >= 0; i--) {
      to.add(from.get(i));
    }
  }

  /** Effects are always selected; a value only if something asked for its register. */
  private boolean isWanted(Instruction inst) {
    if (inst.type != null && e.vregOf[inst.id] != 0) {
      return true;
    }
    return switch (inst.op.effect()) {
      case PURE -> false;
      case READ -> inst.op == Op.LOAD && inst.access().isVolatile();
      case WRITE, SIDE -> !inst.isRemovable() || inst.op == Op.ASM && e.useCount[inst.id] > 0;
    };
  }

  private int resultRegister(Instruction inst) {
    int reg = e.vregOf[inst.id];
    if (reg == 0) {
      return inst.op == Op.LOAD ? e.newReg(inst.requireType()) : Reg.NONE;
    }
    return reg;
  }

  private void select(Instruction inst, int d) {
    switch (inst.op) {
      case ICONST -> e.emit(e.constantInto(d, inst.imm));
      case FCONST -> e.floatConstant(d, inst.requireType(), inst.imm);
      case GLOBAL_ADDR -> memory.threadLocal(d, inst.symbol(), inst.imm);
      case SLOT_ADDR -> e.copy(d, e.slotAddress(inst.slot(), inst.imm));
      case BLOCK_ADDR -> blockAddress(inst, d);
      case UNDEF -> e.emit(new MInst(MOp.UNDEFINED, 1, new int[] {d}, 0, null));
      case ADD -> ints.add(inst, d);
      case SUB -> ints.sub(inst, d);
      case MUL -> ints.mul(inst, d);
      case MULHS -> ints.mulHigh(inst, d, true);
      case MULHU -> ints.mulHigh(inst, d, false);
      case SDIV -> ints.divide(inst, d, MOp.DIV, MOp.DIVW);
      case UDIV -> ints.divide(inst, d, MOp.DIVU, MOp.DIVUW);
      case SREM -> ints.divide(inst, d, MOp.REM, MOp.REMW);
      case UREM -> ints.divide(inst, d, MOp.REMU, MOp.REMUW);
      case AND -> ints.and(inst, d);
      case OR -> ints.or(inst, d);
      case XOR -> ints.xor(inst, d);
      case SHL -> ints.shift(inst, d, MOp.SLL, MOp.SLLW, MOp.SLLI, MOp.SLLIW);
      case SHR -> ints.shift(inst, d, MOp.SRL, MOp.SRLW, MOp.SRLI, MOp.SRLIW);
      case SAR -> ints.shift(inst, d, MOp.SRA, MOp.SRAW, MOp.SRAI, MOp.SRAIW);
      case ROTL -> ints.rotate(inst, d, true);
      case ROTR -> ints.rotate(inst, d, false);
      case SMIN -> ints.minMax(inst, d, MOp.MIN);
      case SMAX -> ints.minMax(inst, d, MOp.MAX);
      case UMIN -> ints.minMax(inst, d, MOp.MINU);
      case UMAX -> ints.minMax(inst, d, MOp.MAXU);
      case CLZ -> ints.countLeading(inst, d);
      case CTZ -> ints.countTrailing(inst, d);
      case POPCNT -> ints.populationCount(inst, d);
      case BSWAP -> ints.byteSwap(inst, d);
      case EQ, NE, SLT, SLE, ULT, ULE -> ints.compare(inst, d);
      case SEXT, COPY -> e.copy(d, e.reg(inst.arg(0)));
      case ZEXT -> ints.zeroExtend(inst, d);
      case TRUNC -> ints.truncate(inst, d);
      case SEXT8 -> ints.signExtendNarrow(inst, d, 8);
      case SEXT16 -> ints.signExtendNarrow(inst, d, 16);
      case ZEXT8 -> ints.zeroExtendNarrow(inst, d, 8);
      case ZEXT16 -> ints.zeroExtendNarrow(inst, d, 16);
      case FADD -> floats.binary(inst, d, MOp.FADD_S, MOp.FADD_D);
      case FSUB -> floats.binary(inst, d, MOp.FSUB_S, MOp.FSUB_D);
      case FMUL -> floats.binary(inst, d, MOp.FMUL_S, MOp.FMUL_D);
      case FDIV -> floats.binary(inst, d, MOp.FDIV_S, MOp.FDIV_D);
      case FMIN -> floats.binary(inst, d, MOp.FMIN_S, MOp.FMIN_D);
      case FMAX -> floats.binary(inst, d, MOp.FMAX_S, MOp.FMAX_D);
      case FNEG -> floats.negate(inst, d);
      case FABS -> floats.absolute(inst, d);
      case FSQRT -> floats.sqrt(inst, d);
      case FMA -> floats.fused(inst, d);
      case FCOPYSIGN -> floats.copySign(inst, d);
      case FEQ, FNE, FLT, FLE -> floats.compare(inst, d);
      case FCLASS -> floats.classify(inst, d);
      case SI2F -> floats.fromInteger(inst, d, true);
      case UI2F -> floats.fromInteger(inst, d, false);
      case F2SI -> floats.toInteger(inst, d, true);
      case F2UI -> floats.toInteger(inst, d, false);
      case FRINT -> floats.round(inst, d);
      case FPROMOTE -> floats.promote(inst, d);
      case FDEMOTE -> floats.demote(inst, d);
      case BITCAST -> floats.bitcast(inst, d);
      case SELECT -> choose(inst, d);
      case LOAD -> memory.load(inst, d);
      case STORE -> memory.store(inst);
      case MEMCPY -> memory.copyBlock(inst);
      case MEMSET -> memory.fillBlock(inst);
      case ATOMIC_LOAD -> atomics.load(inst, d == Reg.NONE ? e.newInt() : d);
      case ATOMIC_STORE -> atomics.store(inst);
      case ATOMIC_RMW -> atomics.update(inst, d);
      case ATOMIC_CAS -> atomics.compareAndSwap(inst, d);
      case FENCE -> atomics.fence(inst);
      case STACK_ALLOC -> stackAlloc(inst, d);
      case STACK_SAVE -> stackSave(d);
      case STACK_RESTORE -> stackRestore(inst);
      case FRAME_ADDR -> frameAddress(d, inst.imm);
      case RETURN_ADDR -> returnAddress(d, inst.imm);
      case VA_START -> memory.vaStart(inst, calls.own);
      case STATIC_CHAIN -> {
        staticChain = staticChain == Reg.NONE ? e.newInt() : staticChain;
        e.copy(d, staticChain);
      }
      case CALL -> calls.call(inst, d);
      case ASM -> asm.select(inst, asmResults[inst.id]);
      case RESULT -> recordResult(inst, d);
      case IS_CONSTANT, VARIADIC_COUNT -> e.copy(d, Reg.ZERO);
      case OBJECT_SIZE -> e.emit(e.constantInto(d, (inst.imm & 2) != 0 ? 0 : -1));
      case THREAD_POINTER -> e.copy(d, Reg.TP);
      case TRAP -> e.emit(MInst.plain(MOp.EBREAK, 0));
      case CLEAR_CACHE -> e.emit(MInst.plain(MOp.FENCE_I, 0));
      case PREFETCH -> {}
    }
  }

  private void recordResult(Instruction inst, int d) {
    Instruction source = (Instruction) inst.arg(0);
    int[] results = asmResults[source.id];
    if (results == null) {
      results = new int[source.asm().outputs().size()];
      asmResults[source.id] = results;
    }
    int index = (int) inst.imm;
    if (results[index] == 0) {
      results[index] = d;
    } else {
      e.copy(d, results[index]);
    }
  }

  private void blockAddress(Instruction inst, int d) {
    Block block = inst.target();
    MBlock target = flow.isReachable(block) ? e.blockOf[block.id] : unreachable(block);
    target.addressTaken = true;
    SymbolRef ref = new SymbolRef(null, ControlGraph.label(mf, target), 0, e.plainAccess());
    e.emit(new MInst(MOp.LA, 1, new int[] {d}, 0, ref));
  }

  // ---- select

  private void choose(Instruction inst, int d) {
    Value condition = inst.arg(0);
    Value a = inst.arg(1);
    Value b = inst.arg(2);
    boolean areConstant = Emission.constantOf(a) != null && Emission.constantOf(b) != null;
    boolean byZero = options.hasZicond && inst.requireType().isInt();
    if (inst.requireType().isInt() && (areConstant || !byZero) && constantArms(inst, d)) {
      return;
    }
    if (byZero) {
      int c = e.reg(nonZeroOf(condition));
      if (Emission.isConst(b, 0)) {
        e.r(MOp.CZERO_EQZ, d, e.reg(a), c);
      } else if (Emission.isConst(a, 0)) {
        e.r(MOp.CZERO_NEZ, d, e.reg(b), c);
      } else {
        int first = e.r(MOp.CZERO_EQZ, e.reg(a), c);
        e.r(MOp.OR, d, first, e.r(MOp.CZERO_NEZ, e.reg(b), c));
      }
      return;
    }
    Value test = e.strip(condition);
    if (test instanceof Instruction cmp && cmp.op.isIntCompare()) {
      int x = e.reg(cmp.arg(0));
      int y = e.reg(cmp.arg(1));
      int first = e.reg(a);
      int second = e.reg(b);
      switch (cmp.op) {
        case EQ -> ints.select(d, MOp.BEQ, x, y, first, second);
        case NE -> ints.select(d, MOp.BNE, x, y, first, second);
        case SLT -> ints.select(d, MOp.BLT, x, y, first, second);
        case ULT -> ints.select(d, MOp.BLTU, x, y, first, second);
        case SLE -> ints.select(d, MOp.BGE, y, x, first, second);
        default -> ints.select(d, MOp.BGEU, y, x, first, second);
      }
      return;
    }
    ints.select(d, MOp.BNE, e.reg(test), Reg.ZERO, e.reg(a), e.reg(b));
  }

  /** What is not zero exactly if the condition holds. */
  private Value nonZeroOf(Value condition) {
    return e.strip(condition) instanceof Instruction test
            && test.op == Op.NE
            && Emission.isConst(test.arg(1), 0)
        ? test.arg(0)
        : condition;
  }

  /** Arms that differ by a power of two or are 0 and -1: arithmetic on the condition. */
  private boolean constantArms(Instruction inst, int d) {
    Long a = Emission.constantOf(inst.arg(1));
    Long b = Emission.constantOf(inst.arg(2));
    Value condition = inst.arg(0);
    if (!KnownBits.isBoolean(condition)) {
      return false;
    }
    if (a == null || b == null) {
      // c ? x : 0 is x & -c; c ? 0 : x is x & (c - 1).
      if (b != null && b == 0) {
        e.r(MOp.AND, d, e.r(MOp.SUB, Reg.ZERO, e.reg(condition)), e.reg(inst.arg(1)));
        return true;
      }
      if (a != null && a == 0) {
        e.r(MOp.AND, d, e.i(MOp.ADDI, e.reg(condition), -1), e.reg(inst.arg(2)));
        return true;
      }
      return false;
    }
    if (a == 1 && b == 0) {
      e.copy(d, e.reg(condition));
    } else if (a == 0 && b == 1) {
      e.i(MOp.XORI, d, e.reg(condition), 1);
    } else if (a == -1 && b == 0) {
      e.r(MOp.SUB, d, Reg.ZERO, e.reg(condition));
    } else if (a - b == 1 && Emission.fits12(b)) {
      e.i(MOp.ADDI, d, e.reg(condition), b);
    } else if (a - b > 0 && Long.bitCount(a - b) == 1 && Emission.fits12(b)) {
      int scaled = e.i(MOp.SLLI, e.reg(condition), Long.numberOfTrailingZeros(a - b));
      e.i(MOp.ADDI, d, scaled, b);
    } else {
      // b + ((a - b) & -c)
      long difference = a - b;
      if (!Emission.fits12(difference) || !Emission.fits12(b)) {
        return false;
      }
      int mask = e.r(MOp.SUB, Reg.ZERO, e.reg(condition));
      e.i(MOp.ADDI, d, e.i(MOp.ANDI, mask, difference), b);
    }
    return true;
  }

  // ---- the frame

  private void stackAlloc(Instruction inst, int d) {
    mf.hasDynamicStack = true;
    mf.needsFramePointer = true;
    int result = d == Reg.NONE ? e.newInt() : d;
    int size = e.reg(inst.arg(0));
    int rounded = e.i(MOp.ANDI, e.i(MOp.ADDI, size, 15), -16);
    MInst alloc =
        new MInst(MOp.STACK_ALLOC, 1, new int[] {result, rounded}, Math.max(inst.imm, 16), null);
    alloc.earlyDef = true;
    e.emit(alloc);
  }

  private void stackSave(int d) {
    mf.hasDynamicStack = true;
    mf.needsFramePointer = true;
    if (d != Reg.NONE) {
      e.emit(new MInst(MOp.STACK_SAVE, 1, new int[] {d}, 0, null));
    }
  }

  private void stackRestore(Instruction inst) {
    mf.hasDynamicStack = true;
    mf.needsFramePointer = true;
    e.emit(new MInst(MOp.STACK_RESTORE, 0, new int[] {e.reg(inst.arg(0))}, 0, null));
  }

  /** The frame pointer of the imm-th caller: each frame keeps its caller's at -16. */
  private void frameAddress(int d, long level) {
    mf.needsFramePointer = true;
    if (level == 0) {
      e.copy(d, Reg.S0);
      return;
    }
    int frame = Reg.S0;
    for (long i = 1; i < level; i++) {
      int next = e.newInt();
      e.emit(MInst.memory(MOp.LD, next, frame, -16));
      frame = next;
    }
    e.emit(MInst.memory(MOp.LD, d, frame, -16));
  }

  private void returnAddress(int d, long level) {
    if (level == 0) {
      returnAddress = returnAddress == Reg.NONE ? e.newInt() : returnAddress;
      e.copy(d, returnAddress);
      return;
    }
    int frame = e.newInt();
    frameAddress(frame, level);
    e.emit(MInst.memory(MOp.LD, d, frame, -8));
  }

  static boolean isNarrowLoad(MemAccess access) {
    return access.type().bytes() < 4;
  }

  static boolean isWord(@Nullable Type type) {
    return type == Type.I64;
  }
}
