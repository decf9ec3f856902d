package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.DominatorTree;
import dev.ferry.ir.analysis.LoopForest;
import dev.ferry.ir.analysis.LoopForest.Loop;
import dev.ferry.ir.eval.Eval;
import dev.ferry.opt.OptOptions.Level;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import dev.ferry.opt.edit.Cloner;
import dev.ferry.opt.edit.LoopCopies;
import dev.ferry.opt.edit.LoopEdit;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Complete unrolling: an innermost loop that surely ends after a few rounds becomes that many
 * copies of its body.
 *
 * <p>Algorithm: the loop is run symbolically with what is constant at its entry: in each round the
 * branches that every round passes are evaluated (a brute-force trip count, as gcc's
 * loop_niter_by_eval); where one leaves the loop, its rounds are known. Each round is then copied
 * with its known branches as jumps; the loop itself is left without an entry.
 *
 * <p>Requires nothing; preserves nothing. Before: {@code loop(%i): … %n = add %i, 1 %c = slt %n, 2
 * branch %c, loop(%n), out} entered with 0. After: two copies of the body, then {@code jump out}.
 */
public final class Unroll implements Pass {
  /** Sixteen, and the one that leaves. */
  private static final int MAX_ROUNDS = 17;

  /** Where code may not grow. */
  private static final int MAX_SHORT_ROUNDS = 8;

  private static final int MAX_BLOCKS = 16;
  private static final int MAX_LOOPS = 100;
  private static final int MAX_DEPTH = 8;

  @Override
  public String name() {
    return "unroll";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    ControlFlow flow = ControlFlow.of(function);
    boolean changed = Blocks.removeUnreachable(function, flow);
    DominatorTree tree = DominatorTree.of(flow);
    LoopForest forest = LoopForest.of(tree);
    if (LoopEdit.addPreheaders(function, forest, flow)) {
      flow = ControlFlow.of(function);
      tree = DominatorTree.of(flow);
      forest = LoopForest.of(tree);
      changed = true;
    }
    int done = 0;
    for (Loop loop : LoopEdit.innermost(forest)) {
      Block preheader = LoopEdit.preheader(loop, forest, flow);
      if (preheader != null && loop.blocks.size() <= MAX_BLOCKS && done < MAX_LOOPS) {
        Rounds rounds = new Rounds(loop, preheader, forest, tree);
        if (rounds.find() && isWorthIt(rounds, context) && context.fuel()) {
          new Copies(function, rounds).make();
          context.optimized(
              function,
              loop.header.terminator.loc,
              "loop with " + rounds.count() + " rounds unrolled");
          done++;
        }
      }
    }
    if (done > 0) {
      Blocks.removeUnreachable(function, ControlFlow.of(function));
    }
    return changed | done > 0;
  }

  private static boolean isWorthIt(Rounds rounds, PassContext context) {
    boolean grows = context.options.level == Level.O3 || context.options.unrollLoops;
    int size = 0;
    for (Block block : rounds.loop.blocks) {
      for (Instruction instruction : block.instructions) {
        if (instruction.op != Op.ICONST && !(grows && rounds.isKnown(instruction))) {
          size++;
        }
      }
      size++;
    }
    int limit = grows ? 240 : context.options.level == Level.O2 ? 40 : 0;
    // The first round takes the loop's place.
    return rounds.fullRounds() * size <= Math.max(limit, size + 4)
        && (grows || rounds.count() <= MAX_SHORT_ROUNDS);
  }

  /** What each round of a loop knows. */
  private static final class Rounds {
    final Loop loop;
    final Block preheader;
    private final LoopForest forest;
    final ControlFlow flow;
    private final List<Block> tests = new ArrayList<>(2);

    /** By round: whether each known test takes its first edge. */
    private final List<Map<Block, Boolean>> taken = new ArrayList<>();

    private Map<Value, Long> known = new IdentityHashMap<>();
    private @Nullable Block lastTest;

    Rounds(Loop loop, Block preheader, LoopForest forest, DominatorTree tree) {
      this.loop = loop;
      this.preheader = preheader;
      this.forest = forest;
      this.flow = tree.flow;
      for (Block block : loop.blocks) {
        if (block.terminator instanceof Terminator.Branch branch
            && leaves(branch.then) != leaves(branch.otherwise)
            && dominatesLatches(block, tree)) {
          tests.add(block);
        }
      }
    }

    int count() {
      return taken.size();
    }

    /** Rounds that are copied whole: the last may leave from the header at once. */
    int fullRounds() {
      return lastTest == loop.header ? count() - 1 : count();
    }

    /** Whether an instruction's result is a constant in the last round, and so in all. */
    boolean isKnown(Instruction instruction) {
      return evaluate(instruction, 0) != null;
    }

