package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.Op;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.AliasAnalysis;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.DominatorTree;
import dev.ferry.ir.analysis.LoopForest;
import dev.ferry.ir.analysis.LoopForest.Loop;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import dev.ferry.opt.edit.LoopEdit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loop-invariant code motion: computes before the loop what has the same value in every iteration.
 *
 * <p>Algorithm: loops from inner to outer, blocks in reverse postorder; a pure instruction whose
 * operands come from outside moves to the preheader (every pure op is defined for all operands, so
 * it may be computed too often). A load moves if nothing in the loop may write its bytes and it
 * surely executes, or its address is inside a known object. Integer constants and plain addresses
 * stay where they are used: code generation places them. Float constants are loads, and move.
 *
 * <p>Requires preheaders, which it adds; preserves the block graph otherwise. Before: {@code loop:
 * %3 = mul %0, %1 …}. After: {@code pre: %3 = mul %0, %1 loop: …}.
 */
public final class Licm implements Pass {
  @Override
  public String name() {
    return "licm";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    ControlFlow flow = ControlFlow.of(function);
    boolean changed = Blocks.removeUnreachable(function, flow);
    LoopForest forest = LoopForest.of(DominatorTree.of(flow));
    if (forest.loops.isEmpty()) {
      return changed;
    }
    if (LoopEdit.addPreheaders(function, forest, flow)) {
      flow = ControlFlow.of(function);
      forest = LoopForest.of(DominatorTree.of(flow));
      changed = true;
    }
    Motion motion = new Motion(function, context, DominatorTree.of(flow), forest);
    for (Loop loop : forest.loops) {
      Block preheader = LoopEdit.preheader(loop, forest, flow);
      if (preheader != null) {
        changed |= motion.run(loop, preheader);
      }
    }
    return changed;
  }

  /** Code generation makes these where they are used. */
  static boolean isPlaceless(Instruction instruction) {
    return switch (instruction.op) {
      case ICONST, FCONST, GLOBAL_ADDR, SLOT_ADDR, BLOCK_ADDR, UNDEF -> true;
      default -> false;
    };
  }

  private static final class Motion {
    private final Function function;
    private final PassContext context;
    private final DominatorTree tree;
    private final LoopForest forest;
    private final AliasAnalysis alias;

    /** By block id: the writes in it; computed once, stores never move. */
    private final Instruction[] @Nullable [] writes;

    private List<Instruction> loopWrites = new ArrayList<>();
    private boolean mayLeave;

    Motion(Function function, PassContext context, DominatorTree tree, LoopForest forest) {
      this.function = function;
      this.context = context;
      this.tree = tree;
      this.forest = forest;
      this.alias = new AliasAnalysis(function);
      this.writes = new Instruction[function.blockLimit()][];
    }

    boolean run(Loop loop, Block preheader) {
      loopWrites = new ArrayList<>();
      mayLeave = false;
      for (Block block : loop.blocks) {
        loopWrites.addAll(Arrays.asList(writesOf(block)));
        for (Instruction write : writesOf(block)) {
          mayLeave |= write.op == Op.CALL && write.call().mayNotReturn();
        }
      }
      boolean changed = false;
      for (Block block : loop.blocks) {
        changed |= hoist(loop, block, preheader);
      }
      return changed;
    }

    private Instruction[] writesOf(Block block) {
      Instruction[] list = writes[block.id];
      if (list == null) {
        List<Instruction> found = new ArrayList<>();
        for (Instruction instruction : block.instructions) {
          if (MemoryWalk.isWrite(instruction)) {
            found.add(instruction);
          }
        }
        list = found.toArray(Instruction[]::new);
        writes[block.id] = list;
      }
      return list;
    }

    private boolean hoist(Loop loop, Block block, Block preheader) {
      List<Instruction> instructions = block.instructions;
      boolean any = false;
      for (int i = 0; i < instructions.size(); i++) {
        Instruction instruction = instructions.get(i);
        if (isMovable(instruction, loop, block) && context.fuel()) {
          for (Value arg : instruction.args) {
            moveConstant(arg, loop, block, preheader);
          }
          move(instruction, preheader);
          context.optimized(function, instruction.loc, "moved out of the loop");
          any = true;
        }
      }
      if (any) {
        instructions.removeIf(instruction -> instruction.block != block);
      }
      return any;
    }

    /** A constant operand goes along; the block that is looked at drops it at the end. */
    private void moveConstant(Value value, Loop loop, Block looking, Block preheader) {
      if (value instanceof Instruction c && isPlaceless(c) && isInside(c, loop)) {
        Block home = c.block;
        move(c, preheader);
        if (home != null && home != looking) {
          home.instructions.removeIf(instruction -> instruction.block != home);
        }
      }
    }

    private static void move(Instruction instruction, Block preheader) {
      preheader.append(instruction);
    }

    private boolean isInside(Value value, Loop loop) {
      Block home = value.block;
      return home != null && forest.contains(loop, home);
    }

    private boolean isMovable(Instruction instruction, Loop loop, Block block) {
      if (instruction.op == Op.FCONST && instruction.imm != 0) {
        return true;
      }
      if (isPlaceless(instruction) || instruction.op == Op.RESULT) {
        return false;
      }
      boolean isLoad = instruction.op == Op.LOAD;
      if (!isLoad && !instruction.op.isPure()) {
        return false;
      }
      for (Value arg : instruction.args) {
        if (isInside(arg, loop) && !(arg instanceof Instruction c && isPlaceless(c))) {
          return false;
        }
      }
      return !isLoad || isLoadMovable(instruction, loop, block);
    }

    private boolean isLoadMovable(Instruction load, Loop loop, Block block) {
      MemAccess access = load.access();
      if (access.isVolatile() || !(surelyExecutes(loop, block) || isSafeAddress(load))) {
        return false;
      }
      for (Instruction write : loopWrites) {
        if (alias.writes(
                write, load.args[0], access.offset(), access.type().bytes(), access.alias())
            != AliasAnalysis.Relation.NO) {
          return false;
        }
      }
      return true;
    }

    /** In the header, or where every way round and out passes. */
    private boolean surelyExecutes(Loop loop, Block block) {
      if (mayLeave) {
        return false;
      }
      if (block == loop.header) {
        return true;
      }
      for (Block latch : loop.latches) {
        if (!tree.dominates(block, latch)) {
          return false;
        }
      }
      for (Block inside : loop.blocks) {
        for (var edge : inside.terminator.edges()) {
          if (!forest.contains(loop, edge.target) && !tree.dominates(block, inside)) {
            return false;
          }
        }
      }
      return true;
    }

    private boolean isSafeAddress(Instruction load) {
      if (!(load.args[0] instanceof Instruction address)) {
        return false;
      }
      long at = address.imm + load.access().offset();
      int bytes = load.access().type().bytes();
      return switch (address.op) {
        case SLOT_ADDR -> at >= 0 && at + bytes <= address.slot().size;
        case GLOBAL_ADDR ->
            context.sizeOf(function.module, address.symbol()) >= at + bytes && at >= 0;
        default -> false;
      };
    }
  }
}
