package dev.ferry.codegen.select;

import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MLoop;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How blocks end: edges with their parallel copies, fused compare and branch. */
final class TerminatorSelector {
  private final Emission e;
  private final CallSelector calls;
  private final AsmSelector asm;
  private final SwitchSelector switches;

  TerminatorSelector(Emission emission, CallSelector calls, AsmSelector asm) {
    this.e = emission;
    this.calls = calls;
    this.asm = asm;
    this.switches = new SwitchSelector(emission);
  }

  /**
   * Selects the terminator of {@code block} into the buffer; blocks made for edges and comparisons
   * are added to {@code made}, complete.
   */
  void select(Block block, MBlock mblock, List<MBlock> made) {
    Terminator terminator = block.terminator;
    switch (terminator) {
      case Terminator.Jump jump -> {
        edgeCopies(jump.edge);
        e.emit(MInst.jump(e.blockOf[jump.edge.target.id]));
      }
      case Terminator.Branch branch -> branch(block, branch, mblock, made);
      case Terminator.Switch sw -> {
        Edge[] edges = sw.edges();
        MBlock[] targets = new MBlock[edges.length];
        // Cases with the same target and arguments share one edge block.
        Map<List<Object>, MBlock> seen = new HashMap<>();
        for (int i = 0; i < edges.length; i++) {
          List<Object> way = new ArrayList<>(Arrays.asList((Object[]) edges[i].args));
          way.add(edges[i].target);
          MBlock target = seen.get(way);
          if (target == null) {
            target = edgeTarget(block, i, made);
            seen.put(way, target);
          }
          targets[i] = target;
        }
        switches.select(sw, targets, mblock, made);
      }
      case Terminator.Return ret -> calls.returns(ret);
      case Terminator.IndirectJump jump -> {
        List<MBlock> targets = new ArrayList<>();
        for (Edge edge : jump.edges()) {
          targets.add(fixedEntry(edge));
        }
        int address = e.reg(jump.address);
        e.emit(new MInst(MOp.JR, 0, new int[] {address}, 0, List.copyOf(targets)));
      }
      case Terminator.AsmGoto go -> {
        Edge[] edges = go.edges();
        MBlock next = edgeTarget(block, 0, made);
        List<MBlock> labels = new ArrayList<>();
        for (int i = 1; i < edges.length; i++) {
          labels.add(fixedEntry(edges[i]));
        }
        asm.select(go, labels);
        e.emit(MInst.jump(next));
      }
      case Terminator.Unreachable _ -> e.emit(MInst.plain(MOp.UNREACHABLE, 0));
    }
  }

  private MBlock fixedEntry(Edge edge) {
    if (edge.args.length > 0) {
      throw e.bug("an edge of an indirect jump has arguments");
    }
    MBlock target = e.blockOf[edge.target.id];
    target.hasFixedEntry = true;
    target.addressTaken = true;
    return target;
  }

  /** The parallel copy of an edge's arguments to the target's parameters. */
  private void edgeCopies(Edge edge) {
    int n = 0;
    int[] regs = new int[2 * edge.args.length];
    List<Param> params = edge.target.params;
    List<Integer> undefined = new ArrayList<>(0);
    for (int i = 0; i < edge.args.length; i++) {
      Param param = params.get(i);
      if (e.useCount[param.id] == 0) {
        continue;
      }
      if (isUndef(edge.args[i])) {
        undefined.add(e.reg(param));
        continue;
      }
      int source = e.reg(edge.args[i]);
      int target = e.reg(param);
      if (source != target) {
        regs[n] = target;
        regs[edge.args.length + n++] = source;
      }
    }
    if (n > 0) {
      int[] exact = new int[2 * n];
      System.arraycopy(regs, 0, exact, 0, n);
      System.arraycopy(regs, edge.args.length, exact, n, n);
      e.emit(new MInst(MOp.COPY, n, exact, 0, null));
    }
    for (int reg : undefined) {
      e.emit(new MInst(MOp.UNDEFINED, 1, new int[] {reg}, 0, null));
    }
  }

  private static boolean isUndef(Value value) {
    return value instanceof Instruction inst && inst.op == Op.UNDEF;
  }

  /** The machine block that edge {@code index} goes to: the target or a block for the copies. */
  private MBlock edgeTarget(Block block, int index, List<MBlock> made) {
    Edge edge = block.successors()[index];
    MBlock target = e.blockOf[edge.target.id];
    if (edge.args.length == 0) {
      return target;
    }
    MBlock between = e.mf.newBlock();
    between.frequency = e.frequencies.frequency[block.id] * e.frequencies.share(block, index);
    between.isCold = target.isCold;
    between.loop = MLoop.common(e.blockOf[block.id].loop, target.loop);
    List<MInst> outer = e.buffer();
    e.swapBuffer(between.code);
    edgeCopies(edge);
    e.emit(MInst.jump(target));
    e.swapBuffer(outer);
    made.add(between);
    return between;
  }

  // ---- conditional branches

