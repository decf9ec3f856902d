package dev.ferry.driver.pipeline;

import dev.ferry.driver.pipeline.PipelineDocument.CacheFigures;
import dev.ferry.driver.pipeline.PipelineDocument.Flush;
import dev.ferry.driver.pipeline.PipelineDocument.Forward;
import dev.ferry.driver.pipeline.PipelineDocument.FunctionCycles;
import dev.ferry.driver.pipeline.PipelineDocument.LineCycles;
import dev.ferry.driver.pipeline.PipelineDocument.PredictorFigures;
import dev.ferry.driver.pipeline.PipelineDocument.Row;
import dev.ferry.driver.pipeline.PipelineDocument.StageCycles;
import dev.ferry.driver.pipeline.PipelineDocument.Stall;
import dev.ferry.driver.pipeline.PipelineDocument.StallCount;
import dev.ferry.driver.pipeline.PipelineDocument.Totals;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A run for the terminal: the diagram with what happened in words, then the figures. */
final class PipelineText {
  /** Cycles side by side. */
  private static final int COLUMNS = 24;

  /** Values that say that something is not there. */
  private static final Set<String> UNREMARKABLE = Set.of("0", "1", "none", "split");

  private static final int TEXT_WIDTH = 30;
  private static final int LINES_SHOWN = 12;

  private final PipelineDocument document;
  private final StringBuilder out = new StringBuilder();

  PipelineText(PipelineDocument document) {
    this.document = document;
  }

  String print() {
    diagram();
    if (!document.rows().isEmpty()) {
      out.append('\n');
    }
    totals();
    stalls();
    caches();
    lines();
    functions();
    out.append(document.outcome().text()).append('\n');
    return out.toString();
  }

  // ---- the diagram

  /** The rows in blocks that fit side by side. */
  void diagram() {
    List<Row> rows = document.rows();
    int from = 0;
    while (from < rows.size()) {
      long first = firstCycle(rows.get(from));
      int to = from + 1;
      while (to < rows.size() && lastCycle(rows.get(to)) - first < COLUMNS) {
        to++;
      }
      out.append(from > 0 ? "\n" : "");
      block(rows.subList(from, to), first);
      from = to;
    }
  }

  private static long firstCycle(Row row) {
    return row.stages().getFirst().cycle();
  }

  private static long lastCycle(Row row) {
    StageCycles last = row.stages().getLast();
    return last.cycle() + last.cycles() - 1;
  }

  private void block(List<Row> rows, long first) {
    long last = first;
    for (Row row : rows) {
      last = Math.max(last, lastCycle(row));
    }
    last = Math.min(last, first + 4 * COLUMNS);
    int width = Math.max(3, Long.toString(last).length() + 1);
    out.append(" ".repeat(TEXT_WIDTH + 7));
    for (long cycle = first; cycle <= last; cycle++) {
      out.append(pad(Long.toString(cycle), width));
    }
    out.setLength(out.toString().stripTrailing().length());
    out.append('\n');
    for (Row row : rows) {
      row(row, first, last, width);
    }
    for (Row row : rows) {
      events(row);
    }
  }

  private void row(Row row, long first, long last, int width) {
    String number = row.flushed() ? "" : "#" + row.index();
    StringBuilder line = new StringBuilder(pad(number, 7));
    String text = row.text();
    int limit = TEXT_WIDTH - 2;
    line.append(pad(text.length() > limit ? text.substring(0, limit - 1) + "…" : text, TEXT_WIDTH));
    for (long cycle = first; cycle <= last; cycle++) {
      line.append(pad(cell(row, cycle), width));
    }
    out.append(line.toString().stripTrailing());
    out.append(row.flushed() ? "  flushed" : "").append('\n');
  }

  private static String cell(Row row, long cycle) {
    for (StageCycles stage : row.stages()) {
      if (cycle >= stage.cycle() && cycle < stage.cycle() + stage.cycles()) {
        String name = stage.stage().equals("MEM") ? "ME" : stage.stage();
        boolean works = cycle == stage.cycle() || name.equals("EX") && isLong(row);
        return works ? name : "--";
      }
    }
    return "";
  }

