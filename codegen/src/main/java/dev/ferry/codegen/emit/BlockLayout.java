package dev.ferry.codegen.emit;

import dev.ferry.codegen.CodegenOptions;
import dev.ferry.codegen.frame.ShrinkWrap;
import dev.ferry.codegen.mir.ControlGraph;
import dev.ferry.codegen.mir.JumpTable;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cleans the control flow after allocation and orders the blocks: empty blocks are jumped through,
 * blocks chained along their most frequent edges (Pettis and Hansen, bottom-up positioning), cold
 * chains put last.
 */
public final class BlockLayout {
  private static final double OWN_SHARE = 0.05;

  private final MFunction function;

  private BlockLayout(MFunction function) {
    this.function = function;
  }

  /** Instructions that a jump more must save where speed counts (gcc's min-crossjump-insns). */
  private static final int MERGED_FOR_SPEED = 5;

  /** Orders the blocks if optimising, from -O2 on also merges their ends. */
  public static void run(MFunction function, CodegenOptions options) {
    int optimise = options.optimise;
    boolean forSize = options.forSize;
    BlockLayout layout = new BlockLayout(function);
    layout.removeNeedlessCopies();
    if (optimise >= 2) {
      TailMerging.run(function, forSize ? 1 : MERGED_FOR_SPEED);
    }
    layout.threadJumps();
    ControlGraph.connect(function);
    layout.removeUnreachable();
    // The routines that save registers use t0 and t1, which are free at the function's start only.
    if (optimise > 0 && options.shrinkWrap && !options.saveRestore) {
      ShrinkWrap.run(function, options.wordBytes(), forSize);
    }
    if (optimise > 0 && function.blocks.size() > 2) {
      layout.chain();
    }
    layout.endBlocks();
  }

  /** Copies to a register of what it holds already. */
  private void removeNeedlessCopies() {
    // Equal numbers: the registers hold the same. All differ where a block begins.
    int[] values = new int[Reg.FIRST_VIRTUAL];
    int next = 0;
    for (MBlock block : function.blocks) {
      next = renumber(values, ~0L, next);
      List<MInst> code = block.code;
      int n = 0;
      for (int i = 0; i < code.size(); i++) {
        MInst inst = code.get(i);
        if (inst.op == MOp.MV) {
          if (values[inst.regs[0]] == values[inst.regs[1]]) {
            continue;
          }
          values[inst.regs[0]] = values[inst.regs[1]];
        } else {
          next = renumber(values, inst.written() | inst.clobbers() | unseen(inst), next);
        }
        code.set(n++, inst);
      }
      if (n < code.size()) {
        code.subList(n, code.size()).clear();
      }
    }
  }

  /** Registers that an instruction may write without saying so: the stack pointer, variables. */
  private long unseen(MInst inst) {
    return switch (inst.op) {
      case CALL, ASM, ENTER, STACK_ALLOC, STACK_RESTORE -> 1L << Reg.SP | function.reserved;
      default -> 0;
    };
  }

  /** Gives registers, as bits, new numbers; the last number given. */
  private static int renumber(int[] values, long registers, int last) {
    int next = last;
    for (long left = registers; left != 0; left &= left - 1) {
      values[Long.numberOfTrailingZeros(left)] = ++next;
    }
    return next;
  }

  /** Where a jump to {@code block} ends up. */
  private MBlock destination(MBlock block) {
    MBlock target = block;
    for (int steps = 0; steps < 64; steps++) {
      if (target.addressTaken
          || target.hasFixedEntry
          || target.code.size() != 1
          || target.code.getFirst().op != MOp.J) {
        return target;
      }
      MBlock next = target.code.getFirst().target();
      if (next == target) {
        return target;
      }
      target = next;
    }
    return target;
  }

  private void threadJumps() {
    for (MBlock block : function.blocks) {
      for (MInst inst : block.code) {
        if (inst.payload instanceof MBlock target) {
          inst.payload = destination(target);
        } else if (inst.payload instanceof JumpTable table) {
          List<MBlock> targets = new ArrayList<>(table.targets().size());
          for (MBlock target : table.targets()) {
            targets.add(destination(target));
          }
          inst.payload = new JumpTable(table.id(), targets, table.relative());
        }
      }
    }
  }

