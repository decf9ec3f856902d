package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.AliasAnalysis;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.DominatorTree;
import dev.ferry.ir.analysis.LoopForest;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import dev.ferry.opt.edit.Substitution;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Partial redundancy of loads: where a block begins with a load whose bytes are known at the end of
 * all predecessors, or of all but one, the value comes in as a parameter, and the one predecessor
 * loads it. An accumulator in memory is then read once before its loop instead of in every
 * iteration.
 *
 * <p>Algorithm: for each load that nothing before it in its block may disturb, a look back from the
 * end of each predecessor, through blocks with one predecessor, for a store or load of exactly
 * these bytes (the local half of Morel and Renvoise 1979). The load surely executes where it is
 * put, so it cannot fault anew.
 *
 * <p>Requires nothing; wants preheaders; preserves the block graph. Before: {@code pre: store %p,
 * 0; jump l l: %1 = load %p … store %p, %2; branch l}. After: {@code l(%1): … store %p, %2; branch
 * l(%2)}.
 */
public final class LoadPre implements Pass {
  private static final int MAX_BLOCKS_BACK = 4;
  private static final int MAX_LOOKS = 60;

  @Override
  public String name() {
    return "load-pre";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    ControlFlow flow = ControlFlow.of(function);
    boolean changed = Blocks.removeUnreachable(function, flow);
    return new Mover(function, context, DominatorTree.of(flow)).run() | changed;
  }

  private static final class Mover {
    private final Function function;
    private final PassContext context;
    private final DominatorTree tree;
    private final ControlFlow flow;
    private final LoopForest forest;
    private final AliasAnalysis alias;
    private final Substitution substitution;

    Mover(Function function, PassContext context, DominatorTree tree) {
      this.function = function;
      this.context = context;
      this.tree = tree;
      this.flow = tree.flow;
      this.forest = LoopForest.of(tree);
      this.alias = new AliasAnalysis(function);
      this.substitution = new Substitution(function);
    }

    boolean run() {
      boolean changed = false;
      for (Block block : flow.order) {
        if (flow.predecessorCount(block) > 1 && hasPlainEdges(block)) {
          changed |= visit(block);
        }
      }
      substitution.apply(function);
      return changed;
    }

    private boolean hasPlainEdges(Block block) {
      Block last = null;
      for (int p = 0; p < flow.predecessorCount(block); p++) {
        Block pred = flow.predecessor(block, p);
        if (pred == last) {
          return false;
        }
        last = pred;
        if (Blocks.isFixedEdge(pred.terminator, flow.incoming(block, p))) {
          return false;
        }
      }
      return true;
    }

    private boolean visit(Block block) {
      List<Instruction> before = new ArrayList<>();
      boolean changed = false;
      for (int i = 0; i < block.instructions.size() && before.size() < 8; i++) {
        Instruction instruction = block.instructions.get(i);
        if (MemoryWalk.isWrite(instruction)) {
          if (instruction.op == Op.CALL || instruction.op == Op.ASM) {
            break;
          }
          before.add(instruction);
        } else if (instruction.op == Op.LOAD
            && !instruction.access().isVolatile()
            && isUndisturbed(instruction, before)
            && replace(block, instruction)) {
          block.instructions.remove(i--);
          changed = true;
        }
      }
      return changed;
    }

    private boolean isUndisturbed(Instruction load, List<Instruction> writes) {
      for (Instruction write : writes) {
        if (mayWrite(write, load)) {
          return false;
        }
      }
      return true;
    }

    private boolean mayWrite(Instruction write, Instruction load) {
      MemAccess access = load.access();
      return alias.writes(
              write, load.args[0], access.offset(), access.type().bytes(), access.alias())
          != AliasAnalysis.Relation.NO;
    }

    private boolean replace(Block block, Instruction load) {
      Value address = load.args[0];
      boolean isPlaceless = address instanceof Instruction i && Licm.isPlaceless(i);
      Block home = address.block;
      if (home == null || !isPlaceless && (home == block || !tree.dominates(home, block))) {
        return false;
      }
      int count = flow.predecessorCount(block);
      Value[] values = new Value[count];
      int missing = -1;
      boolean useful = false;
      for (int p = 0; p < count; p++) {
        values[p] = find(flow.predecessor(block, p), load, isPlaceless ? null : home);
        if (values[p] == null) {
          if (missing >= 0) {
            return false;
          }
          missing = p;
        } else {
          useful |= values[p] != load;
        }
      }
      if (!useful || missing >= 0 && !mayInsert(flow.predecessor(block, missing), block)) {
        return false;
      }
      if (!context.fuel()) {
        return false;
      }
      if (missing >= 0) {
        values[missing] = insert(flow.predecessor(block, missing), load, isPlaceless);
      }
      context.optimized(function, load.loc, "load made redundant");
      connect(block, load, values);
      return true;
    }

    /** Only onto an edge of its own, and never into a deeper or the same loop's next round. */
    private boolean mayInsert(Block pred, Block block) {
      return pred.terminator instanceof Terminator.Jump
          && (forest.depth(pred) < forest.depth(block)
              || forest.depth(pred) == forest.depth(block) && !isHeader(block));
    }

    private boolean isHeader(Block block) {
      LoopForest.Loop loop = forest.of(block);
      return loop != null && loop.header == block;
    }

    private Value insert(Block pred, Instruction load, boolean isPlaceless) {
      Value address = load.args[0];
      if (isPlaceless && address instanceof Instruction i) {
        Instruction copy = function.newInstruction(i.op, i.type);
        copy.imm = i.imm;
        copy.payload = i.payload;
        copy.loc = i.loc;
        pred.append(copy);
        address = copy;
      }
      Instruction made = function.newInstruction(Op.LOAD, load.type, address);
      made.payload = load.payload;
      made.loc = load.loc;
      return pred.append(made);
    }

    private void connect(Block block, Instruction load, Value[] values) {
      Param param = block.addParam(load.requireType());
      for (int p = 0; p < values.length; p++) {
        Blocks.addArgument(flow.incoming(block, p), values[p]);
      }
      substitution.replace(load, param);
    }

    /** The value the load would give at the end of the block, or null. */
    private @Nullable Value find(Block start, Instruction load, @Nullable Block home) {
      Block block = start;
      int looks = 0;
      for (int back = 0; back < MAX_BLOCKS_BACK; back++) {
        List<Instruction> list = block.instructions;
        for (int i = list.size() - 1; i >= 0; i--) {
          Instruction at = list.get(i);
          if (at == load) {
            return load;
          }
          if (at.op == Op.STORE || at.op == Op.LOAD) {
            if (++looks > MAX_LOOKS) {
              return null;
            }
            Value value = valueOf(at, load);
            if (value != null) {
              return value;
            }
          }
          if (MemoryWalk.isWrite(at) && mayWrite(at, load)) {
            return null;
          }
        }
        if (block == home || flow.predecessorCount(block) != 1) {
          return null;
        }
        block = flow.predecessor(block, 0);
      }
      return null;
    }

    private @Nullable Value valueOf(Instruction at, Instruction load) {
      MemAccess access = at.access();
      MemAccess wanted = load.access();
      if (access.isVolatile() || alias.relate(at, load) != AliasAnalysis.Relation.MUST) {
        return null;
      }
      if (at.op == Op.LOAD) {
        return at.type == load.type && access.type() == wanted.type() ? at : null;
      }
      Value value = substitution.find(at.args[1]);
      boolean isWhole = wanted.type().bytes() == load.requireType().bytes();
      return isWhole && value.type == load.type ? value : null;
    }
  }
}
