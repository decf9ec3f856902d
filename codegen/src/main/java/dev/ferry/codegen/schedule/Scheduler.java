package dev.ferry.codegen.schedule;

import dev.ferry.codegen.CodegenOptions;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.schedule.Latencies.Unit;
import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Orders the instructions of each block so that an in-order processor waits less for results.
 *
 * <p>Algorithm: list scheduling (Gibbons and Muchnick, Efficient Instruction Scheduling for a
 * Pipelined Architecture, 1986): cycle by cycle, of what is ready goes first what the longest chain
 * hangs on. Runs after register allocation, so that it never costs a register or an instruction;
 * where waiting for a register to be free again costs cycles, {@link Renamer} spreads results over
 * those that are idle. A run ends at calls, assembly, fences and branches; it keeps its order where
 * no cycle is won.
 */
public final class Scheduler {
  private static final int WIDTH = 2;

  private final MFunction function;
  private final boolean keepsMemoryOrder;
  private final @Nullable Renamer renamer;
  private final boolean marksLines;

  /** Found when renaming first asks for it, for the function and for the current block. */
  private @Nullable RegisterLiveness liveness;

  private long @Nullable [] liveInBlock;

  private final Dependences dependences = new Dependences();
  private final int[] heights = new int[Dependences.MAX];
  private final int[] starts = new int[Dependences.MAX];
  private final int[] chains = new int[Dependences.MAX];
  private final int[] order = new int[Dependences.MAX];

  private Scheduler(MFunction function, CodegenOptions options) {
    this.function = function;
    this.keepsMemoryOrder = keepsMemoryOrder(function.source);
    this.renamer = options.forSize ? null : new Renamer(function);
    this.marksLines = options.debug;
  }

  /** Orders the function's blocks, from -O2 on. */
  public static void run(MFunction function, CodegenOptions options) {
    if (options.optimise < 2 || !options.schedule || function.source.isNaked) {
      return;
    }
    Scheduler scheduler = new Scheduler(function, options);
    for (MBlock block : function.blocks) {
      scheduler.block(block);
    }
  }

  /** Whether accesses are seen from elsewhere one by one: volatile and atomic objects. */
  private static boolean keepsMemoryOrder(Function source) {
    for (Block block : source.blocks) {
      for (Instruction instruction : block.instructions) {
        boolean isSeen =
            switch (instruction.op) {
              case LOAD, STORE -> instruction.access().isVolatile();
              case MEMCPY, MEMSET -> instruction.memBlock().isVolatile();
              case ATOMIC_LOAD, ATOMIC_STORE, ATOMIC_RMW, ATOMIC_CAS -> true;
              default -> false;
            };
        if (isSeen) {
          return true;
        }
      }
    }
    return false;
  }

  private void block(MBlock block) {
    List<MInst> code = block.code;
    liveInBlock = null;
    int from = 0;
    for (int i = 0; i < code.size(); i++) {
      boolean isEnd = isBarrier(code.get(i));
      // What ends a run waits for its operands: it is the run's last instruction.
      if (isEnd || i - from + 1 == Dependences.MAX) {
        run(block, from, i + 1, isEnd);
        from = i + 1;
      }
    }
    if (from < code.size()) {
      run(block, from, code.size(), false);
    }
  }

  private static boolean isBarrier(MInst inst) {
    return switch (inst.op) {
      case CALL, ASM, ENTER, COPY, CAS, RMW_LOOP, STACK_ALLOC, STACK_SAVE, STACK_RESTORE -> true;
      case FENCE, FENCE_I, EBREAK -> true;
      default ->
          inst.op.isTerminator() || inst.op.form() == MOp.Form.AMO || inst.op.form() == MOp.Form.LR;
    };
  }

  private void run(MBlock block, int from, int end, boolean hasLast) {
    if (end - from < 3) {
      return;
    }
    List<MInst> run = block.code.subList(from, end);
    look(run, hasLast);
    int cycles = cyclesAsWritten(run);
    int least = Math.max(longestChain(run), (run.size() - 1) / WIDTH);
    if (cycles <= least) {
      return;
    }
    int scheduled = schedule(run);
    int[] found = scheduled < cycles ? Arrays.copyOf(order, run.size()) : null;
    cycles = Math.min(cycles, scheduled);
    Renamer spreading = renamer;
    if (spreading != null && cycles > least && spreading.run(run, live(block, from, end))) {
      look(run, hasLast);
      if (schedule(run) < cycles) {
        found = order;
      } else {
        spreading.undo();
      }
    }
    if (found != null) {
      if (marksLines) {
        markEarly(run, found);
      }
      arrange(run, found);
    }
  }

  /**
   * Marks what is put before instructions of other source locations that come first in the program,
   * but for the last instruction of a location, which keeps its line in the table.
   */
  private static void markEarly(List<MInst> run, int[] order) {
    long waiting = -1L;
    for (int i = 0; i < run.size(); i++) {
      MInst inst = run.get(order[i]);
      waiting &= ~(1L << order[i]);
      boolean passesOthers = false;
      for (long left = waiting & (1L << order[i]) - 1; left != 0; left &= left - 1) {
        passesOthers |= run.get(Long.numberOfTrailingZeros(left)).loc != inst.loc;
      }
      inst.isEarly = passesOthers && hasLater(run, order, i);
    }
  }

