package dev.ferry.codegen.emit;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.base.source.Position;
import dev.ferry.base.source.SourceMap;
import dev.ferry.binutils.asm.AsmOutput;
import dev.ferry.binutils.asm.AsmSymbol;
import dev.ferry.binutils.asm.Expression;
import dev.ferry.binutils.asm.RelocationOperator;
import dev.ferry.codegen.CodegenOptions;
import dev.ferry.codegen.frame.FrameLayout;
import dev.ferry.codegen.frame.Prologue;
import dev.ferry.codegen.mir.AsmCode;
import dev.ferry.codegen.mir.AtomicLoop;
import dev.ferry.codegen.mir.CallTarget;
import dev.ferry.codegen.mir.ControlGraph;
import dev.ferry.codegen.mir.FrameSlot;
import dev.ferry.codegen.mir.JumpTable;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import dev.ferry.codegen.mir.SymbolRef;
import dev.ferry.ir.Atomic;
import dev.ferry.isa.Encoder;
import dev.ferry.isa.Opcode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one function's instructions; pseudo operations are expanded here. */
public final class FunctionEmitter {
  private static final int DYNAMIC = 7;

  private final AsmOutput out;
  private final CodegenOptions options;
  private final MFunction function;
  private final Prologue frame;
  private final LabelSource labels;
  private final @Nullable AsmSymbol[] blockLabels;
  private final List<JumpTable> tables = new ArrayList<>();

  /** Whether the frame stands at this place. */
  private boolean hasFrame;

  /** The auipc that a HI wrote, for the %pcrel_lo of accesses through the register. */
  private final @Nullable AsmSymbol[] highLabel = new AsmSymbol[32];

  public FunctionEmitter(
      AsmOutput out,
      CodegenOptions options,
      MFunction function,
      FrameLayout layout,
      LabelSource labels) {
    this.out = out;
    this.options = options;
    this.function = function;
    this.frame = new Prologue(out, layout, options.unwindTables);
    this.labels = labels;
    this.blockLabels = new AsmSymbol[function.blockLimit()];
  }

  /** The code, from the first instruction to the last; gives the jump tables it needs. */
  public List<JumpTable> run(LineSink lines) {
    if (!function.source.isNaked && !function.entersLate) {
      enterFrame();
    }
    markTargets();
    for (MBlock block : function.blocks) {
      if (function.entersLate && block.hasFrame != hasFrame) {
        hasFrame = block.hasFrame;
        frame.follows(hasFrame);
      }
      AsmSymbol label = blockLabels[block.id];
      if (block.align > 1) {
        out.align(block.align);
      }
      if (label != null) {
        out.label(label);
      }
      for (MInst inst : block.code) {
        if (inst.loc != 0) {
          lines.at(inst.loc, inst.isEarly);
        }
        emit(inst);
      }
    }
    return tables;
  }

  /** Only blocks that something jumps to get a label. */
  private void markTargets() {
    for (MBlock block : function.blocks) {
      if (block.addressTaken) {
        blockLabels[block.id] = out.symbol(ControlGraph.label(function, block));
      }
    }
    for (MBlock block : function.blocks) {
      for (MInst inst : block.code) {
        switch (inst.payload) {
          case MBlock target -> label(target);
          case JumpTable table -> {
            for (MBlock target : table.targets()) {
              label(target);
            }
          }
          case AsmCode asm -> {
            for (MBlock target : asm.labels()) {
              label(target);
            }
          }
          case null, default -> {}
        }
      }
    }
  }

  AsmSymbol label(MBlock block) {
    AsmSymbol result = blockLabels[block.id];
    if (result == null) {
      result = labels.fresh(out);
      blockLabels[block.id] = result;
    }
    return result;
  }

  private static int x(int reg) {
    return reg & 31;
  }

