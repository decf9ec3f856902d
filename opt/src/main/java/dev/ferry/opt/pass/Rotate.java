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
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import dev.ferry.opt.edit.Cloner;
import dev.ferry.opt.edit.DefinitionRepair;
import dev.ferry.opt.edit.LoopEdit;
import dev.ferry.opt.edit.SsaUpdate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    Set<Loop> disturbed = new HashSet<>();
    Rotations rotations = new Rotations(function, forest);
    for (Loop loop : forest.loops) {
      boolean isDisturbed = disturbed.contains(loop);
      if (!isDisturbed && mayRotate(loop, forest, context) && done.add(loop.header)) {
        Block preheader = LoopEdit.preheader(loop, forest, flow);
        if (preheader != null && context.fuel()) {
          rotations.rotate(loop, preheader);
          context.optimized(function, loop.header.terminator.loc, "loop rotated");
          isDisturbed = true;
        }
      }
      Loop parent = loop.parent;
      if (isDisturbed && parent != null) {
        disturbed.add(parent);
      }
    }
    return rotations.finish();
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

  /** A test and its copy before the loop. */
  private record Rotation(Loop loop, Block preheader, Cloner cloner) {}

  /** The rotations of one round; what all need is done once. */
  private static final class Rotations implements DefinitionRepair.Definitions {
    private final Function function;
    private final LoopForest forest;
    private final List<Rotation> made = new ArrayList<>();
    private @Nullable Rotation[] byHeader = new Rotation[0];

    Rotations(Function function, LoopForest forest) {
      this.function = function;
      this.forest = forest;
    }

    void rotate(Loop loop, Block preheader) {
      Block header = loop.header;
      Terminator.Branch branch = (Terminator.Branch) header.terminator;
      // Blocks of their own on both ways out, so that they can have parameters.
      Blocks.split(function, header, branch.then);
      Blocks.split(function, header, branch.otherwise);
      Cloner cloner = new Cloner(function);
      Edge entering = ((Terminator.Jump) preheader.terminator).edge;
      for (Param param : header.params) {
        cloner.map(param, entry(entering.args[param.index], preheader));
      }
      for (Instruction instruction : header.instructions) {
        preheader.append(cloner.copy(instruction));
      }
      preheader.terminator = cloner.copy(branch);
      made.add(new Rotation(loop, preheader, cloner));
    }

    /** A value of another loop's header may itself get several definitions in this round. */
    private Value entry(Value value, Block preheader) {
      Block home = value.block;
      Loop loop = home == null || !forest.knows(home) ? null : forest.of(home);
      return loop != null && loop.header == home && value.type != null
          ? preheader.append(function.newInstruction(Op.COPY, value.type, value))
          : value;
    }

    /** Repairs the values and moves the tests to the bottom; whether there was anything to do. */
    boolean finish() {
      if (made.isEmpty()) {
        return false;
      }
      byHeader = new Rotation[function.blockLimit()];
      List<Value> values = new ArrayList<>();
      for (Rotation rotation : made) {
        Block header = rotation.loop.header;
        byHeader[header.id] = rotation;
        values.addAll(header.params);
        for (Instruction instruction : header.instructions) {
          if (instruction.type != null) {
            values.add(instruction);
          }
        }
      }
      DefinitionRepair.run(function, ControlFlow.of(function), values, this);
      moveToBottom();
      return true;
    }

    private Rotation of(Value value) {
      Block header = value.block;
      Rotation rotation = header == null ? null : byHeader[header.id];
      if (rotation == null) {
        throw new IllegalStateException();
      }
      return rotation;
    }

    /** Values of the header now have two definitions: the header's and the copy's. */
    @Override
    public void define(Value value, SsaUpdate update) {
      Rotation rotation = of(value);
      update.define(rotation.loop.header, value);
      update.define(rotation.preheader, rotation.cloner.find(value));
    }

    @Override
    public boolean isRight(Value value, Block block) {
      Rotation rotation = of(value);
      return block == rotation.loop.header || block == rotation.preheader;
    }

    /** The test now ends the loop: it stands after the last block of the body. */
    private void moveToBottom() {
      int[] place = new int[function.blockLimit()];
      for (int i = 0; i < function.blocks.size(); i++) {
        place[function.blocks.get(i).id] = i;
      }
      @Nullable Block[] after = new Block[function.blockLimit()];
      Set<Block> moved = new HashSet<>();
      for (Rotation rotation : made) {
        Block header = rotation.loop.header;
        Block last = header;
        for (Block block : rotation.loop.blocks) {
          last = place[block.id] > place[last.id] ? block : last;
        }
        if (last != header) {
          after[last.id] = header;
          moved.add(header);
        }
      }
      List<Block> order = new ArrayList<>(function.blocks.size());
      for (Block block : function.blocks) {
        if (!moved.contains(block)) {
          order.add(block);
          Block header = after[block.id];
          if (header != null) {
            order.add(header);
          }
        }
      }
      function.blocks.clear();
      function.blocks.addAll(order);
    }
  }
}