  private static boolean hasLater(List<MInst> run, int[] order, int at) {
    int loc = run.get(order[at]).loc;
    for (int i = at + 1; i < run.size(); i++) {
      if (run.get(order[i]).loc == loc) {
        return true;
      }
    }
    return false;
  }

  private void look(List<MInst> run, boolean hasLast) {
    dependences.find(run, keepsMemoryOrder);
    if (hasLast) {
      // Nothing passes what ends the run.
      dependences.orders[run.size() - 1] = (1L << run.size() - 1) - 1;
    }
    findHeights(run);
  }

  private static void arrange(List<MInst> run, int[] order) {
    List<MInst> old = new ArrayList<>(run);
    for (int i = 0; i < old.size(); i++) {
      run.set(i, old.get(order[i]));
    }
  }

  /** A copy of what lives behind each instruction; a range that is renamed ends within its run. */
  private long[] live(MBlock block, int from, int end) {
    if (liveness == null) {
      liveness = new RegisterLiveness(function);
    }
    if (liveInBlock == null) {
      liveInBlock = liveness.after(block);
    }
    return Arrays.copyOfRange(liveInBlock, from, end);
  }

  /** The cycle of the last instruction if only results were waited for. */
  private int longestChain(List<MInst> run) {
    int longest = 0;
    for (int i = 0; i < run.size(); i++) {
      int start = 0;
      for (long left = dependences.results[i]; left != 0; left &= left - 1) {
        int before = Long.numberOfTrailingZeros(left);
        start = Math.max(start, chains[before] + Latencies.of(run.get(before)));
      }
      chains[i] = start;
      longest = Math.max(longest, start);
    }
    return longest;
  }

  /** For each instruction the cycles from it to the end of the longest chain on it. */
  private void findHeights(List<MInst> run) {
    for (int i = 0; i < run.size(); i++) {
      heights[i] = Latencies.of(run.get(i));
    }
    for (int i = run.size() - 1; i >= 0; i--) {
      for (long left = dependences.results[i]; left != 0; left &= left - 1) {
        int before = Long.numberOfTrailingZeros(left);
        int chain = heights[i] + Latencies.of(run.get(before));
        heights[before] = Math.max(heights[before], chain);
      }
      for (long left = dependences.orders[i]; left != 0; left &= left - 1) {
        int before = Long.numberOfTrailingZeros(left);
        heights[before] = Math.max(heights[before], heights[i]);
      }
    }
  }

  /** The first cycle in which an instruction finds its operands, once those before it have one. */
  private int readyAt(List<MInst> run, int i) {
    int cycle = 0;
    for (long left = dependences.results[i]; left != 0; left &= left - 1) {
      int before = Long.numberOfTrailingZeros(left);
      cycle = Math.max(cycle, starts[before] + Latencies.of(run.get(before)));
    }
    for (long left = dependences.orders[i]; left != 0; left &= left - 1) {
      cycle = Math.max(cycle, starts[Long.numberOfTrailingZeros(left)]);
    }
    return cycle;
  }

  /** What the units do in the current cycle. */
  private static final class Cycle {
    int number;
    private int issued;
    private int busy;

    void next(int cycle) {
      number = cycle;
      issued = 0;
      busy = 0;
    }

    boolean takes(MInst inst) {
      Unit unit = Latencies.unit(inst);
      return issued < WIDTH && (unit == Unit.NONE || (busy & 1 << unit.ordinal()) == 0);
    }

    void issue(MInst inst) {
      issued++;
      busy |= 1 << Latencies.unit(inst).ordinal();
    }
  }

  /** The cycle of the last instruction in the order there is. */
  private int cyclesAsWritten(List<MInst> run) {
    Cycle cycle = new Cycle();
    for (int i = 0; i < run.size(); i++) {
      int ready = readyAt(run, i);
      if (ready > cycle.number) {
        cycle.next(ready);
      } else if (!cycle.takes(run.get(i))) {
        cycle.next(cycle.number + 1);
      }
      starts[i] = cycle.number;
      cycle.issue(run.get(i));
    }
    return cycle.number;
  }

  /** Fills {@link #order}; gives the cycle of the last instruction. */
  private int schedule(List<MInst> run) {
    int n = run.size();
    long waiting = n == Long.SIZE ? -1 : (1L << n) - 1;
    Cycle cycle = new Cycle();
    int done = 0;
    while (done < n) {
      int best = -1;
      int soonest = Integer.MAX_VALUE;
      for (long left = waiting; left != 0; left &= left - 1) {
        int i = Long.numberOfTrailingZeros(left);
        if (((dependences.results[i] | dependences.orders[i]) & waiting) != 0) {
          continue;
        }
        int ready = readyAt(run, i);
        if (ready <= cycle.number && cycle.takes(run.get(i))) {
          best = best < 0 || heights[i] > heights[best] ? i : best;
        } else {
          soonest = Math.min(soonest, Math.max(ready, cycle.number + 1));
        }
      }
      if (best < 0) {
        cycle.next(soonest);
        continue;
      }
      starts[best] = cycle.number;
      cycle.issue(run.get(best));
      waiting &= ~(1L << best);
      order[done++] = best;
    }
    return cycle.number;
  }
}
