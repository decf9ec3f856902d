package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.DominatorTree;
import dev.ferry.ir.analysis.LoopForest;
import dev.ferry.ir.analysis.LoopForest.Loop;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import dev.ferry.opt.edit.Cloner;
import dev.ferry.opt.edit.Comparison;
import dev.ferry.opt.edit.LoopCopies;
import dev.ferry.opt.edit.LoopEdit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Partial unrolling (-funroll-loops): an innermost loop that a counter ends does several rounds
 * with one test.
 *
 * <p>Algorithm: in front of the loop it is computed how many groups of rounds surely run; where
 * there are any, copies of the body follow one another, of which only the last looks whether the
 * groups are over. What is left of the rounds runs in the loop as it was. Other ways out of the
 * loop stay in each copy. The factor is gcc's: up to 8, a power of two, code of at most 200
 * instructions from loops of at most 80.
 *
 * <p>Requires loops that are rotated; preserves nothing. Before: {@code loop(%p): … %q = add %p, 4
 * %c = ne %q, %end branch %c, loop(%q), out}. After, with a factor of 2: {@code %n = shr (sub %end,
 * %p), 3 branch %n, pair(%p, %n), loop(%p)}, {@code pair(%p, %k): … … branch (sub %k, 1), pair,
 * last} and the loop.
 */
public final class UnrollPartly implements Pass {
  private static final int MAX_FACTOR = 8;
  private static final int MAX_SIZE = 80;
  private static final int MAX_UNROLLED = 200;
  private static final int MAX_BLOCKS = 16;

  @Override
  public String name() {
    return "unroll-partly";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (!context.options.unrollLoops || context.options.optimizesSize()) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    boolean changed = Blocks.removeUnreachable(function, flow);
    LoopForest forest = LoopForest.of(DominatorTree.of(flow));
    if (LoopEdit.addPreheaders(function, forest, flow)) {
      flow = ControlFlow.of(function);
      forest = LoopForest.of(DominatorTree.of(flow));
      changed = true;
    }
    for (Loop loop : LoopEdit.innermost(forest)) {
      Block preheader = LoopEdit.preheader(loop, forest, flow);
      Counter counter = preheader == null ? null : Counter.of(loop, preheader, forest);
      int factor = factor(loop);
      if (counter != null && factor > 1 && LoopEdit.isCopyable(loop) && context.fuel()) {
        new Copies(function, flow, loop, counter, factor).make();
        context.optimized(
            function, counter.test.loc, "loop unrolled, " + factor + " rounds for each test");
        changed = true;
      }
    }
    return changed;
  }

  /** How many rounds make a group; 1 if the loop is not worth it. */
  private static int factor(Loop loop) {
    int size = 0;
    for (Block block : loop.blocks) {
      for (Instruction instruction : block.instructions) {
        if (instruction.op == Op.CALL) {
          return 1;
        }
        if (!instruction.isConst()) {
          size++;
        }
      }
      size++;
    }
    return size > MAX_SIZE || loop.blocks.size() > MAX_BLOCKS
        ? 1
        : Integer.highestOneBit(Math.min(MAX_FACTOR, MAX_UNROLLED / size));
  }

  /**
   * What ends a loop: the test at its end, of a parameter that grows by a constant.
   *
   * @param first the parameter's value in the first round
   * @param order the loop goes on while {@code next order limit}: NE, SLT or ULT; the other way
   *     round where the step is negative
   */
  private record Counter(
      Block preheader, Terminator.Branch test, Value first, Value limit, Op order, long step) {

    static @Nullable Counter of(Loop loop, Block preheader, LoopForest forest) {
      if (loop.latches.size() != 1
          || !(loop.latches.getFirst().terminator instanceof Terminator.Branch test)
          || forest.contains(loop, test.then.target)
              == forest.contains(loop, test.otherwise.target)) {
        return null;
      }
      boolean repeatsIfTrue = forest.contains(loop, test.then.target);
      Edge back = repeatsIfTrue ? test.then : test.otherwise;
      Comparison goesOn = Comparison.of(test.condition, repeatsIfTrue);
      Value right = goesOn.right();
      if (right == null
          || back.target != loop.header
          || goesOn.op() != Op.NE && goesOn.op() != Op.SLT && goesOn.op() != Op.ULT) {
        return null;
      }
      Edge entering = ((Terminator.Jump) preheader.terminator).edge;
      for (Param param : loop.header.params) {
        Value next = back.args[param.index];
        Value limit = next == goesOn.left() ? right : next == right ? goesOn.left() : null;
        long step = step(param, next);
        if (limit == null || step == 0 || isInside(limit, loop)) {
          continue;
        }
        boolean isRising = next == goesOn.left();
        if (goesOn.op() == Op.NE || isRising == step > 0) {
          Value first = entering.args[param.index];
          return new Counter(preheader, test, first, limit, goesOn.op(), step);
        }
      }
      return null;
    }

    /** What is added to a parameter in a round; 0 if that is not known. */
    private static long step(Param param, Value next) {
      return next instanceof Instruction i
              && i.op == Op.ADD
              && i.args[0] == param
              && i.args[1] instanceof Instruction added
              && added.op == Op.ICONST
          ? added.imm
          : 0;
    }

    private static boolean isInside(Value value, Loop loop) {
      Block block = value.block;
      return block != null && loop.blocks.contains(block);
    }

    /** Puts code before the loop that computes how many groups of rounds surely run. */
    Value groups(Function function, int factor) {
      Type type = limit.requireType();
      Value low = step > 0 ? first : limit;
      Value high = step > 0 ? limit : first;
      Value way = append(function.newInstruction(Op.SUB, type, high, low));
      if (order != Op.NE) {
        Value isBelow = append(function.newInstruction(order, Type.I32, low, high));
        Value zero = append(function.newConst(type, 0));
        way = append(function.newInstruction(Op.SELECT, type, isBelow, way, zero));
      }
      long unit = Math.abs(step) * factor;
      boolean isPower = Long.bitCount(unit) == 1;
      Value by = append(function.newConst(type, isPower ? Long.numberOfTrailingZeros(unit) : unit));
      return append(function.newInstruction(isPower ? Op.SHR : Op.UDIV, type, way, by));
    }

    private Value append(Instruction instruction) {
      instruction.loc = test.loc;
      preheader.append(instruction);
      return instruction;
    }
  }