  private void emit(MInst inst) {
    MOp op = inst.op;
    int[] r = inst.regs;
    switch (op.form()) {
      case R -> out.instruction(op.opcode(), x(r[0]), x(r[1]), x(r[2]), 0);
      case FR_RM -> out.instruction(op.opcode(), x(r[0]), x(r[1]), x(r[2]), 0, 0, DYNAMIC, 0);
      case R4 -> out.instruction(op.opcode(), x(r[0]), x(r[1]), x(r[2]), x(r[3]), 0, DYNAMIC, 0);
      case I -> immediate(inst);
      case UNARY -> out.instruction(op.opcode(), x(r[0]), x(r[1]), 0, 0);
      case UNARY_RM -> rounded(inst);
      case LOAD, STORE -> memory(inst);
      case BRANCH -> out.branch(op.opcode(), 0, x(r[0]), x(r[1]), label(inst.target()), 0);
      case UPPER -> out.instruction(op.opcode(), x(r[0]), 0, 0, (int) inst.imm);
      case AMO ->
          out.instruction(
              op.opcode(), x(r[0]), x(r[2]), x(r[1]), 0, 0, 0, ordering((int) inst.imm));
      case LR ->
          out.instruction(op.opcode(), x(r[0]), x(r[1]), 0, 0, 0, 0, ordering((int) inst.imm));
      case FENCE -> fence((int) inst.imm);
      case NONE -> out.instruction(op.opcode(), 0, 0, 0, 0);
      case PSEUDO -> pseudo(inst);
    }
  }

  private static int ordering(int bits) {
    return ((bits & 2) != 0 ? Encoder.AQ : 0) | ((bits & 1) != 0 ? Encoder.RL : 0);
  }

  private void fence(int bits) {
    // imm holds the set bits i o r w of both sides; bit 8 asks for fence.tso.
    int value = (bits & 0x100) != 0 ? 0x833 : bits;
    out.instruction(Opcode.FENCE, 0, 0, 0, value);
  }

  private void rounded(MInst inst) {
    int[] r = inst.regs;
    if (inst.imm == DYNAMIC) {
      // Conversions that are always exact are written with rne, as assemblers do.
      int mode = Encoder.defaultRoundingMode(inst.op.opcode()).code();
      out.instruction(inst.op.opcode(), x(r[0]), x(r[1]), 0, 0, 0, mode, 0);
    } else {
      out.instruction(inst.op.opcode(), x(r[0]), x(r[1]), 0, 0, 0, (int) inst.imm, 0);
    }
  }

  private void immediate(MInst inst) {
    int[] r = inst.regs;
    if (inst.payload instanceof SymbolRef ref) {
      out.instruction(inst.op.opcode(), x(r[0]), x(r[1]), 0, lowOperator(ref), lowValue(ref, r[1]));
      return;
    }
    out.instruction(inst.op.opcode(), x(r[0]), x(r[1]), 0, (int) inst.imm);
  }

  private static RelocationOperator lowOperator(SymbolRef ref) {
    return switch (ref.access()) {
      case ABSOLUTE -> RelocationOperator.LO;
      case TLS_LE -> RelocationOperator.TPREL_LO;
      default -> RelocationOperator.PCREL_LO;
    };
  }

  private Expression lowValue(SymbolRef ref, int base) {
    if (ref.access() == SymbolRef.Access.PC_RELATIVE) {
      AsmSymbol label = highLabel[x(base)];
      if (label == null) {
        throw bug("no auipc for " + ref.expression());
      }
      return Expression.of(label);
    }
    return expression(ref);
  }

  private Expression expression(SymbolRef ref) {
    return Expression.of(out.symbol(ref.name()), ref.addend());
  }

  private void memory(MInst inst) {
    int value = x(inst.regs[0]);
    boolean isLoad = inst.op.isLoad();
    Opcode opcode = inst.op.opcode();
    if (inst.payload instanceof FrameSlot slot) {
      int base = frame.base(slot);
      long offset = frame.offset(slot) + inst.imm;
      if (offset < -2048 || offset > 2047) {
        if (!isLoad && inst.regs[0] == Reg.T6) {
          throw bug("the value to store is where the address goes");
        }
        base = farBase(base, offset);
        offset = offset << 52 >> 52;
      }
      out.instruction(opcode, isLoad ? value : 0, base, isLoad ? 0 : value, (int) offset);
      return;
    }
    int base = x(inst.regs[1]);
    if (inst.payload instanceof SymbolRef ref) {
      out.instruction(
          opcode,
          isLoad ? value : 0,
          base,
          isLoad ? 0 : value,
          lowOperator(ref),
          lowValue(ref, base));
      return;
    }
    out.instruction(opcode, isLoad ? value : 0, base, isLoad ? 0 : value, (int) inst.imm);
  }

