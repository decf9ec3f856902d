package dev.ferry.opt.edit;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.LoopForest.Loop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Several copies of a loop's blocks in front of it, to be filled by an unroller; then the values
 * that are used behind the loop get the definition that reaches them.
 */
public final class LoopCopies implements DefinitionRepair.Definitions {
  private final Function function;
  private final Loop loop;
  private final List<Cloner> cloners = new ArrayList<>();
  private ControlFlow flow;

  /** The loop and its copies. */
  private final Set<Block> inside = new HashSet<>();

  /** Makes so many copies, whose blocks have their parameters only and stand nowhere yet. */
  public LoopCopies(Function function, ControlFlow flow, Loop loop, int count) {
    this.function = function;
    this.flow = flow;
    this.loop = loop;
    inside.addAll(loop.blocks);
    for (int i = 0; i < count; i++) {
      Cloner cloner = new Cloner(function);
      for (Block block : loop.blocks) {
        inside.add(cloner.copyFrame(block));
      }
      cloners.add(cloner);
    }
  }

  public int count() {
    return cloners.size();
  }

  /** What maps the loop to a copy. */
  public Cloner get(int index) {
    return cloners.get(index);
  }

  /** The block that a copy begins with. */
  public Block header(int index) {
    return cloners.get(index).find(loop.header);
  }

  /**
   * Once all blocks are in the function and have their ends: mends what is used behind the loop.
   */
  public void repair() {
    List<Value> values = new ArrayList<>();
    for (Block block : loop.blocks) {
      values.addAll(block.params);
      for (Instruction instruction : block.instructions) {
        if (instruction.type != null) {
          values.add(instruction);
        }
      }
    }
    flow = ControlFlow.of(function);
    DefinitionRepair.run(function, flow, values, this);
  }

  @Override
  public void define(Value value, SsaUpdate update) {
    defineOne(value, update);
    for (Cloner cloner : cloners) {
      defineOne(cloner.find(value), update);
    }
  }

  /** What is not entered any more, such as a loop that was unrolled whole, defines nothing. */
  private void defineOne(Value value, SsaUpdate update) {
    Block block = value.block;
    if (block != null && flow.isReachable(block)) {
      update.define(block, value);
    }
  }

  @Override
  public boolean isRight(Value value, Block block) {
    return inside.contains(block);
  }
}