    private boolean leaves(Edge edge) {
      return !forest.contains(loop, edge.target);
    }

    private boolean dominatesLatches(Block block, DominatorTree tree) {
      for (Block latch : loop.latches) {
        if (!tree.dominates(block, latch)) {
          return false;
        }
      }
      return true;
    }

    @Nullable Map<Block, Boolean> round(int index) {
      return taken.get(index);
    }

    /** Whether the loop surely ends within the limit. */
    boolean find() {
      if (tests.isEmpty()
          || loop.latches.size() != 1
          || loop.header.addressTaken
          || !LoopEdit.isCopyable(loop)) {
        return false;
      }
      Edge entering = ((Terminator.Jump) preheader.terminator).edge;
      for (Param param : loop.header.params) {
        Value first = entering.args[param.index];
        if (first instanceof Instruction i && i.op == Op.ICONST) {
          known.put(param, i.imm);
        }
      }
      while (taken.size() < MAX_ROUNDS) {
        if (known.isEmpty()) {
          return false;
        }
        if (isLast()) {
          return true;
        }
        next();
      }
      return false;
    }

    private boolean isLast() {
      Map<Block, Boolean> round = new IdentityHashMap<>(4);
      taken.add(round);
      boolean ends = false;
      for (Block block : tests) {
        Terminator.Branch branch = (Terminator.Branch) block.terminator;
        Long condition = evaluate(branch.condition, 0);
        if (condition != null) {
          boolean first = condition.intValue() != 0;
          round.put(block, first);
          if (leaves(first ? branch.then : branch.otherwise)) {
            ends = true;
            lastTest = block;
          }
        }
      }
      return ends;
    }

    /** From what is known in this round to what is in the next: on every edge to the header. */
    private void next() {
      Map<Value, Long> after = new IdentityHashMap<>();
      boolean isFirst = true;
      for (Edge edge : loop.latches.getFirst().terminator.edges()) {
        if (edge.target == loop.header) {
          for (Param param : loop.header.params) {
            Long value = evaluate(edge.args[param.index], 0);
            if (value == null || !isFirst && !value.equals(after.get(param))) {
              after.remove(param);
            } else {
              after.put(param, value);
            }
          }
          isFirst = false;
        }
      }
      known = after;
    }

    private @Nullable Long evaluate(Value value, int depth) {
      Long fact = known.get(value);
      if (fact != null || !(value instanceof Instruction i) || depth > MAX_DEPTH) {
        return fact;
      }
      if (i.op == Op.ICONST) {
        return i.imm;
      }
      if (!Eval.isFoldable(i.op) || i.type == null || !i.type.isInt()) {
        return null;
      }
      long[] operands = new long[3];
      for (int a = 0; a < i.args.length; a++) {
        Long operand = evaluate(i.args[a], depth + 1);
        if (operand == null) {
          return null;
        }
        operands[a] = operand;
      }
      return Eval.apply(i, operands[0], operands[1], operands[2]);
    }
  }

  /** The copies of one loop. */
  private static final class Copies {
    private final Function function;
    private final Rounds rounds;
    private final Loop loop;
    private final LoopCopies copies;

    Copies(Function function, Rounds rounds) {
      this.function = function;
      this.rounds = rounds;
      this.loop = rounds.loop;
      this.copies = new LoopCopies(function, rounds.flow, loop, rounds.count());
    }

    void make() {
      int place = function.blocks.indexOf(loop.header);
      for (int round = 0; round < copies.count(); round++) {
        for (Block block : loop.blocks) {
          function.blocks.add(place++, fill(round, block));
        }
      }
      Edge entering = ((Terminator.Jump) rounds.preheader.terminator).edge;
      entering.target = copies.header(0);
      copies.repair();
    }

    private Block fill(int round, Block block) {
      Cloner cloner = copies.get(round);
      Block copy = cloner.find(block);
      for (Instruction instruction : block.instructions) {
        copy.append(cloner.copy(instruction));
      }
      copy.terminator = terminator(round, block, cloner);
      for (Edge edge : copy.terminator.edges()) {
        if (edge.target == copies.header(round)) {
          if (round + 1 == copies.count()) {
            // The last round left before it came here.
            copy.terminator = new Terminator.Unreachable();
            break;
          }
          edge.target = copies.header(round + 1);
        }
      }
      return copy;
    }

    private Terminator terminator(int round, Block block, Cloner cloner) {
      Map<Block, Boolean> known = rounds.round(round);
      Boolean first = known == null ? null : known.get(block);
      Terminator result;
      if (first != null && block.terminator instanceof Terminator.Branch branch) {
        result = new Terminator.Jump(cloner.copy(first ? branch.then : branch.otherwise));
      } else {
        return cloner.copy(block.terminator);
      }
      result.loc = block.terminator.loc;
      return result;
    }
  }
}