  /** t6 = base + the upper part of a large offset. */
  private int farBase(int base, long offset) {
    if (!function.reservesScratch) {
      throw bug("frame offset " + offset + " without a scratch register");
    }
    long low = offset << 52 >> 52;
    out.loadConstant(Reg.T6, offset - low);
    out.instruction(Opcode.ADD, Reg.T6, Reg.T6, base, 0);
    return Reg.T6;
  }

  private InternalCompilerError bug(String message) {
    return new InternalCompilerError("codegen.emit", function.name(), message);
  }

  private @Nullable Position position(int loc) {
    SourceMap sources = options.sources;
    return sources == null ? null : sources.position(loc);
  }

  // ---- pseudo operations

  private void pseudo(MInst inst) {
    int[] r = inst.regs;
    switch (inst.op) {
      case LI -> loadConstant(x(r[0]), inst);
      case LA -> loadAddress(x(r[0]), inst.symbolRef());
      case HI -> high(x(r[0]), inst.symbolRef());
      case FRAME -> frameAddress(x(r[0]), (FrameSlot) inst.requirePayload(), inst.imm);
      case MV -> move(r[0], r[1]);
      case J -> out.branch(Opcode.JAL, 0, 0, 0, label(inst.target()), 0);
      case JR -> out.instruction(Opcode.JALR, 0, x(r[0]), 0, 0);
      case JUMP_TABLE -> jumpTable(inst);
      case CALL -> call(inst, Reg.RA);
      case ENTER -> enterFrame();
      case TAIL -> {
        if (hasFrame) {
          frame.leave();
        }
        call(inst, Reg.ZERO);
        afterLeave();
      }
      case RET -> {
        frame.leaveAndReturn(hasFrame);
        afterLeave();
      }
      case UNREACHABLE, UNDEFINED -> {}
      case SELECT -> choose(inst);
      case CAS -> compareAndSwap(inst);
      case RMW_LOOP -> readModifyWrite(inst);
      case STACK_ALLOC -> stackAlloc(inst);
      case STACK_SAVE -> out.instruction(Opcode.ADDI, x(r[0]), Reg.SP, 0, 0);
      case STACK_RESTORE -> out.instruction(Opcode.ADDI, Reg.SP, x(r[0]), 0, 0);
      case ASM -> InlineAssembly.emit(out, inst, labels.nextAsm(), this::label, position(inst.loc));
      case ADD_TP ->
          out.instruction(
              Opcode.ADD,
              x(r[0]),
              x(r[1]),
              Reg.TP,
              RelocationOperator.TPREL_ADD,
              expression(inst.symbolRef()));
      default -> throw bug("not expanded: " + inst);
    }
  }

  private void enterFrame() {
    frame.enter();
    hasFrame = true;
  }

  private void afterLeave() {
    if (hasFrame) {
      frame.afterLeave();
    }
  }

  private void move(int to, int from) {
    if (Reg.isFloat(to) && Reg.isFloat(from)) {
      Opcode op = options.hasD ? Opcode.FSGNJ_D : Opcode.FSGNJ_S;
      out.instruction(op, x(to), x(from), x(from), 0);
    } else if (!Reg.isFloat(to) && !Reg.isFloat(from)) {
      if (from == Reg.ZERO) {
        out.loadConstant(to, 0);
      } else {
        out.instruction(Opcode.ADDI, to, from, 0, 0);
      }
    } else if (Reg.isFloat(from)) {
      // A cycle of float moves is broken by way of an integer register, bit for bit.
      out.instruction(options.hasD ? Opcode.FMV_X_D : Opcode.FMV_X_W, to, x(from), 0, 0);
    } else {
      out.instruction(options.hasD ? Opcode.FMV_D_X : Opcode.FMV_W_X, x(to), from, 0, 0);
    }
  }

  private void loadConstant(int d, MInst inst) {
    if (inst.payload instanceof SymbolRef pooled) {
      high(d, pooled);
      out.instruction(Opcode.LD, d, d, 0, lowOperator(pooled), lowValue(pooled, d));
    } else {
      out.loadConstant(d, inst.imm);
    }
  }

  private void loadAddress(int d, SymbolRef ref) {
    switch (ref.access()) {
      case ABSOLUTE -> {
        out.instruction(Opcode.LUI, d, 0, 0, RelocationOperator.HI, expression(ref));
        out.instruction(Opcode.ADDI, d, d, 0, RelocationOperator.LO, expression(ref));
      }
      case PC_RELATIVE -> out.loadLocalAddress(d, expression(ref));
      case GOT -> out.loadGotAddress(d, expression(ref));
      case TLS_IE -> out.loadTlsOffset(d, expression(ref));
      case TLS_GD -> out.loadTlsDescriptorAddress(d, expression(ref));
      case TLS_LE -> throw bug("thread-local address in one step");
    }
  }