  private void removeUnreachable() {
    boolean[] reached = new boolean[function.blockLimit()];
    List<MBlock> work = new ArrayList<>();
    for (MBlock block : function.blocks) {
      if (block.addressTaken || block == function.blocks.getFirst()) {
        reached[block.id] = true;
        work.add(block);
      }
    }
    while (!work.isEmpty()) {
      MBlock block = work.removeLast();
      for (MBlock next : block.successors) {
        if (!reached[next.id]) {
          reached[next.id] = true;
          work.add(next);
        }
      }
    }
    function.blocks.removeIf(block -> !reached[block.id]);
    for (MBlock block : function.blocks) {
      block.predecessors.removeIf(pred -> !reached[pred.id]);
    }
  }

  // ---- chains

  private record Link(MBlock from, MBlock to, double weight, int order) {}

  private void chain() {
    List<MBlock> blocks = function.blocks;
    List<Link> links = new ArrayList<>();
    int order = 0;
    for (MBlock block : blocks) {
      for (MBlock next : block.successors) {
        links.add(new Link(block, next, edgeWeight(block, next), order++));
      }
    }
    links.sort((a, b) ->
        a.weight != b.weight
            ? Double.compare(b.weight, a.weight)
            : Integer.compare(a.order, b.order));
    int limit = function.blockLimit();
    @Nullable MBlock[] next = new MBlock[limit];
    @Nullable MBlock[] previous = new MBlock[limit];
    int[] chainOf = new int[limit];
    for (int i = 0; i < limit; i++) {
      chainOf[i] = i;
    }
    MBlock entry = blocks.getFirst();
    for (Link link : links) {
      MBlock a = link.from;
      MBlock b = link.to;
      if (b == entry
          || next[a.id] != null
          || previous[b.id] != null
          || find(chainOf, a.id) == find(chainOf, b.id)
          || !endsWithJump(a)) {
        continue;
      }
      next[a.id] = b;
      previous[b.id] = a;
      chainOf[find(chainOf, b.id)] = find(chainOf, a.id);
    }
    List<MBlock> result = new ArrayList<>(blocks.size());
    boolean[] placed = new boolean[limit];
    place(entry, next, placed, result);
    for (boolean cold : new boolean[] {false, true}) {
      for (MBlock block : blocks) {
        if (!placed[block.id] && previous[block.id] == null && block.isCold == cold) {
          place(block, next, placed, result);
        }
      }
    }
    blocks.clear();
    blocks.addAll(result);
  }

  private static boolean endsWithJump(MBlock block) {
    return !block.code.isEmpty() && block.code.getLast().op == MOp.J;
  }

  private static void place(
      MBlock head, @Nullable MBlock[] next, boolean[] placed, List<MBlock> result) {
    for (MBlock block = head; block != null; block = next[block.id]) {
      placed[block.id] = true;
      result.add(block);
    }
  }

  private static int find(int[] parent, int i) {
    int root = i;
    while (parent[root] != root) {
      root = parent[root];
    }
    while (parent[i] != root) {
      int up = parent[i];
      parent[i] = root;
      i = up;
    }
    return root;
  }

  /**
   * Jumps saved if {@code to} follows {@code from}. A conditional branch needs one of its two
   * targets behind it, no matter which: without either it costs a jump on the way taken less often.
   * A small share of the edge's own frequency makes the hot way fall through where nothing else
   * decides.
   */
  private static double edgeWeight(MBlock from, MBlock to) {
    double weight;
    int n = from.successors.size();
    if (n == 1) {
      weight = from.frequency;
    } else if (n == 2 && from.probability >= 0) {
      double share = from.probability / 1000.0;
      double own = from.successors.getFirst() == to ? share : 1 - share;
      weight = from.frequency * (Math.min(share, 1 - share) + OWN_SHARE * own);
    } else {
      weight = from.frequency / n;
    }
    return to.isCold && !from.isCold ? weight * 0.001 : weight;
  }

  // ---- block ends

  /** Drops jumps to the next block and turns branches round where that saves a jump. */
  private void endBlocks() {
    List<MBlock> blocks = function.blocks;
    for (int i = 0; i < blocks.size(); i++) {
      MBlock block = blocks.get(i);
      MBlock next = i + 1 < blocks.size() ? blocks.get(i + 1) : null;
      List<MInst> code = block.code;
      int n = code.size();
      if (n == 0 || code.get(n - 1).op != MOp.J) {
        continue;
      }
      MInst jump = code.get(n - 1);
      if (n >= 2 && code.get(n - 2).op.isBranch()) {
        MInst branch = code.get(n - 2);
        if (branch.target() == jump.target()) {
          code.remove(n - 2);
          n--;
        } else if (branch.target() == next) {
          branch.op = branch.op.inverse();
          branch.payload = jump.target();
          code.remove(n - 1);
          continue;
        }
      }
      if (jump.target() == next) {
        code.remove(n - 1);
      }
    }
  }
}
