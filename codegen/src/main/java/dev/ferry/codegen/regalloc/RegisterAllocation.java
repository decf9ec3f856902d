package dev.ferry.codegen.regalloc;

import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.Reg;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Register allocation of one function: the order of its stages. */
public final class RegisterAllocation {
  private RegisterAllocation() {}

  /**
   * Replaces all virtual registers of {@code function} and its copies.
   *
   * @param optimise false for the quick allocation of -O0
   * @param check runs the symbolic checker
   */
  public static void run(MFunction function, boolean optimise, boolean check) {
    if (!optimise && QuickAllocator.run(function, check)) {
      return;
    }
    CriticalEdges.split(function);
    if (check) {
      MirVerifier.verify(function);
    }
    LiveRanges ranges = new LiveRanges(function);
    @Nullable Bundle[] bundleOf = new Coalescer(ranges).run();
    List<Bundle> bundles = new Allocator(ranges, bundleOf, optimise).run();
    Rewriter rewriter = new Rewriter(ranges, bundleOf, bundles, check);
    rewriter.run();
    Map<MInst, int[]> originals = rewriter.originals;
    if (originals != null) {
      new Checker(function, originals).run();
    }
    new ParallelMoves(
            function, (reg, point) -> reg != Reg.NONE && ranges.fixed[reg].isFree(point, point + 2))
        .run();
  }
}
