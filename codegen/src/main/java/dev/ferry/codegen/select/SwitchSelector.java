package dev.ferry.codegen.select;

import dev.ferry.codegen.mir.JumpTable;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MLoop;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.analysis.SwitchClusters;
import dev.ferry.ir.analysis.SwitchClusters.Cluster;
import dev.ferry.ir.analysis.SwitchClusters.Kind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Multi-way branches: each of the {@link SwitchClusters} is a comparison, a jump table or a bit
 * test, and a balanced tree of comparisons finds the cluster.
 */
final class SwitchSelector {
  private static final int MIN_CLUSTERED = 5;

  private final Emission e;
  private int tables;

  SwitchSelector(Emission emission) {
    this.e = emission;
  }

  /** One switch in the making. */
  private final class Work {
    final int value;
    final long[] cases;
    final MBlock[] targets;
    final MBlock defaultTarget;
    final List<MBlock> made;
    final double frequency;

    final @Nullable MLoop loop;

    /** The last value that was compared with and is not above the switch's, and its register. */
    long pivot;

    int pivotReg = Reg.NONE;

    Work(
        int value, long[] cases, MBlock[] targets, MBlock other, List<MBlock> made, MBlock origin) {
      this.value = value;
      this.cases = cases;
      this.targets = targets;
      this.defaultTarget = other;
      this.made = made;
      this.frequency = origin.frequency;
      this.loop = origin.loop;
    }

    MBlock newBlock() {
      MBlock block = e.mf.newBlock();
      block.frequency = frequency / 2;
      block.loop = loop;
      made.add(block);
      return block;
    }
  }

