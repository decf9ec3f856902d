package dev.ferry.codegen.regalloc;

import dev.ferry.codegen.mir.CallTarget;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Joins virtual registers that are copied into each other and never live at the same time, most
 * frequent copies first (aggressive coalescing on live intervals), and records the copies that stay
 * as preferences.
 */
final class Coalescer {
  private final LiveRanges ranges;
  private final MFunction function;
  private final @Nullable Bundle[] bundleOf;

  Coalescer(LiveRanges ranges) {
    this.ranges = ranges;
    this.function = ranges.function;
    this.bundleOf = new Bundle[function.virtualCount()];
  }

  /** The bundle of each virtual register; null for those that are never used. */
  @Nullable Bundle[] run() {
    makeBundles();
    if (function.source.callsReturnsTwice) {
      keepWhatReturnsTwice();
    }
    int count = 0;
    for (MInst inst : ranges.insts) {
      if (inst.op == MOp.COPY) {
        count += inst.defCount;
      }
    }
    long[] order = new long[count];
    int n = 0;
    for (int i = 0; i < ranges.insts.length; i++) {
      MInst inst = ranges.insts[i];
      if (inst.op == MOp.COPY) {
        // Descending frequency, then program order.
        long key = 0x7fffffffL - (long) Math.min(ranges.frequency(i) * 16, 0x7ffffff0L);
        for (int k = 0; k < inst.defCount; k++) {
          order[n++] = key << 32 | i;
        }
      }
    }
    Arrays.sort(order);
    int previous = -1;
    int operand = 0;
    for (long entry : order) {
      int index = (int) entry;
      operand = index == previous ? operand + 1 : 0;
      previous = index;
      MInst copy = ranges.insts[index];
      join(copy.regs[operand], copy.regs[copy.defCount + operand], ranges.frequency(index));
    }
    preferTwoAddress();
    for (Bundle bundle : bundleOf) {
      if (bundle != null) {
        bundle.settle();
      }
    }
    return bundleOf;
  }

  private void makeBundles() {
    for (int v = 0; v < bundleOf.length; v++) {
      IntList references = ranges.references[v];
      if (references == null) {
        continue;
      }
      int reg = v + Reg.FIRST_VIRTUAL;
      Bundle bundle =
          new Bundle(
              function.isFloat(reg), ranges.segments[v], references.toArray(), function.width(reg));
      bundle.rematerialise = recipe(references);
      bundleOf[v] = bundle;
    }
    for (int b = 0; b < ranges.blocks.length; b++) {
      if (ranges.blocks[b].hasFixedEntry) {
        IntList in = ranges.liveIn[b];
        for (int i = 0; i < in.size; i++) {
          Bundle bundle = bundleOf[in.items[i]];
          if (bundle != null) {
            bundle.isPinned = true;
          }
        }
      }
    }
  }

  /**
   * A value that is live at a second return is read then from where it was at the first: others
   * that are not live there may share no slot with it, though no way seems to lead back from them.
   */
  private void keepWhatReturnsTwice() {
    for (int i = 0; i < ranges.insts.length; i++) {
      if (ranges.insts[i].payload instanceof CallTarget call && call.returnsTwice()) {
        for (int v = 0; v < bundleOf.length; v++) {
          Bundle bundle = bundleOf[v];
          if (bundle != null
              && Segments.covers(ranges.segments[v], 2 * i)
              && Segments.covers(ranges.segments[v], 2 * i + 1)) {
            bundle.staysAlone = true;
          }
        }
      }
    }
  }

  /** The only definition, if it can be repeated anywhere. */
  private @Nullable MInst recipe(IntList references) {
    MInst result = null;
    for (int i = 0; i < references.size; i++) {
      int code = references.items[i];
      if ((code & 1) != 0) {
        if (result != null) {
          return null;
        }
        result = ranges.insts[code >> 2];
        if (!result.isRematerialisable()) {
          return null;
        }
      }
    }
    return result;
  }

  private void join(int to, int from, double frequency) {
    if (to < Reg.FIRST_VIRTUAL && from < Reg.FIRST_VIRTUAL) {
      return;
    }
    if (to < Reg.FIRST_VIRTUAL || from < Reg.FIRST_VIRTUAL) {
      int physical = Math.min(to, from);
      Bundle bundle = bundleOf[Math.max(to, from) - Reg.FIRST_VIRTUAL];
      if (bundle != null && physical != Reg.ZERO) {
        bundle.hint(physical, frequency);
      }
      return;
    }
    Bundle a = bundleOf[to - Reg.FIRST_VIRTUAL];
    Bundle b = bundleOf[from - Reg.FIRST_VIRTUAL];
    if (a == null || b == null || a == b || a.isFloat != b.isFloat) {
      return;
    }
    if (a.staysAlone || b.staysAlone || a.interferes(b)) {
      a.relate(b, frequency);
      b.relate(a, frequency);
      return;
    }
    if (a.references().size() >= b.references().size()) {
      merge(a, b);
    } else {
      merge(b, a);
    }
  }

  /** Takes the smaller {@code b} into {@code a}. */
  private void merge(Bundle a, Bundle b) {
    a.absorb(b);
    a.bytes = Math.max(a.bytes, b.bytes);
    a.isPinned |= b.isPinned;
    a.rematerialise = null;
    for (int i = 0; i < b.hintRegs.length; i++) {
      a.hint(b.hintRegs[i], b.hintWeights[i]);
    }
    b.mergedInto = a;
    for (int i = 0; i < b.references().runCount(); i++) {
      for (int code : b.references().run(i)) {
        MInst inst = ranges.insts[code >> 2];
        for (int reg : inst.regs) {
          if (reg >= Reg.FIRST_VIRTUAL && bundleOf[reg - Reg.FIRST_VIRTUAL] == b) {
            bundleOf[reg - Reg.FIRST_VIRTUAL] = a;
          }
        }
      }
    }
    var related = b.related;
    var weights = b.relatedWeights;
    if (related != null && weights != null) {
      for (int i = 0; i < related.size(); i++) {
        a.relate(related.get(i), weights.get(i));
      }
    }
  }

  /** Compressed forms want the result where the first operand was: a slight preference. */
  private void preferTwoAddress() {
    for (int i = 0; i < ranges.insts.length; i++) {
      MInst inst = ranges.insts[i];
      if (inst.defCount != 1 || inst.regs.length < 2 || inst.earlyDef) {
        continue;
      }
      switch (inst.op) {
        case ADD, ADDI, ADDW, ADDIW, SUB, SUBW, AND, OR, XOR, ANDI, SLLI, SRLI, SRAI -> {
          int d = inst.regs[0];
          int u = inst.regs[1];
          if (d >= Reg.FIRST_VIRTUAL && u >= Reg.FIRST_VIRTUAL) {
            Bundle a = bundleOf[d - Reg.FIRST_VIRTUAL];
            Bundle b = bundleOf[u - Reg.FIRST_VIRTUAL];
            if (a != null && b != null && a != b) {
              a.relate(b, 0.01 * ranges.frequency(i));
              b.relate(a, 0.01 * ranges.frequency(i));
            }
          }
        }
        default -> {}
      }
    }
  }
}
