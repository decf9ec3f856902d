package dev.ferry.codegen.regalloc;

import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MirPrinter;
import dev.ferry.codegen.mir.Reg;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What register allocation found and chose, for people. Points are twice the index of an
 * instruction, plus one behind its reads.
 *
 * @param function the function's name
 * @param quick whether it was the quick allocation of -O0, which gives no places
 * @param code the instructions before allocation
 * @param ranges the virtual registers that are ever live
 */
public record AllocationReport(
    String function, boolean quick, List<Line> code, List<Range> ranges) {
  /**
   * An instruction.
   *
   * @param block id of its block
   * @param loc its source location
   */
  public record Line(int block, String text, int loc) {}

  /**
   * A virtual register.
   *
   * @param reg its number ({@link Reg})
   */
  public record Range(int reg, boolean isFloat, List<Piece> pieces) {}

  /**
   * A part of its life in one place.
   *
   * @param from first point
   * @param to point behind the last
   * @param place a register or spill slot; {@link Reg#NONE} if it is recomputed or not known
   */
  public record Piece(int from, int to, int place) {}

  /** The state before allocation, which rewrites the instructions. */
  static List<Line> lines(LiveRanges ranges) {
    List<Line> lines = new ArrayList<>(ranges.insts.length);
    for (int i = 0; i < ranges.insts.length; i++) {
      MInst inst = ranges.insts[i];
      lines.add(new Line(ranges.blocks[ranges.blockOf[i]].id, MirPrinter.print(inst), inst.loc));
    }
    return lines;
  }

  static AllocationReport of(
      LiveRanges ranges, List<Line> lines, @Nullable Bundle @Nullable [] bundleOf) {
    List<Range> all = new ArrayList<>();
    for (int v = 0; v < ranges.segments.length; v++) {
      int[] segments = ranges.segments[v];
      if (segments == null || segments.length == 0) {
        continue;
      }
      int reg = Reg.FIRST_VIRTUAL + v;
      List<Piece> pieces = new ArrayList<>();
      Bundle bundle = bundleOf == null ? null : bundleOf[v];
      if (bundle == null) {
        add(pieces, segments, Reg.NONE);
      } else {
        places(pieces, segments, bundle);
      }
      pieces.sort((a, b) -> Integer.compare(a.from, b.from));
      all.add(new Range(reg, ranges.function.isFloat(reg), pieces));
    }
    return new AllocationReport(ranges.function.name(), bundleOf == null, lines, all);
  }

  private static void places(List<Piece> pieces, int[] segments, Bundle bundle) {
    int[] rest = segments;
    for (var piece : bundle.pieces) {
      add(pieces, Segments.common(segments, piece.segments), piece.reg);
      rest = Segments.minus(rest, piece.segments);
    }
    boolean stored = bundle.rematerialise == null && bundle.slot >= 0;
    add(pieces, rest, stored ? Reg.ofSlot(bundle.slot) : Reg.NONE);
  }

  private static void add(List<Piece> pieces, int[] segments, int place) {
    for (int i = 0; i < segments.length; i += 2) {
      pieces.add(new Piece(segments[i], segments[i + 1], place));
    }
  }
}
