package dev.ferry.codegen.regalloc;

import dev.ferry.codegen.CodeObserver;
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
    run(function, optimise, check, null);
  }

  /**
   * As the other.
   *
   * @param observer is told of the ranges and their places, if not null
   */
  public static void run(
      MFunction function, boolean optimise, boolean check, @Nullable CodeObserver observer) {
    if (!optimise) {
      AllocationReport report = observer == null ? null : unplaced(function);
      if (QuickAllocator.run(function, check)) {
        if (observer != null && report != null) {
          observer.allocated(report);
        }
        return;
      }
    }
    CriticalEdges.split(function);
    if (check) {
      MirVerifier.verify(function);
    }
    LiveRanges ranges = new LiveRanges(function);
    List<AllocationReport.Line> lines =
        observer == null ? List.of() : AllocationReport.lines(ranges);
    @Nullable Bundle[] bundleOf = new Coalescer(ranges).run();
    List<Bundle> bundles = new Allocator(ranges, bundleOf, optimise).run();
    Rewriter rewriter = new Rewriter(ranges, bundleOf, bundles, check);
    rewriter.run();
    if (observer != null) {
      observer.allocated(AllocationReport.of(ranges, lines, bundleOf));
    }
    Map<MInst, int[]> originals = rewriter.originals;
    if (originals != null) {
      new Checker(function, originals).run();
    }
    new ParallelMoves(
            function, (reg, point) -> reg != Reg.NONE && ranges.fixed[reg].isFree(point, point + 2))
        .run();
  }

  private static AllocationReport unplaced(MFunction function) {
    LiveRanges ranges = new LiveRanges(function);
    return AllocationReport.of(ranges, AllocationReport.lines(ranges), null);
  }
}