  /**
   * Emits the comparisons at the end of the current buffer; further blocks are appended to {@code
   * made} with their code.
   */
  void select(Terminator.Switch terminator, MBlock[] edgeTargets, MBlock block, List<MBlock> made) {
    int n = terminator.cases.length;
    MBlock other = edgeTargets[n];
    Integer[] order = new Integer[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    Arrays.sort(order, Comparator.comparingLong(i -> terminator.cases[i]));
    long[] cases = new long[n];
    MBlock[] targets = new MBlock[n];
    int kept = 0;
    for (int i = 0; i < n; i++) {
      MBlock target = edgeTargets[order[i]];
      if (target != other) {
        cases[kept] = terminator.cases[order[i]];
        targets[kept++] = target;
      }
    }
    if (kept == 0) {
      e.emit(MInst.jump(other));
      return;
    }
    int value = e.reg(terminator.value);
    Work work =
        new Work(
            value, Arrays.copyOf(cases, kept), Arrays.copyOf(targets, kept), other, made, block);
    List<Cluster> clusters = clusters(work);
    boolean narrow = terminator.value.type == Type.I32;
    long min = narrow ? Integer.MIN_VALUE : Long.MIN_VALUE;
    long max = narrow ? Integer.MAX_VALUE : Long.MAX_VALUE;
    tree(work, clusters, 0, clusters.size(), min, max);
  }

  /** Without optimisation a switch that looks like an if chain stays one. */
  private List<Cluster> clusters(Work work) {
    if (!e.optimise) {
      List<Cluster> ranges = SwitchClusters.ranges(work.cases, work.targets);
      if (ranges.size() < MIN_CLUSTERED) {
        return ranges;
      }
    }
    SwitchClusters.Limits limits =
        new SwitchClusters.Limits(
            e.options.jumpTables, e.options.bitTests, e.options.forSize, e.options.wordBytes() * 8);
    return SwitchClusters.of(work.cases, work.targets, limits);
  }

  /** Emits the search among clusters {@code from..to-1}; the value is known in [min, max]. */
  private void tree(Work work, List<Cluster> clusters, int from, int to, long min, long max) {
    if (to - from == 1) {
      leaf(work, clusters.get(from), min, max);
      return;
    }
    if (to - from <= 3 && allSingles(clusters, from, to)) {
      for (int i = from; i < to; i++) {
        Cluster c = clusters.get(i);
        e.emit(MInst.branch(MOp.BEQ, work.value, e.constant(c.low()), work.targets[c.from()]));
        next(work);
      }
      e.emit(MInst.jump(work.defaultTarget));
      return;
    }
    int middle = (from + to) / 2;
    long pivot = clusters.get(middle).low();
    int pivotReg = e.constant(pivot);
    MBlock right = work.newBlock();
    e.emit(MInst.branch(MOp.BGE, work.value, pivotReg, right));
    next(work);
    tree(work, clusters, from, middle, min, pivot - 1);
    resume(right);
    work.pivot = pivot;
    work.pivotReg = pivotReg;
    tree(work, clusters, middle, to, pivot, max);
  }

  private static boolean allSingles(List<Cluster> clusters, int from, int to) {
    for (int i = from; i < to; i++) {
      Cluster c = clusters.get(i);
      if (c.kind() != Kind.RANGE || c.low() != c.high()) {
        return false;
      }
    }
    return true;
  }

  /** Ends the current block by falling into a new one. */
  private void next(Work work) {
    MBlock block = work.newBlock();
    e.emit(MInst.jump(block));
    resume(block);
  }

  private void resume(MBlock block) {
    e.swapBuffer(block.code);
  }

  private void leaf(Work work, Cluster cluster, long min, long max) {
    switch (cluster.kind()) {
      case RANGE -> range(work, cluster, min, max);
      case TABLE -> table(work, cluster, min, max);
      case BITS -> bits(work, cluster, min, max);
    }
  }

  private void range(Work work, Cluster c, long min, long max) {
    MBlock target = work.targets[c.from()];
    if (c.low() == min && c.high() == max) {
      e.emit(MInst.jump(target));
      return;
    }
    if (c.low() == c.high()) {
      int constant =
          work.pivotReg != Reg.NONE && c.low() == work.pivot ? work.pivotReg : e.constant(c.low());
      e.emit(MInst.branch(MOp.BEQ, work.value, constant, target));
    } else if (c.low() == min) {
      e.emit(MInst.branch(MOp.BGE, e.constant(c.high()), work.value, target));
    } else if (c.high() == max) {
      e.emit(MInst.branch(MOp.BGE, work.value, e.constant(c.low()), target));
    } else {
      int offset = index(work.value, c.low());
      e.emit(MInst.branch(MOp.BGEU, e.constant(c.high() - c.low()), offset, target));
    }
    e.emit(MInst.jump(work.defaultTarget));
  }

  private int index(int value, long low) {
    if (low == 0) {
      return value;
    }
    return Emission.fits12(-low)
        ? e.i(MOp.ADDI, value, -low)
        : e.r(MOp.SUB, value, e.constant(low));
  }

  private void checkBounds(Work work, Cluster c, int index, long min, long max) {
    if (c.low() != min || c.high() != max) {
      long width = c.high() - c.low();
      e.emit(MInst.branch(MOp.BLTU, e.constant(width), index, work.defaultTarget));
      next(work);
    }
  }

  private void table(Work work, Cluster c, long min, long max) {
    int index = index(work.value, c.low());
    checkBounds(work, c, index, min, max);
    int width = (int) (c.high() - c.low() + 1);
    MBlock[] entries = new MBlock[width];
    Arrays.fill(entries, work.defaultTarget);
    for (int i = c.from(); i <= c.to(); i++) {
      entries[(int) (work.cases[i] - c.low())] = work.targets[i];
    }
    boolean relative = e.plainAccess() != dev.ferry.codegen.mir.SymbolRef.Access.ABSOLUTE;
    JumpTable table = new JumpTable(tables++, List.of(entries), relative);
    MInst jump = new MInst(MOp.JUMP_TABLE, 2, new int[] {e.newInt(), e.newInt(), index}, 0, table);
    jump.earlyDef = true;
    e.emit(jump);
  }

  /**
   * Each target has a mask, in which the bit of a case is as far from the sign as the value is from
   * zero: shifted up by the value, the sign says whether to branch. Shifts take the low bits of
   * their count, so that the value itself serves wherever its bounds are known without subtraction.
   */
  private void bits(Work work, Cluster c, long min, long max) {
    long width = c.high() - c.low();
    int word = e.options.wordBytes() * 8;
    int bits = width < Integer.SIZE ? Integer.SIZE : word;
    int count = work.value;
    long base = 0;
    if (c.low() == min) {
      checkUpper(work, MOp.BLT, c.high(), max);
    } else if (c.high() == max) {
      e.emit(MInst.branch(MOp.BLT, work.value, e.constant(c.low()), work.defaultTarget));
      next(work);
    } else if (c.low() > 0 && c.high() < (work.loop != null ? word : bits)) {
      bits = c.high() < Integer.SIZE ? Integer.SIZE : word;
      checkUpper(work, MOp.BLTU, c.high(), max);
    } else {
      count = index(work.value, c.low());
      base = c.low();
      e.emit(MInst.branch(MOp.BLTU, e.constant(width), count, work.defaultTarget));
      next(work);
    }
    MBlock one = work.targets[c.from()];
    MBlock two = null;
    long maskOne = 0;
    long maskTwo = 0;
    for (int i = c.from(); i <= c.to(); i++) {
      long bit = 1L << (bits - 1 - (work.cases[i] - base & bits - 1));
      if (work.targets[i] == one) {
        maskOne |= bit;
      } else {
        two = work.targets[i];
        maskTwo |= bit;
      }
    }
    test(count, maskOne, bits, one);
    if (two != null) {
      next(work);
      test(count, maskTwo, bits, two);
    }
    e.emit(MInst.jump(work.defaultTarget));
  }

  private void checkUpper(Work work, MOp less, long high, long max) {
    if (high != max) {
      e.emit(MInst.branch(less, e.constant(high), work.value, work.defaultTarget));
      next(work);
    }
  }

  private void test(int count, long mask, int bits, MBlock target) {
    boolean narrow = bits == Integer.SIZE && e.options.wordBytes() == 8;
    int shifted =
        narrow
            ? e.r(MOp.SLLW, e.constant((int) mask), count)
            : e.r(MOp.SLL, e.constant(bits == Integer.SIZE ? (int) mask : mask), count);
    e.emit(MInst.branch(MOp.BLT, shifted, Reg.ZERO, target));
  }
}
