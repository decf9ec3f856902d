package dev.ferry.codegen.regalloc;

import dev.ferry.codegen.mir.CallTarget;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Instruction numbers, liveness and live ranges. Liveness is found per register by walking from the
 * blocks that read it before writing it towards its definitions (Boissinot and others, "Computing
 * Liveness Sets for SSA-Form Programs", path exploration), so that the cost is the size of the
 * answer.
 */
final class LiveRanges {
  final MFunction function;
  final MBlock[] blocks;

  /** First instruction number of each block in list order, then the total. */
  final int[] first;

  /** Position in list order by block id. */
  final int[] position;

  final MInst[] insts;

  /** List position of the block of each instruction. */
  final int[] blockOf;

  /** Live-out virtual registers (index without {@link Reg#FIRST_VIRTUAL}) by list position. */
  final IntList[] liveOut;

  /** Live-in virtual registers by list position. */
  final IntList[] liveIn;

  /** Segments by virtual register. */
  final int[][] segments;

  /** References by virtual register, as {@link Bundle#references}. */
  final IntList[] references;

  final Occupancy[] fixed = new Occupancy[64];

  LiveRanges(MFunction function) {
    this.function = function;
    int n = function.blocks.size();
    this.blocks = function.blocks.toArray(new MBlock[0]);
    this.first = new int[n + 1];
    this.position = new int[function.blockLimit()];
    int count = 0;
    for (int b = 0; b < n; b++) {
      first[b] = count;
      position[blocks[b].id] = b;
      count += blocks[b].code.size();
    }
    first[n] = count;
    this.insts = new MInst[count];
    this.blockOf = new int[count];
    int at = 0;
    for (int b = 0; b < n; b++) {
      for (MInst inst : blocks[b].code) {
        insts[at] = inst;
        blockOf[at++] = b;
      }
    }
    int virtuals = function.virtualCount();
    this.liveOut = new IntList[n];
    this.liveIn = new IntList[n];
    for (int b = 0; b < n; b++) {
      liveOut[b] = new IntList(4);
      liveIn[b] = new IntList(4);
    }
    this.segments = new int[virtuals][];
    this.references = new IntList[virtuals];
    for (int r = 0; r < 64; r++) {
      fixed[r] = new Occupancy();
    }
    collectReferences();
    computeLiveness();
    buildSegments();
  }

  private void collectReferences() {
    for (int i = 0; i < insts.length; i++) {
      MInst inst = insts[i];
      int copy = inst.op == MOp.COPY ? 2 : 0;
      int[] regs = inst.regs;
      for (int k = inst.defCount; k < regs.length; k++) {
        reference(regs[k], i << 2 | copy);
      }
      for (int k = 0; k < inst.defCount; k++) {
        reference(regs[k], i << 2 | copy | 1);
      }
    }
  }

  private void reference(int reg, int code) {
    if (reg < Reg.FIRST_VIRTUAL) {
      return;
    }
    IntList list = references[reg - Reg.FIRST_VIRTUAL];
    if (list == null) {
      list = new IntList(4);
      references[reg - Reg.FIRST_VIRTUAL] = list;
    }
    if (list.size == 0 || list.items[list.size - 1] != code) {
      list.add(code);
    }
  }

  private void computeLiveness() {
    int n = blocks.length;
    int[] defMark = new int[n];
    int[] inMark = new int[n];
    int[] outMark = new int[n];
    Arrays.fill(defMark, -1);
    Arrays.fill(inMark, -1);
    Arrays.fill(outMark, -1);
    IntList work = new IntList(16);
    for (int v = 0; v < references.length; v++) {
      IntList list = references[v];
      if (list == null) {
        continue;
      }
      work.size = 0;
      for (int i = 0; i < list.size; i++) {
        int code = list.items[i];
        int b = blockOf[code >> 2];
        if ((code & 1) != 0) {
          defMark[b] = v;
        } else if (defMark[b] != v && inMark[b] != v) {
          inMark[b] = v;
          work.add(b);
        }
      }
      while (work.size > 0) {
        int b = work.items[--work.size];
        liveIn[b].add(v);
        for (MBlock pred : blocks[b].predecessors) {
          int p = position[pred.id];
          if (outMark[p] != v) {
            outMark[p] = v;
            liveOut[p].add(v);
            if (defMark[p] != v && inMark[p] != v) {
              inMark[p] = v;
              work.add(p);
            }
          }
        }
      }
    }
  }

  /** Walks all code backwards; segments come out last first and are reversed at the end. */
  private void buildSegments() {
    int virtuals = references.length;
    IntList[] building = new IntList[virtuals];
    int limit = Reg.FIRST_VIRTUAL + virtuals;
    // The end of the open segment by register, 0 if closed.
    int[] open = new int[limit];
    IntList openList = new IntList(64);
    for (int b = blocks.length - 1; b >= 0; b--) {
      int blockEnd = 2 * first[b + 1];
      openList.size = 0;
      IntList out = liveOut[b];
      for (int i = 0; i < out.size; i++) {
        open[out.items[i] + Reg.FIRST_VIRTUAL] = blockEnd;
        openList.add(out.items[i] + Reg.FIRST_VIRTUAL);
      }
      for (int i = first[b + 1] - 1; i >= first[b]; i--) {
        MInst inst = insts[i];
        addClobbers(inst, i);
        int[] regs = inst.regs;
        int defPoint = inst.earlyDef ? 2 * i : 2 * i + 1;
        for (int k = 0; k < inst.defCount; k++) {
          int reg = regs[k];
          if (reg < 0) {
            continue;
          }
          int end = open[reg];
          add(building, reg, defPoint, end == 0 ? 2 * i + 2 : end);
          open[reg] = 0;
        }
        for (int k = inst.defCount; k < regs.length; k++) {
          int reg = regs[k];
          if (reg >= 0 && open[reg] == 0) {
            open[reg] = 2 * i + 1;
            openList.add(reg);
          }
        }
      }
      int blockStart = 2 * first[b];
      for (int i = 0; i < openList.size; i++) {
        int reg = openList.items[i];
        if (open[reg] != 0) {
          add(building, reg, blockStart, open[reg]);
          open[reg] = 0;
        }
      }
    }
    for (int v = 0; v < virtuals; v++) {
      segments[v] = building[v] == null ? Segments.NONE : reversed(building[v]);
    }
  }

  private static int[] reversed(IntList list) {
    int n = list.size;
    int[] result = new int[n];
    for (int i = 0; i < n; i += 2) {
      result[n - 2 - i] = list.items[i];
      result[n - 1 - i] = list.items[i + 1];
    }
    return result;
  }

  private void add(@Nullable IntList[] building, int reg, int from, int to) {
    if (reg < Reg.FIRST_VIRTUAL) {
      if (reg != Reg.ZERO) {
        fixed[reg].addFixed(from, to);
      }
      return;
    }
    IntList list = building[reg - Reg.FIRST_VIRTUAL];
    if (list == null) {
      list = new IntList(4);
      building[reg - Reg.FIRST_VIRTUAL] = list;
    }
    int n = list.size;
    if (n > 0 && list.items[n - 2] <= to) {
      list.items[n - 2] = Math.min(from, list.items[n - 2]);
    } else {
      list.add(from);
      list.add(to);
    }
  }

  private void addClobbers(MInst inst, int index) {
    long clobbers = inst.clobbers();
    if (inst.payload instanceof CallTarget(_, _, _, boolean twice) && twice) {
      // A second return finds the registers of an unknown moment: nothing may live in one.
      clobbers = ~0L & ~(1L << Reg.SP);
    }
    // Inline assembly may write its clobbers before it has read its inputs.
    int from = inst.op == MOp.ASM ? 2 * index : 2 * index + 1;
    while (clobbers != 0) {
      int reg = Long.numberOfTrailingZeros(clobbers);
      clobbers &= clobbers - 1;
      fixed[reg].addFixed(from, 2 * index + 2);
    }
  }

  double frequency(int index) {
    return blocks[blockOf[index]].frequency;
  }
}
