package dev.ferry.driver.explain;

import dev.ferry.codegen.mir.Reg;
import dev.ferry.codegen.regalloc.AllocationReport;
import dev.ferry.driver.explain.ExplainDocument.Interference;
import dev.ferry.driver.explain.ExplainDocument.LivePiece;
import dev.ferry.driver.explain.ExplainDocument.LiveRange;
import dev.ferry.driver.explain.ExplainDocument.MachineLine;
import dev.ferry.driver.explain.ExplainDocument.Registers;
import java.util.ArrayList;
import java.util.List;

/** Reports of register allocation as the document shows them. */
final class RegisterViews {
  /** Beyond this many ranges the picture of interferences helps nobody. */
  private static final int INTERFERENCE_LIMIT = 400;

  private final Spans spans;

  RegisterViews(Spans spans) {
    this.spans = spans;
  }

  Registers of(AllocationReport report, long frameBytes, long saved) {
    List<MachineLine> code = new ArrayList<>();
    for (int i = 0; i < report.code().size(); i++) {
      AllocationReport.Line line = report.code().get(i);
      code.add(
          new MachineLine(
              report.function() + "/m" + i,
              i,
              "b" + line.block(),
              line.text(),
              spans.at(line.loc())));
    }
    List<LiveRange> ranges = new ArrayList<>();
    for (AllocationReport.Range range : report.ranges()) {
      ranges.add(range(range, report.quick()));
    }
    return new Registers(
        report.quick() ? "quick" : "bundles",
        code,
        ranges,
        interferences(report.ranges()),
        saved(saved),
        frameBytes);
  }

  private static LiveRange range(AllocationReport.Range range, boolean quick) {
    List<LivePiece> pieces = new ArrayList<>();
    for (AllocationReport.Piece piece : range.pieces()) {
      String place =
          piece.place() != Reg.NONE ? Reg.name(piece.place()) : quick ? "" : "recomputed";
      pieces.add(new LivePiece(piece.from(), piece.to(), place));
    }
    return new LiveRange(Reg.name(range.reg()), range.isFloat(), pieces);
  }

  private static List<Interference> interferences(List<AllocationReport.Range> ranges) {
    List<Interference> pairs = new ArrayList<>();
    if (ranges.size() > INTERFERENCE_LIMIT) {
      return pairs;
    }
    for (int i = 0; i < ranges.size(); i++) {
      for (int j = i + 1; j < ranges.size(); j++) {
        AllocationReport.Range a = ranges.get(i);
        AllocationReport.Range b = ranges.get(j);
        if (a.isFloat() == b.isFloat() && overlap(a.pieces(), b.pieces())) {
          pairs.add(new Interference(Reg.name(a.reg()), Reg.name(b.reg())));
        }
      }
    }
    return pairs;
  }

  private static boolean overlap(List<AllocationReport.Piece> a, List<AllocationReport.Piece> b) {
    int i = 0;
    int j = 0;
    while (i < a.size() && j < b.size()) {
      if (a.get(i).to() <= b.get(j).from()) {
        i++;
      } else if (b.get(j).to() <= a.get(i).from()) {
        j++;
      } else {
        return true;
      }
    }
    return false;
  }

  private static List<String> saved(long set) {
    List<String> names = new ArrayList<>();
    for (int reg = 0; reg < 64; reg++) {
      if ((set >>> reg & 1) != 0) {
        names.add(Reg.name(reg));
      }
    }
    return names;
  }
}
