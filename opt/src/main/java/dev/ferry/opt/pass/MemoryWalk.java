package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.AliasAnalysis;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.DominatorTree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The states memory goes through: one version per write, and one per block where several come
 * together (MemorySSA, as LLVM has it, built while {@link Gvn} walks the dominator tree). {@link
 * #clobber} finds the version that last may have changed some bytes.
 */
final class MemoryWalk {
  private static final int MAX_STEPS = 100;

  /** A version of memory. */
  static final class Version {
    /** The write that makes it; null at the entry and where versions meet. */
    final @Nullable Instruction write;

    final Block block;

    /** The version before, in the dominator tree. */
    final @Nullable Version before;

    final int number;

    Version(@Nullable Instruction write, Block block, @Nullable Version before, int number) {
      this.write = write;
      this.block = block;
      this.before = before;
      this.number = number;
    }
  }

  private final AliasAnalysis alias;
  private final ControlFlow flow;
  private final DominatorTree tree;
  private final @Nullable Version[] exit;
  private final Instruction[] @Nullable [] writes;
  private final int[] visited;
  private int visit;
  private int steps;
  private int versions;

  /** The version at the point of the walk. */
  Version current;

  MemoryWalk(Function function, DominatorTree tree) {
    this.alias = new AliasAnalysis(function);
    this.tree = tree;
    this.flow = tree.flow;
    this.exit = new Version[function.blockLimit()];
    this.visited = new int[function.blockLimit()];
    this.writes = new Instruction[function.blockLimit()][];
    for (Block block : flow.order) {
      List<Instruction> list = new ArrayList<>();
      for (Instruction instruction : block.instructions) {
        if (isWrite(instruction)) {
          list.add(instruction);
        }
      }
      writes[block.id] = list.toArray(Instruction[]::new);
    }
    current = new Version(null, function.entry(), null, versions++);
  }

  AliasAnalysis alias() {
    return alias;
  }

  /** Whether executing the instruction may change memory. */
  static boolean isWrite(Instruction instruction) {
    return switch (instruction.op.effect()) {
      case PURE, READ -> false;
      case WRITE -> true;
      case SIDE ->
          switch (instruction.op) {
            case CALL ->
                instruction.call().effects() == CallInfo.Effects.ANY
                    || instruction.call().signature().returnsAggregate();
            case STACK_ALLOC, STACK_SAVE, STACK_RESTORE, PREFETCH -> false;
            default -> true;
          };
    };
  }

  void enter(Block block) {
    if (flow.number[block.id] == 0) {
      return;
    }
    Version dominating = exit[tree.idom(block).id];
    boolean single = true;
    Block first = flow.predecessor(block, 0);
    for (int p = 1; p < flow.predecessorCount(block); p++) {
      single &= flow.predecessor(block, p) == first;
    }
    if (single && dominating != null && first == tree.idom(block)) {
      current = dominating;
    } else {
      current = new Version(null, block, dominating, versions++);
    }
  }

  void write(Instruction instruction) {
    Block block = instruction.block;
    if (block == null) {
      throw new IllegalStateException();
    }
    current = new Version(instruction, block, current, versions++);
  }

  void leave(Block block) {
    exit[block.id] = current;
  }

  /**
   * The latest version that may have changed the bytes; its write, if any, may be the exact store.
   */
  Version clobber(Value address, long extra, long bytes, int aliasClass) {
    Version version = current;
    steps = 0;
    while (true) {
      Version before = version.before;
      Instruction write = version.write;
      if (before == null || ++steps > MAX_STEPS) {
        return version;
      }
      if (write != null) {
        if (alias.writes(write, address, extra, bytes, aliasClass) != AliasAnalysis.Relation.NO) {
          return version;
        }
      } else if (mayBeWrittenAround(version.block, address, extra, bytes, aliasClass)) {
        return version;
      }
      version = before;
    }
  }

  /**
   * Whether a path from the immediate dominator's end to the block's start writes the bytes.
   * Offsets from an SSA value compare only if the value is the same all the way: not if it is
   * computed anew on the path.
   */
  private boolean mayBeWrittenAround(
      Block join, Value address, long extra, long bytes, int aliasClass) {
    Block stop = tree.idom(join);
    Block home = alias.rootBlock(address);
    if (home != null && !tree.dominates(home, stop)) {
      return true;
    }
    Block stem = alias.stemBlock(address);
    alias.ignoreStems(stem != null && !tree.dominates(stem, stop));
    boolean found = isWrittenBetween(join, stop, address, extra, bytes, aliasClass);
    alias.ignoreStems(false);
    return found;
  }

  private boolean isWrittenBetween(
      Block join, Block stop, Value address, long extra, long bytes, int aliasClass) {
    visit++;
    ArrayList<Block> work = new ArrayList<>();
    for (int p = 0; p < flow.predecessorCount(join); p++) {
      push(work, flow.predecessor(join, p), stop);
    }
    while (!work.isEmpty()) {
      Block block = work.removeLast();
      if (++steps > MAX_STEPS) {
        return true;
      }
      Instruction[] list = writes[block.id];
      if (list != null) {
        for (Instruction write : list) {
          if (++steps > MAX_STEPS
              || alias.writes(write, address, extra, bytes, aliasClass)
                  != AliasAnalysis.Relation.NO) {
            return true;
          }
        }
      }
      for (int p = 0; p < flow.predecessorCount(block); p++) {
        push(work, flow.predecessor(block, p), stop);
      }
    }
    return false;
  }

  private void push(ArrayList<Block> work, Block block, Block stop) {
    if (block != stop && visited[block.id] != visit) {
      visited[block.id] = visit;
      work.add(block);
    }
  }
}