  private void high(int d, SymbolRef ref) {
    switch (ref.access()) {
      case ABSOLUTE -> out.instruction(Opcode.LUI, d, 0, 0, RelocationOperator.HI, expression(ref));
      case TLS_LE ->
          out.instruction(Opcode.LUI, d, 0, 0, RelocationOperator.TPREL_HI, expression(ref));
      default -> {
        AsmSymbol label = labels.fresh(out);
        out.label(label);
        highLabel[d] = label;
        out.instruction(Opcode.AUIPC, d, 0, 0, RelocationOperator.PCREL_HI, expression(ref));
      }
    }
  }

  private void frameAddress(int d, FrameSlot slot, long delta) {
    int base = frame.base(slot);
    long offset = frame.offset(slot) + delta;
    if (offset >= -2048 && offset <= 2047) {
      out.instruction(Opcode.ADDI, d, base, 0, (int) offset);
    } else {
      out.loadConstant(d, offset);
      out.instruction(Opcode.ADD, d, d, base, 0);
    }
  }

  private void jumpTable(MInst inst) {
    JumpTable table = (JumpTable) inst.requirePayload();
    int address = x(inst.regs[0]);
    int entry = x(inst.regs[1]);
    int index = x(inst.regs[2]);
    AsmSymbol label = tableLabel(table);
    tables.add(table);
    if (table.relative()) {
      out.loadLocalAddress(address, Expression.of(label));
    } else {
      out.instruction(Opcode.LUI, address, 0, 0, RelocationOperator.HI, Expression.of(label));
      out.instruction(
          Opcode.ADDI, address, address, 0, RelocationOperator.LO, Expression.of(label));
    }
    if (options.hasZba) {
      out.instruction(Opcode.SH2ADD, entry, index, address, 0);
    } else {
      out.instruction(Opcode.SLLI, entry, index, 0, 2);
      out.instruction(Opcode.ADD, entry, entry, address, 0);
    }
    out.instruction(Opcode.LW, entry, entry, 0, 0);
    if (table.relative()) {
      out.instruction(Opcode.ADD, entry, entry, address, 0);
    }
    out.instruction(Opcode.JALR, 0, entry, 0, 0);
  }

  public AsmSymbol tableLabel(JumpTable table) {
    return out.symbol(".Lswitch." + function.name() + "." + table.id());
  }

  private void call(MInst inst, int link) {
    CallTarget target = (CallTarget) inst.requirePayload();
    SymbolRef symbol = target.symbol();
    if (symbol == null) {
      out.instruction(Opcode.JALR, link, x(inst.regs[inst.defCount]), 0, 0);
    } else {
      out.call(link, link == Reg.ZERO ? Reg.T1 : Reg.RA, out.symbol(symbol.name()), 0);
    }
  }

  /** A branch over a move. */
  private void choose(MInst inst) {
    int[] r = inst.regs;
    if (r[0] == r[4]) {
      return;
    }
    AsmSymbol end = labels.fresh(out);
    out.branch(MOp.byOrdinal((int) inst.imm).opcode(), 0, x(r[2]), x(r[3]), end, 0);
    move(r[0], r[4]);
    out.label(end);
  }

  // ---- atomics

  private static int loadBits(Atomic.Order order) {
    return switch (order) {
      case RELAXED, RELEASE -> 0;
      case ACQUIRE, ACQ_REL -> Encoder.AQ;
      case SEQ_CST -> Encoder.AQ | Encoder.RL;
    };
  }

  private static int storeBits(Atomic.Order order) {
    return switch (order) {
      case RELAXED, ACQUIRE -> 0;
      case RELEASE, ACQ_REL, SEQ_CST -> Encoder.RL;
    };
  }

  private void loadReserved(boolean wide, int d, int address, Atomic.Order order) {
    Opcode op = wide ? Opcode.LR_D : Opcode.LR_W;
    out.instruction(op, d, address, 0, 0, 0, 0, loadBits(order));
  }

  private void storeConditional(boolean wide, int d, int value, int address, Atomic.Order order) {
    Opcode op = wide ? Opcode.SC_D : Opcode.SC_W;
    out.instruction(op, d, address, value, 0, 0, 0, storeBits(order));
  }

