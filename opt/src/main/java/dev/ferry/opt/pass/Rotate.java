package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Param;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.DominatorTree;
import dev.ferry.ir.analysis.LoopForest;
import dev.ferry.ir.analysis.LoopForest.Loop;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import dev.ferry.opt.edit.Cloner;
import dev.ferry.opt.edit.DefinitionRepair;
import dev.ferry.opt.edit.LoopEdit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Loop rotation: turns a loop that tests at its top into a guarded loop that tests at its bottom,
 * which saves a jump an iteration and makes the body a place that surely executes, for invariant
 * motion.
 *
 * <p>Algorithm: the header's test is copied to the preheader (gcc calls it copying loop headers);
 * the old header becomes the bottom. Values of the header used elsewhere get block parameters by
 * {@link SsaUpdate}.
 *
 * <p>Requires nothing; preserves nothing. Before: {@code pre: jump h h: branch c, body, out body:
 * jump h}. After: {@code pre: branch c, body, out body: jump h h: branch c, body, out}.
 */
public final class Rotate implements Pass {
  private static final int MAX_COPIED = 16;
  private static final int MAX_COPIED_FOR_SIZE = 4;

  @Override
  public String name() {
    return "rotate";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    boolean changed = false;
    Set<Block> done = new HashSet<>();
    for (int round = 0; round < 6; round++) {
      ControlFlow flow = ControlFlow.of(function);
      Blocks.removeUnreachable(function, flow);
      LoopForest forest = LoopForest.of(DominatorTree.of(flow));
      if (forest.loops.isEmpty()) {
        return changed;
      }
      if (LoopEdit.addPreheaders(function, forest, flow)) {
        flow = ControlFlow.of(function);
        forest = LoopForest.of(DominatorTree.of(flow));
        changed = true;
      }
      if (!round(function, context, forest, flow, done)) {
        return changed;
      }
      changed = true;
    }
    return changed;
  }

  /** Rotates loops none of which is inside another, from inner to outer. */
  private static boolean round(
      Function function,
      PassContext context,
      LoopForest forest,
      ControlFlow flow,
      Set<Block> done) {
    boolean changed = false;
    Set<Loop> disturbed = new HashSet<>();
    ControlFlow now = flow;
    for (Loop loop : forest.loops) {
      boolean isDisturbed = disturbed.contains(loop);
      if (!isDisturbed && mayRotate(loop, forest, context) && done.add(loop.header)) {
        Block preheader = LoopEdit.preheader(loop, forest, now);
        if (preheader != null && context.fuel()) {
          new Rotation(function, loop, forest, preheader).run();
          context.optimized(function, loop.header.terminator.loc, "loop rotated");
          now = ControlFlow.of(function);
          isDisturbed = true;
          changed = true;
        }
      }
      Loop parent = loop.parent;
      if (isDisturbed && parent != null) {
        disturbed.add(parent);
      }
    }
    return changed;
  }

  private static boolean mayRotate(Loop loop, LoopForest forest, PassContext context) {
    Block header = loop.header;
    if (!(header.terminator instanceof Terminator.Branch branch) || header.addressTaken) {
      return false;
    }
    boolean thenInside = forest.contains(loop, branch.then.target);
    boolean otherwiseInside = forest.contains(loop, branch.otherwise.target);
    if (thenInside == otherwiseInside) {
      return false;
    }
    Edge inside = thenInside ? branch.then : branch.otherwise;
    if (inside.target == header) {
      return false;
    }
    for (Block latch : loop.latches) {
      if (loop.latches.size() == 1 && exits(latch, loop, forest)) {
        return false;
      }
    }
    return isCheap(header, context);
  }

  private static boolean exits(Block latch, Loop loop, LoopForest forest) {
    for (Edge edge : latch.terminator.edges()) {
      if (!forest.contains(loop, edge.target)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCheap(Block header, PassContext context) {
    int cost = 0;
    for (Instruction instruction : header.instructions) {
      switch (instruction.op.effect()) {
        case WRITE, SIDE -> {
          return false;
        }
        default -> cost += context.costs.cost(instruction.op, typeOf(instruction));
      }
    }
    return cost <= (context.options.optimizesSize() ? MAX_COPIED_FOR_SIZE : MAX_COPIED);
  }

  private static dev.ferry.ir.Type typeOf(Instruction instruction) {
    dev.ferry.ir.Type type = instruction.type;
    return type == null ? dev.ferry.ir.Type.I32 : type;
  }

  /** One loop's rotation. */
  private static final class Rotation {
    private final Function function;
    private final Loop loop;
    private final LoopForest forest;
    private final Block header;
    private final Block preheader;

    Rotation(Function function, Loop loop, LoopForest forest, Block preheader) {
      this.function = function;
      this.loop = loop;
      this.forest = forest;
      this.header = loop.header;
      this.preheader = preheader;
    }

    void run() {
      Terminator.Branch branch = (Terminator.Branch) header.terminator;
      // Blocks of their own on both ways out, so that they can have parameters.
      split(branch.then);
      split(branch.otherwise);
      Cloner cloner = new Cloner(function, function);
      Edge entering = ((Terminator.Jump) preheader.terminator).edge;
      for (Param param : header.params) {
        cloner.map(param, entering.args[param.index]);
      }
      for (Instruction instruction : header.instructions) {
        preheader.append(cloner.copy(instruction));
      }
      preheader.terminator = cloner.copy(branch);
      repair(cloner);
      moveToBottom();
    }

    private void split(Edge edge) {
      Blocks.split(function, header, edge);
    }

    /** Values of the header now have two definitions: the header's and the copy's. */
    private void repair(Cloner cloner) {
      ControlFlow flow = ControlFlow.of(function);
      List<Value> values = new ArrayList<>(header.params);
      for (Instruction instruction : header.instructions) {
        if (instruction.type != null) {
          values.add(instruction);
        }
      }
      new DefinitionRepair(function, flow).run(values, cloner::find, header, preheader);
    }

    /** The test now ends the loop: it stands after the last block of the body. */
    private void moveToBottom() {
      Block last = header;
      for (Block block : function.blocks) {
        if (block != header && forest.knows(block) && forest.contains(loop, block)) {
          last = block;
        }
      }
      if (last != header) {
        function.blocks.remove(header);
        function.blocks.add(function.blocks.indexOf(last) + 1, header);
      }
    }
  }
}