  /** The copies of one loop. */
  private static final class Copies {
    private final Function function;
    private final Loop loop;
    private final Counter counter;
    private final Value groups;
    private final LoopCopies copies;

    Copies(Function function, ControlFlow flow, Loop loop, Counter counter, int factor) {
      this.function = function;
      this.loop = loop;
      this.counter = counter;
      this.groups = counter.groups(function, factor);
      this.copies = new LoopCopies(function, flow, loop, factor);
    }

    void make() {
      Edge entering = ((Terminator.Jump) counter.preheader.terminator).edge;
      Block header = copies.header(0);
      Param left = header.addParam(groups.requireType());
      int place = function.blocks.indexOf(loop.header);
      for (int i = 0; i < copies.count(); i++) {
        for (Block block : loop.blocks) {
          function.blocks.add(place++, fill(i, block));
        }
      }
      function.blocks.add(place, last(header, left));
      branch(
          counter.preheader,
          groups,
          new Edge(header, with(entering.args, groups)),
          new Edge(loop.header, entering.args));
      copies.repair();
    }

    private static Value[] with(Value[] args, Value last) {
      Value[] result = Arrays.copyOf(args, args.length + 1);
      result[args.length] = last;
      return result;
    }

    private void branch(Block block, Value condition, Edge then, Edge otherwise) {
      Value isLeft = condition;
      if (condition.type != Type.I32) {
        Instruction zero = function.newConst(condition.requireType(), 0);
        block.append(zero);
        Instruction test = function.newInstruction(Op.NE, Type.I32, condition, zero);
        test.loc = counter.test.loc;
        block.append(test);
        isLeft = test;
      }
      block.terminator = new Terminator.Branch(isLeft, then, otherwise);
      block.terminator.loc = counter.test.loc;
    }

    /** The body of a copied block; all but the last copy go on to the next without a test. */
    private Block fill(int index, Block block) {
      Cloner cloner = copies.get(index);
      Block copy = cloner.find(block);
      for (Instruction instruction : block.instructions) {
        Param stepped = stepped(instruction);
        if (stepped == null) {
          copy.append(cloner.copy(instruction));
        } else {
          step(copy, stepped, instruction, index);
        }
      }
      if (block.terminator != counter.test) {
        copy.terminator = cloner.copy(block.terminator);
      } else if (index + 1 < copies.count()) {
        Edge back = cloner.copy(back());
        back.target = copies.header(index + 1);
        copy.terminator = new Terminator.Jump(back);
        copy.terminator.loc = counter.test.loc;
      }
      return copy;
    }

    /** The parameter that an instruction steps for the next round; null for others. */
    private @Nullable Param stepped(Instruction instruction) {
      if (instruction.op == Op.ADD
          && instruction.args[0] instanceof Param param
          && param.block == loop.header
          && back().args[param.index] == instruction
          && Counter.step(param, instruction) != 0) {
        return param;
      }
      return null;
    }

    /** A step counted from the first copy, so that the copies do not wait for each other. */
    private void step(Block copy, Param param, Instruction next, int index) {
      Type type = next.requireType();
      long way = Counter.step(param, next) * (index + 1);
      Instruction added = function.newConst(type, type == Type.I32 ? (int) way : way);
      copy.append(added);
      Value start = copies.get(0).find(param);
      Instruction sum = function.newInstruction(Op.ADD, type, start, added);
      sum.nsw = next.nsw;
      sum.loc = next.loc;
      copy.append(sum);
      copies.get(index).map(next, sum);
    }

    private Edge back() {
      return counter.test.then.target == loop.header ? counter.test.then : counter.test.otherwise;
    }

    /** Ends the last copy: back to the first for another group, else by the loop's own test. */
    private Block last(Block header, Param left) {
      Cloner cloner = copies.get(copies.count() - 1);
      Block latch = cloner.find(loop.latches.getFirst());
      Block last = function.newBlock("last");
      last.terminator =
          new Terminator.Branch(
              cloner.find(counter.test.condition),
              original(counter.test.then),
              original(counter.test.otherwise));
      last.terminator.loc = counter.test.loc;
      Instruction less = function.newConst(left.requireType(), -1);
      latch.append(less);
      Instruction next = function.newInstruction(Op.ADD, left.requireType(), left, less);
      next.loc = counter.test.loc;
      latch.append(next);
      branch(latch, next, new Edge(header, with(cloner.copy(back()).args, next)), new Edge(last));
      return last;
    }

    /** The last copy's edge, to where the loop's goes. */
    private Edge original(Edge edge) {
      return new Edge(edge.target, copies.get(copies.count() - 1).copy(edge).args);
    }
  }
}