  /** lr; leave if different; sc; again if it failed. */
  private void compareAndSwap(MInst inst) {
    AtomicLoop loop = (AtomicLoop) inst.requirePayload();
    boolean wide = loop.bytes() == 8;
    int old = x(inst.regs[0]);
    int scratch = x(inst.regs[1]);
    int address = x(inst.regs[2]);
    int expected = x(inst.regs[3]);
    int desired = x(inst.regs[4]);
    AsmSymbol again = labels.fresh(out);
    AsmSymbol end = labels.fresh(out);
    out.label(again);
    loadReserved(wide, old, address, loop.order());
    if (loop.bytes() < 4) {
      out.instruction(Opcode.AND, scratch, old, x(inst.regs[5]), 0);
      out.branch(Opcode.BNE, 0, scratch, expected, end, 0);
      out.instruction(Opcode.XOR, scratch, old, desired, 0);
      storeConditional(false, scratch, scratch, address, loop.order());
    } else {
      out.branch(Opcode.BNE, 0, old, expected, end, 0);
      storeConditional(wide, scratch, desired, address, loop.order());
    }
    out.branch(Opcode.BNE, 0, scratch, Reg.ZERO, again, 0);
    out.label(end);
  }

  private void readModifyWrite(MInst inst) {
    AtomicLoop loop = (AtomicLoop) inst.requirePayload();
    boolean wide = loop.bytes() == 8;
    int old = x(inst.regs[0]);
    int scratch = x(inst.regs[1]);
    int address = x(inst.regs[2]);
    int value = x(inst.regs[3]);
    AsmSymbol again = labels.fresh(out);
    out.label(again);
    loadReserved(wide, old, address, loop.order());
    Atomic.Rmw rmw = loop.rmw();
    if (rmw == null) {
      throw bug("loop without operation");
    }
    switch (rmw) {
      case XCHG -> out.instruction(Opcode.ADDI, scratch, value, 0, 0);
      case ADD -> out.instruction(Opcode.ADD, scratch, old, value, 0);
      case SUB -> out.instruction(Opcode.SUB, scratch, old, value, 0);
      case NAND -> {
        out.instruction(Opcode.AND, scratch, old, value, 0);
        out.instruction(Opcode.XORI, scratch, scratch, 0, -1);
      }
      default -> throw bug("no loop for " + rmw);
    }
    if (loop.bytes() < 4) {
      // Only the bits under the mask change.
      int mask = x(inst.regs[4]);
      out.instruction(Opcode.XOR, scratch, scratch, old, 0);
      out.instruction(Opcode.AND, scratch, scratch, mask, 0);
      out.instruction(Opcode.XOR, scratch, scratch, old, 0);
    }
    storeConditional(wide, scratch, scratch, address, loop.order());
    out.branch(Opcode.BNE, 0, scratch, Reg.ZERO, again, 0);
  }

  private void stackAlloc(MInst inst) {
    int d = x(inst.regs[0]);
    int size = x(inst.regs[1]);
    long outgoing = frame.outgoing();
    out.instruction(Opcode.SUB, Reg.SP, Reg.SP, size, 0);
    if (inst.imm > 16) {
      // Room for the alignment, then the address rounded up.
      out.loadConstant(d, -inst.imm);
      out.instruction(Opcode.ADD, Reg.SP, Reg.SP, d, 0);
    }
    if (outgoing <= 1024) {
      out.instruction(Opcode.ADDI, d, Reg.SP, 0, (int) outgoing);
    } else {
      out.loadConstant(d, outgoing);
      out.instruction(Opcode.ADD, d, d, Reg.SP, 0);
    }
    if (inst.imm > 16) {
      alignUp(d, inst.imm);
    }
  }

  private void alignUp(int d, long align) {
    if (align <= 2048) {
      out.instruction(Opcode.ADDI, d, d, 0, (int) align - 1);
      out.instruction(Opcode.ANDI, d, d, 0, (int) -align);
      return;
    }
    int shift = Long.numberOfTrailingZeros(align);
    // (d >> shift) + 1 << shift is a multiple above d; the slack holds it.
    out.instruction(Opcode.SRLI, d, d, 0, shift);
    out.instruction(Opcode.ADDI, d, d, 0, 1);
    out.instruction(Opcode.SLLI, d, d, 0, shift);
  }
}
