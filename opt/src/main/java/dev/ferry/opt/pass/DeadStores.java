package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.AliasAnalysis;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes stores, copies and fills whose bytes are overwritten, or cease to exist, before anything
 * reads them.
 *
 * <p>Algorithm: from each store a bounded look forward along all ways; a way ends well at an
 * instruction that covers the bytes and, for an object of this frame, at a return; it ends badly at
 * an instruction that may read them (as LLVM's MemorySSA-based elimination, over the block graph
 * itself). A way that comes back to where the address is computed ends badly too: the next address
 * is another one.
 *
 * <p>Requires nothing; preserves the block graph except that unreachable blocks go. Before: {@code
 * store %p, 1; store %p, 2}. After: {@code store %p, 2}.
 */
public final class DeadStores implements Pass {
  private static final int MAX_BLOCKS = 8;
  private static final int MAX_INSTRUCTIONS = 80;

  @Override
  public String name() {
    return "dse";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    ControlFlow flow = ControlFlow.of(function);
    boolean changed = Blocks.removeUnreachable(function, flow);
    return new Search(function, context).run(flow) | changed;
  }

  /**
   * What a store writes.
   *
   * @param isPrivate whether it is an object of this frame that nothing else can reach
   * @param stem where the address without added constants is computed, or null
   * @param root where the address that it is an offset from is computed, or null
   */
  private record Bytes(
      Value address,
      long offset,
      long count,
      int aliasClass,
      boolean isPrivate,
      @Nullable Block stem,
      @Nullable Block root) {}

  private static final class Search {
    private final Function function;
    private final PassContext context;
    private final AliasAnalysis alias;
    private final int[] visited;
    private int visit;
    private int looks;
    private int ends;

    Search(Function function, PassContext context) {
      this.function = function;
      this.context = context;
      this.alias = new AliasAnalysis(function);
      this.visited = new int[function.blockLimit()];
    }

    boolean run(ControlFlow flow) {
      boolean changed = false;
      for (Block block : flow.order) {
        List<Instruction> list = block.instructions;
        for (int i = list.size() - 1; i >= 0; i--) {
          Instruction store = list.get(i);
          Bytes written = bytesOf(store);
          if (written != null && isDead(written, block, i + 1) && context.fuel()) {
            context.optimized(function, store.loc, "store that nothing reads removed");
            list.remove(i);
            changed = true;
          }
        }
      }
      return changed;
    }

    /** What a plain store, copy or fill writes; null for anything else. */
    private @Nullable Bytes bytesOf(Instruction store) {
      return switch (store.op) {
        case STORE -> {
          MemAccess access = store.access();
          yield access.isVolatile()
              ? null
              : bytes(store.args[0], access.offset(), access.type().bytes(), access.alias());
        }
        case MEMCPY, MEMSET ->
            store.memBlock().isVolatile() ? null : bytes(store.args[0], 0, store.imm, 0);
        default -> null;
      };
    }

    private Bytes bytes(Value address, long offset, long count, int aliasClass) {
      return new Bytes(
          address,
          offset,
          count,
          aliasClass,
          alias.isPrivate(address),
          alias.stemBlock(address),
          alias.rootBlock(address));
    }

    private boolean isDead(Bytes written, Block start, int index) {
      visit++;
      looks = 0;
      ends = 0;
      ArrayList<Block> work = new ArrayList<>();
      if (!follow(written, start, index, work)) {
        return false;
      }
      for (int blocks = 0; !work.isEmpty(); blocks++) {
        if (blocks == MAX_BLOCKS || !follow(written, work.removeLast(), 0, work)) {
          return false;
        }
      }
      // What is stored before an endless loop may be waited for elsewhere.
      return ends > 0 || written.isPrivate;
    }

    /** Looks through one block from an index on; false if the bytes may be read. */
    private boolean follow(Bytes written, Block block, int from, List<Block> work) {
      List<Instruction> list = block.instructions;
      for (int i = from; i < list.size(); i++) {
        Instruction next = list.get(i);
        if (next.op.isPure()) {
          continue;
        }
        if (++looks > MAX_INSTRUCTIONS
            || alias.reads(
                next, written.address, written.offset, written.count, written.aliasClass)) {
          return false;
        }
        if (alias.covers(next, written.address, written.offset, written.count)) {
          ends++;
          return true;
        }
      }
      switch (block.terminator) {
        case Terminator.Return _ -> {
          return written.isPrivate;
        }
        case Terminator.Unreachable _ -> {
          return true;
        }
        case Terminator.AsmGoto _ -> {
          return false;
        }
        default -> {
          return successors(written, block, work);
        }
      }
    }

    private boolean successors(Bytes written, Block block, List<Block> work) {
      for (Edge edge : block.terminator.edges()) {
        Block target = edge.target;
        if (target == written.stem || target == written.root) {
          return false;
        }
        if (visited[target.id] != visit) {
          visited[target.id] = visit;
          work.add(target);
        }
      }
      return true;
    }
  }
}
