package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.analysis.AliasAnalysis;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.Uses;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Substitution;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Loops that only fill or copy memory become calls of {@code memset}, {@code memcpy} and {@code
 * memmove}, or block operations where the size is known.
 *
 * <p>Algorithm: a loop of one block that is left when an induction variable has reached a value
 * ({@link CountedLoop}), whose stores fill or copy all the bytes that they pass ({@link
 * BlockStore}), and in which nothing else has an effect. The block loses its way back and holds the
 * calls, and what the variables are at last (gcc's {@code -ftree-loop-distribute-patterns}; but
 * only whole loops are taken).
 *
 * <p>Loops that look for the end of a string stay, where gcc calls {@code strlen} if they count:
 * with four instructions a round they are done earlier than the call up to a length of 12 bytes,
 * and the call clobbers registers. Most strings are shorter.
 *
 * <p>Requires nothing, and stands behind {@code strength}, which makes addresses induction
 * variables; preserves nothing. Before: {@code loop(%p): store i32 %p, 0; %q = add %p, 4; %c = ne
 * %q, %end; branch %c, loop(%q), out}. After: {@code %n = sub %end, %p; call @memset(%p, 0, %n);
 * jump out}.
 */
public final class LoopIdioms implements Pass {
  private static final int MAX_INSTRUCTIONS = 40;

  /** With fewer rounds the loop is done before a function of the library has begun. */
  private static final int ENOUGH_ROUNDS = 16;

  @Override
  public String name() {
    return "loop-idioms";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    List<Block> candidates = function.blocks.stream().filter(LoopIdioms::isCandidate).toList();
    return !candidates.isEmpty() && new Run(function, context).run(candidates);
  }

  /** Whether the block is a loop that stores something and has no other effect. */
  private static boolean isCandidate(Block block) {
    if (!(block.terminator instanceof Terminator.Branch branch)
        || (branch.then.target == block) == (branch.otherwise.target == block)
        || block.addressTaken
        || block.instructions.size() > MAX_INSTRUCTIONS) {
      return false;
    }
    boolean stores = false;
    for (Instruction instruction : block.instructions) {
      stores |= instruction.op == Op.STORE;
      if (!instruction.op.isPure() && instruction.op != Op.STORE && instruction.op != Op.LOAD) {
        return false;
      }
    }
    return stores;
  }

  private static final class Run {
    private final Function function;
    private final PassContext context;
    private final ControlFlow flow;
    private final AliasAnalysis alias;

    /** Of the function as it was: a loop that becomes calls changes no other's. */
    private final int[] uses;

    /** What the values of the loops are behind them. */
    private final Substitution finals;

    Run(Function function, PassContext context) {
      this.function = function;
      this.context = context;
      this.flow = ControlFlow.of(function);
      this.alias = new AliasAnalysis(function);
      this.uses = Uses.count(function);
      this.finals = new Substitution(function);
    }

    boolean run(List<Block> candidates) {
      boolean changed = false;
      for (Block block : candidates) {
        CountedLoop loop = loop(block);
        List<BlockStore> stores = loop == null ? List.of() : BlockStore.all(loop, alias, uses);
        if (loop != null && mayCall(stores)) {
          changed |= rewrite(loop, stores);
        }
      }
      finals.apply(function);
      return changed;
    }

    private boolean rewrite(CountedLoop loop, List<BlockStore> stores) {
      boolean isWhole = loop.rounds.isKnown() || context.options.optimizesSize();
      long enough = ENOUGH_ROUNDS * Math.abs(stores.getFirst().to().step());
      if (!isWhole && loop.isEnteredBelow(enough) || !context.fuel()) {
        return false;
      }
      int loc = loop.block.terminator.loc;
      if (isWhole) {
        context.optimized(function, loc, "loop became " + names(stores));
        loop.replace(stores, finals);
      } else {
        context.optimized(function, loc, "loop became " + names(stores) + " for many rounds");
        loop.avoid(stores, enough);
      }
      return true;
    }

    private @Nullable CountedLoop loop(Block block) {
      if (!flow.isReachable(block) || flow.predecessorCount(block) != 2) {
        return null;
      }
      int entry = flow.predecessor(block, 0) == block ? 1 : 0;
      return CountedLoop.of(block, flow, entry, uses);
    }

    /** Whether there is such a library; and the loop may be in the function that it would call. */
    private boolean mayCall(List<BlockStore> stores) {
      return !stores.isEmpty() && stores.stream().allMatch(s -> mayCall(s.callee()));
    }

    private boolean mayCall(String callee) {
      return context.options.mayCall(callee) && !function.module.library(callee).isDefined;
    }

    private static String names(List<BlockStore> stores) {
      return stores.stream().map(BlockStore::callee).collect(Collectors.joining(" and "));
    }
  }

  /** The integer constant that the value is, or null. */
  static @Nullable Long constant(@Nullable Object value) {
    return value instanceof Instruction i && i.isConst() ? (Long) i.imm : null;
  }
}
