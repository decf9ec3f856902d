package dev.ferry.codegen.select;

import dev.ferry.codegen.mir.JumpTable;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MLoop;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Multi-way branches. The sorted cases are cut into clusters (Hansson's greedy scheme): a run of
 * cases with one target is a range, a dense run becomes a jump table, few targets in a word's width
 * a bit test; a balanced tree of comparisons finds the cluster.
 */
final class SwitchSelector {
  private static final int MIN_TABLE = 5;
  private static final int MAX_GROWTH = 8;
  private static final int MIN_BIT_TEST = 3;

  private final Emission e;
  private int tables;

  SwitchSelector(Emission emission) {
    this.e = emission;
  }

  private enum Kind {
    RANGE,
    TABLE,
    BITS
  }

  /** Cases {@code from..to} (indices into the sorted arrays), values {@code low..high}. */
  private record Cluster(Kind kind, int from, int to, long low, long high) {}

  /** One switch in the making. */
  private final class Work {
    final int value;
    final long[] cases;
    final MBlock[] targets;
    final MBlock defaultTarget;
    final List<MBlock> made;
    final double frequency;

    final @Nullable MLoop loop;

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

  private List<Cluster> clusters(Work work) {
    List<Cluster> ranges = new ArrayList<>();
    int n = work.cases.length;
    for (int i = 0; i < n; ) {
      int j = i;
      while (j + 1 < n
          && work.cases[j + 1] == work.cases[j] + 1
          && work.targets[j + 1] == work.targets[i]) {
        j++;
      }
      ranges.add(new Cluster(Kind.RANGE, i, j, work.cases[i], work.cases[j]));
      i = j + 1;
    }
    if (!e.optimise && ranges.size() < MIN_TABLE) {
      return ranges;
    }
    List<Cluster> result = new ArrayList<>();
    for (int i = 0; i < ranges.size(); ) {
      int j = tableEnd(ranges, i);
      if (j > i) {
        result.add(join(Kind.TABLE, ranges, i, j));
        i = j + 1;
        continue;
      }
      j = bitEnd(work, ranges, i);
      if (j > i) {
        result.add(join(Kind.BITS, ranges, i, j));
        i = j + 1;
        continue;
      }
      result.add(ranges.get(i++));
    }
    return result;
  }

  private static Cluster join(Kind kind, List<Cluster> ranges, int i, int j) {
    Cluster a = ranges.get(i);
    Cluster b = ranges.get(j);
    return new Cluster(kind, a.from, b.to, a.low, b.high);
  }

  /** The last range of the largest dense run from {@code start}, or start. */
  private int tableEnd(List<Cluster> ranges, int start) {
    int best = start;
    if (!e.options.jumpTables) {
      return best;
    }
    long low = ranges.get(start).low;
    for (int j = start + 1; j < ranges.size(); j++) {
      long width = ranges.get(j).high - low + 1;
      long count = j - start + 1L;
      if (width <= 0
          || width > (e.options.forSize ? 3 : MAX_GROWTH) * count
              && !cheapWidth(ranges, start, j, width)) {
        break;
      }
      if (count >= MIN_TABLE) {
        best = j;
      }
    }
    return best;
  }

  /** A range of many cases counts as its cases, not as one. */
  private static boolean cheapWidth(List<Cluster> ranges, int start, int end, long width) {
    long cases = 0;
    for (int i = start; i <= end; i++) {
      cases += ranges.get(i).high - ranges.get(i).low + 1;
    }
    return width <= 2 * cases;
  }

  /** The last range of a run that has at most two targets within a word. */
  private int bitEnd(Work work, List<Cluster> ranges, int start) {
    long low = ranges.get(start).low;
    MBlock one = work.targets[ranges.get(start).from];
    MBlock two = null;
    int best = start;
    for (int j = start; j < ranges.size(); j++) {
      Cluster range = ranges.get(j);
      long width = range.high - low + 1;
      if (width <= 0 || width > e.options.wordBytes() * 8L) {
        break;
      }
      MBlock target = work.targets[range.from];
      if (target != one) {
        if (two == null) {
          two = target;
        } else if (two != target) {
          break;
        }
      }
      int count = j - start + 1;
      if (count >= (two == null ? MIN_BIT_TEST : MIN_BIT_TEST + 2)) {
        best = j;
      }
    }
    return best;
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
        e.emit(MInst.branch(MOp.BEQ, work.value, e.constant(c.low), work.targets[c.from]));
        next(work);
      }
      e.emit(MInst.jump(work.defaultTarget));
      return;
    }
    int middle = (from + to) / 2;
    long pivot = clusters.get(middle).low;
    MBlock right = work.newBlock();
    e.emit(MInst.branch(MOp.BGE, work.value, e.constant(pivot), right));
    next(work);
    tree(work, clusters, from, middle, min, pivot - 1);
    resume(right);
    tree(work, clusters, middle, to, pivot, max);
  }

  private static boolean allSingles(List<Cluster> clusters, int from, int to) {
    for (int i = from; i < to; i++) {
      Cluster c = clusters.get(i);
      if (c.kind != Kind.RANGE || c.low != c.high) {
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
    switch (cluster.kind) {
      case RANGE -> range(work, cluster, min, max);
      case TABLE -> table(work, cluster, min, max);
      case BITS -> bits(work, cluster, min, max);
    }
  }

  private void range(Work work, Cluster c, long min, long max) {
    MBlock target = work.targets[c.from];
    if (c.low == min && c.high == max) {
      e.emit(MInst.jump(target));
      return;
    }
    if (c.low == c.high) {
      e.emit(MInst.branch(MOp.BEQ, work.value, e.constant(c.low), target));
    } else if (c.low == min) {
      e.emit(MInst.branch(MOp.BGE, e.constant(c.high), work.value, target));
    } else if (c.high == max) {
      e.emit(MInst.branch(MOp.BGE, work.value, e.constant(c.low), target));
    } else {
      int offset = index(work.value, c.low);
      e.emit(MInst.branch(MOp.BGEU, e.constant(c.high - c.low), offset, target));
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
    if (c.low != min || c.high != max) {
      long width = c.high - c.low;
      e.emit(MInst.branch(MOp.BLTU, e.constant(width), index, work.defaultTarget));
      next(work);
    }
  }

  private void table(Work work, Cluster c, long min, long max) {
    int index = index(work.value, c.low);
    checkBounds(work, c, index, min, max);
    int width = (int) (c.high - c.low + 1);
    MBlock[] entries = new MBlock[width];
    Arrays.fill(entries, work.defaultTarget);
    for (int i = c.from; i <= c.to; i++) {
      entries[(int) (work.cases[i] - c.low)] = work.targets[i];
    }
    boolean relative = e.plainAccess() != dev.ferry.codegen.mir.SymbolRef.Access.ABSOLUTE;
    JumpTable table = new JumpTable(tables++, List.of(entries), relative);
    MInst jump = new MInst(MOp.JUMP_TABLE, 2, new int[] {e.newInt(), e.newInt(), index}, 0, table);
    jump.earlyDef = true;
    e.emit(jump);
  }

  private void bits(Work work, Cluster c, long min, long max) {
    int index = index(work.value, c.low);
    checkBounds(work, c, index, min, max);
    int bit = e.r(MOp.SLL, e.constant(1), index);
    MBlock one = work.targets[c.from];
    long maskOne = 0;
    long maskTwo = 0;
    MBlock two = null;
    for (int i = c.from; i <= c.to; i++) {
      long mask = 1L << (work.cases[i] - c.low);
      if (work.targets[i] == one) {
        maskOne |= mask;
      } else {
        two = work.targets[i];
        maskTwo |= mask;
      }
    }
    test(work, bit, maskOne, one);
    if (two != null) {
      next(work);
      test(work, bit, maskTwo, two);
    }
    e.emit(MInst.jump(work.defaultTarget));
  }

  private void test(Work work, int bit, long mask, MBlock target) {
    int hit =
        Emission.fits12(mask) ? e.i(MOp.ANDI, bit, mask) : e.r(MOp.AND, bit, e.constant(mask));
    e.emit(MInst.branch(MOp.BNE, hit, Reg.ZERO, target));
  }
}