  /** Whether EX is kept by its own work. */
  private static boolean isLong(Row row) {
    for (Stall stall : row.stalls()) {
      if (stall.cause().equals("long-operation")) {
        return true;
      }
    }
    return false;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private void events(Row row) {
    if (row.flushed()) {
      return;
    }
    for (Stall stall : row.stalls()) {
      out.append("  #").append(row.index()).append(" cycle ").append(stall.cycle()).append(": ");
      out.append(stall.text());
      out.append(stall.source() == null ? "" : " (#" + stall.source() + ")").append('\n');
    }
    for (Forward forward : row.forwards()) {
      out.append("  #").append(row.index()).append(" cycle ").append(forward.cycle());
      out.append(": ").append(forward.register()).append(" is forwarded from ");
      out.append(forward.from()).append(" to ").append(forward.to());
      out.append(" (#").append(forward.source()).append(")\n");
    }
    Flush flush = row.flush();
    if (flush != null) {
      out.append("  #").append(row.index()).append(" cycle ").append(flush.cycle());
      out.append(": ").append(flush.text()).append("; ").append(flush.instructions());
      out.append(" flushed\n");
    }
  }

  // ---- figures

  private void line(String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  private void totals() {
    StringBuilder config = new StringBuilder();
    for (Map.Entry<String, String> option : document.config().entrySet()) {
      if (UNREMARKABLE.contains(option.getValue())) {
        continue;
      }
      config.append(config.isEmpty() ? "" : ", ");
      config.append(option.getKey()).append(' ').append(option.getValue());
    }
    out.append(config).append('\n');
    Totals t = document.totals();
    line("%d instructions in %d cycles: CPI %.3f", t.instructions(), t.cycles(), t.cpi());
    line(
        "%d loads, %d stores, %d branches (%d taken), %d jumps, %d flushes",
        t.loads(), t.stores(), t.branches(), t.taken(), t.jumps(), t.flushes());
    if (document.model().equals("dual")) {
      line("%d instructions issued beside the one before", t.pairs());
    }
    if (t.hazards() > 0) {
      line("%d operands would have been read too early: nothing waits for them", t.hazards());
    }
  }

  private void stalls() {
    for (StallCount stall : document.stalls()) {
      line("%8d cycles lost in %d stalls: %s", stall.cycles(), stall.events(), stall.text());
    }
  }

  private void caches() {
    for (CacheFigures cache : document.caches()) {
      line(
          "%s cache (%s): %d accesses, %d misses (%.1f %%), %d written back",
          cache.name(),
          cache.geometry(),
          cache.accesses(),
          cache.misses(),
          100 * cache.missRate(),
          cache.writeBacks());
    }
    PredictorFigures predictor = document.predictor();
    if (predictor != null && predictor.branches() > 0) {
      line(
          "predictor %s: %d of %d branches wrong (%.1f %%), %d of %d returns wrong",
          predictor.name(),
          predictor.wrong(),
          predictor.branches(),
          100 * predictor.missRate(),
          predictor.wrongReturns(),
          predictor.returns());
    }
  }

  private void lines() {
    List<LineCycles> lines = document.lines();
    if (lines.isEmpty()) {
      return;
    }
    line("%n  cycles  instructions   CPI  line");
    for (LineCycles line : lines.subList(0, Math.min(LINES_SHOWN, lines.size()))) {
      line(
          "%8d  %12d %5.2f  %s:%d",
          line.cycles(), line.instructions(), line.cpi(), line.file(), line.line());
    }
  }

  private void functions() {
    List<FunctionCycles> functions = document.functions();
    if (functions.isEmpty() || functions.size() == 1 && functions.getFirst().name().isEmpty()) {
      return;
    }
    line("%n  cycles  instructions   CPI  function");
    for (FunctionCycles function : functions.subList(0, Math.min(LINES_SHOWN, functions.size()))) {
      String name = function.name().isEmpty() ? "(code without a name)" : function.name();
      line("%8d  %12d %5.2f  %s", function.cycles(), function.instructions(), function.cpi(), name);
    }
    out.append('\n');
  }
}