  private void branch(Block block, Terminator.Branch branch, MBlock mblock, List<MBlock> made) {
    MBlock then = edgeTarget(block, 0, made);
    MBlock otherwise = edgeTarget(block, 1, made);
    mblock.probability = (int) (e.frequencies.share(block, 0) * 1000);
    if (then == otherwise) {
      e.emit(MInst.jump(then));
      return;
    }
    condition(branch.condition, then);
    e.emit(MInst.jump(otherwise));
  }

  /** Emits a branch to {@code target} taken when {@code condition} is non-zero. */
  private void condition(Value condition, MBlock target) {
    boolean inverted = false;
    Value value = e.strip(condition);
    while (value instanceof Instruction inst && KnownBits.isBoolean(inst)) {
      if (inst.op == Op.EQ
          && Emission.isConst(inst.arg(1), 0)
          && KnownBits.isBoolean(inst.arg(0))) {
        inverted = !inverted;
        value = e.strip(inst.arg(0));
      } else if (inst.op == Op.NE
          && Emission.isConst(inst.arg(1), 0)
          && KnownBits.isBoolean(inst.arg(0))) {
        value = e.strip(inst.arg(0));
      } else if (inst.op == Op.XOR && Emission.isConst(inst.arg(1), 1)) {
        inverted = !inverted;
        value = e.strip(inst.arg(0));
      } else {
        break;
      }
    }
    if (value instanceof Instruction inst) {
      if (inst.op.isIntCompare()) {
        integer(inst, inverted, target);
        return;
      }
      if (inst.op == Op.FNE) {
        int equal =
            e.r(
                inst.arg(0).type == Type.F64 ? MOp.FEQ_D : MOp.FEQ_S,
                e.reg(inst.arg(0)),
                e.reg(inst.arg(1)));
        emit(inverted ? MOp.BNE : MOp.BEQ, equal, Reg.ZERO, target);
        return;
      }
      if (inst.op == Op.AND && bitTest(inst, inverted, target)) {
        return;
      }
    }
    emit(inverted ? MOp.BEQ : MOp.BNE, e.reg(value), Reg.ZERO, target);
  }

  private void emit(MOp op, int a, int b, MBlock target) {
    e.emit(MInst.branch(op, a, b, target));
  }

  private void integer(Instruction inst, boolean inverted, MBlock target) {
    Value a = inst.arg(0);
    Value b = inst.arg(1);
    switch (inst.op) {
      case EQ, NE -> {
        boolean equal = inst.op == Op.EQ != inverted;
        if (Emission.isConst(b, 0)
            && e.strip(a) instanceof Instruction and
            && and.op == Op.AND
            && e.useCount[and.id] == 1
            && bitTest(and, equal, target)) {
          return;
        }
        emit(equal ? MOp.BEQ : MOp.BNE, e.reg(a), e.reg(b), target);
      }
      case SLT -> {
        if (Emission.isConst(a, -1)) {
          emit(inverted ? MOp.BLT : MOp.BGE, e.reg(b), Reg.ZERO, target);
        } else {
          emit(inverted ? MOp.BGE : MOp.BLT, e.reg(a), e.reg(b), target);
        }
      }
      case ULT -> emit(inverted ? MOp.BGEU : MOp.BLTU, e.reg(a), e.reg(b), target);
      case SLE -> less(a, b, inverted, target, MOp.BLT, MOp.BGE);
      case ULE -> less(a, b, inverted, target, MOp.BLTU, MOp.BGEU);
      default -> throw e.bug("not a comparison: " + inst.op);
    }
  }

  /** a <= b is !(b < a). */
  private void less(
      Value a, Value b, boolean inverted, MBlock target, MOp lessThan, MOp greaterOrEqual) {
    if (Emission.isConst(b, -1) && lessThan == MOp.BLT) {
      emit(inverted ? MOp.BGE : MOp.BLT, e.reg(a), Reg.ZERO, target);
      return;
    }
    emit(inverted ? lessThan : greaterOrEqual, e.reg(b), e.reg(a), target);
  }

  /** A test of one bit beyond the immediate: shifted into the sign. */
  private boolean bitTest(Instruction and, boolean branchIfZero, MBlock target) {
    if (!(Emission.constantOf(and.arg(1)) instanceof Long mask) || Emission.fits12(mask)) {
      return false;
    }
    int word = e.options.wordBytes() * 8;
    long bits = and.type == Type.I32 ? mask & 0xffffffffL : mask;
    int x = and.type == Type.I32 ? e.lowReg(and.arg(0)) : Reg.NONE;
    if (Long.bitCount(bits) == 1) {
      int bit = Long.numberOfTrailingZeros(bits);
      int source = x == Reg.NONE ? e.reg(and.arg(0)) : x;
      int sign = bit == word - 1 ? source : e.i(MOp.SLLI, source, word - 1 - bit);
      emit(branchIfZero ? MOp.BGE : MOp.BLT, sign, Reg.ZERO, target);
      return true;
    }
    if (Long.bitCount(bits + 1) == 1) {
      int source = x == Reg.NONE ? e.reg(and.arg(0)) : x;
      int up = e.i(MOp.SLLI, source, word - Long.numberOfTrailingZeros(bits + 1));
      emit(branchIfZero ? MOp.BEQ : MOp.BNE, up, Reg.ZERO, target);
      return true;
    }
    return false;
  }
}
