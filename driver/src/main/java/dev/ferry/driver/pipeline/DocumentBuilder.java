package dev.ferry.driver.pipeline;

import dev.ferry.binutils.disasm.Disassembler;
import dev.ferry.binutils.disasm.DisassemblerOptions;
import dev.ferry.binutils.dwarf.DebugInfo;
import dev.ferry.driver.json.Json;
import dev.ferry.driver.pipeline.PipelineDocument.CacheAccess;
import dev.ferry.driver.pipeline.PipelineDocument.CacheFigures;
import dev.ferry.driver.pipeline.PipelineDocument.Flush;
import dev.ferry.driver.pipeline.PipelineDocument.Forward;
import dev.ferry.driver.pipeline.PipelineDocument.FunctionCycles;
import dev.ferry.driver.pipeline.PipelineDocument.LineCycles;
import dev.ferry.driver.pipeline.PipelineDocument.Point;
import dev.ferry.driver.pipeline.PipelineDocument.PredictorFigures;
import dev.ferry.driver.pipeline.PipelineDocument.Row;
import dev.ferry.driver.pipeline.PipelineDocument.StageCycles;
import dev.ferry.driver.pipeline.PipelineDocument.Stall;
import dev.ferry.driver.pipeline.PipelineDocument.StallCount;
import dev.ferry.driver.pipeline.PipelineDocument.Totals;
import dev.ferry.isa.Registers;
import dev.ferry.machine.timing.BranchPredictor;
import dev.ferry.machine.timing.Cache;
import dev.ferry.machine.timing.Curve;
import dev.ferry.machine.timing.Operation;
import dev.ferry.machine.timing.Operations;
import dev.ferry.machine.timing.PipelineConfig;
import dev.ferry.machine.timing.PipelineRow;
import dev.ferry.machine.timing.StallCause;
import dev.ferry.machine.timing.TimingCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts a document together from what a model has counted. */
final class DocumentBuilder {
  private final String program;
  private final PipelineConfig config;
  private final CodeNames names;
  private final int xlen;

  DocumentBuilder(String program, PipelineConfig config, CodeNames names) {
    this.program = program;
    this.config = config;
    this.names = names;
    this.xlen = names.is64() ? 64 : 32;
  }

  PipelineDocument build(
      List<PipelineRow> rows,
      TimingCounts counts,
      Operations operations,
      Curve curve,
      PipelineDocument.Outcome outcome) {
    List<Row> shown = new ArrayList<>();
    for (PipelineRow row : rows) {
      shown.add(row(row));
    }
    shown.sort(
        (a, b) -> Long.compare(a.stages().getFirst().cycle(), b.stages().getFirst().cycle()));
    boolean single = config.model == PipelineConfig.Model.SINGLE;
    List<Operation> all = operations.all();
    return new PipelineDocument(
        1,
        program,
        xlen,
        Json.name(config.model),
        PipelineOptions.describe(config),
        single ? List.of("ALL") : PipelineRow.STAGES,
        shown,
        totals(counts),
        stalls(counts),
        caches(counts),
        predictor(counts),
        lines(all),
        functions(all),
        curve(curve),
        outcome);
  }

  // ---- rows

  private Row row(PipelineRow row) {
    Operation op = row.op;
    DebugInfo.Location place = names.line(op.pc);
    return new Row(
        row.index,
        Long.toHexString(op.pc),
        Integer.toHexString(op.length == 2 ? op.word & 0xffff : op.word),
        text(op),
        names.function(op.pc),
        place == null ? null : place.file(),
        place == null ? 0 : place.line(),
        stages(row),
        stallsOf(row),
        forwards(row),
        row.accesses.isEmpty() ? null : accesses(row),
        row.flushCycle == 0
            ? null
            : new Flush(row.flushCycle, row.flushedInstructions, row.flushText),
        row.flushed);
  }

  private String text(Operation op) {
    String text =
        Disassembler.text(op.word, op.pc, xlen, DisassemblerOptions.DEFAULT, names::describe);
    int comment = text.indexOf(" # ");
    return (comment < 0 ? text : text.substring(0, comment)).replace('\t', ' ');
  }

  private List<StageCycles> stages(PipelineRow row) {
    List<StageCycles> stages = new ArrayList<>();
    boolean single = config.model == PipelineConfig.Model.SINGLE;
    for (int i = 0; i + 1 < row.starts.length; i++) {
      stages.add(
          new StageCycles(
              single ? "ALL" : PipelineRow.STAGES.get(i),
              row.starts[i],
              (int) (row.starts[i + 1] - row.starts[i])));
    }
    return stages;
  }

  private static List<Stall> stallsOf(PipelineRow row) {
    List<Stall> stalls = new ArrayList<>();
    for (PipelineRow.Stall stall : row.stalls) {
      stalls.add(
          new Stall(
              Json.name(stall.cause()),
              stall.cycle(),
              stall.cycles(),
              stall.text(),
              stall.source() < 0 ? null : stall.source()));
    }
    return stalls;
  }

  private static List<Forward> forwards(PipelineRow row) {
    List<Forward> forwards = new ArrayList<>();
    for (PipelineRow.Forward forward : row.forwards) {
      int number = forward.register();
      String name = number < 32 ? Registers.x(number) : Registers.f(number - 32);
      forwards.add(
          new Forward(
              name,
              forward.source(),
              forward.from(),
              forward.to(),
              forward.cycle(),
              name + " from " + forward.from() + " to " + forward.to()));
    }
    return forwards;
  }

  private static List<CacheAccess> accesses(PipelineRow row) {
    List<CacheAccess> accesses = new ArrayList<>();
    for (PipelineRow.CacheAccess access : row.accesses) {
      accesses.add(
          new CacheAccess(
              access.data() ? "data" : "instruction",
              access.cycle(),
              Long.toHexString(access.address()),
              access.hit(),
              access.set(),
              hexadecimal(access.lines())));
    }
    return accesses;
  }

  private static List<String> hexadecimal(List<Long> addresses) {
    return addresses.stream().map(Long::toHexString).toList();
  }

  // ---- figures

  private static double ratio(long a, long b) {
    return b == 0 ? 0 : Math.round(1000.0 * a / b) / 1000.0;
  }

  private static Totals totals(TimingCounts c) {
    return new Totals(
        c.instructions,
        c.cycles,
        ratio(c.cycles, c.instructions),
        c.flushes,
        c.loads,
        c.stores,
        c.branches,
        c.taken,
        c.jumps,
        c.pairs,
        c.hazards);
  }

  private static List<StallCount> stalls(TimingCounts counts) {
    List<StallCount> all = new ArrayList<>();
    for (StallCause cause : StallCause.values()) {
      int i = cause.ordinal();
      if (counts.stallEvents[i] > 0) {
        all.add(
            new StallCount(
                Json.name(cause), cause.text(), counts.stallEvents[i], counts.stallCycles[i]));
      }
    }
    all.sort((a, b) -> Long.compare(b.cycles(), a.cycles()));
    return all;
  }

  private static List<CacheFigures> caches(TimingCounts counts) {
    List<CacheFigures> all = new ArrayList<>();
    Cache instructions = counts.instructionCache;
    if (instructions != null) {
      all.add(cache("instruction", instructions, counts.instructionCacheBefore));
    }
    Cache data = counts.dataCache;
    if (data != null) {
      all.add(cache("data", data, counts.dataCacheBefore));
    }
    return all;
  }

  private static CacheFigures cache(String name, Cache cache, @Nullable List<List<Long>> before) {
    return new CacheFigures(
        name,
        cache.geometry().text(),
        cache.accesses(),
        cache.misses(),
        cache.writeBacks(),
        ratio(cache.misses(), cache.accesses()),
        cache.geometry().sets(),
        cache.geometry().ways(),
        sets(cache.contents()),
        before == null ? null : sets(before));
  }

  private static List<List<String>> sets(List<List<Long>> contents) {
    List<List<String>> sets = new ArrayList<>();
    for (List<Long> set : contents) {
      sets.add(hexadecimal(set));
    }
    return sets;
  }

  private @Nullable PredictorFigures predictor(TimingCounts counts) {
    BranchPredictor p = counts.predictor;
    if (p == null) {
      return null;
    }
    return new PredictorFigures(
        Json.name(config.predictor),
        p.branches(),
        p.wrongBranches(),
        ratio(p.wrongBranches(), p.branches()),
        p.returns(),
        p.wrongReturns());
  }

  private record Line(String file, int line, String function) {}

  private List<LineCycles> lines(List<Operation> all) {
    Map<Line, long[]> sums = new HashMap<>();
    for (Operation op : all) {
      DebugInfo.Location place = op.executions() == 0 ? null : names.line(op.pc);
      String file = place == null ? null : place.file();
      if (place != null && file != null) {
        String function = names.function(op.pc);
        Line key = new Line(file, place.line(), function == null ? "" : function);
        add(sums.computeIfAbsent(key, _ -> new long[2]), op);
      }
    }
    List<LineCycles> lines = new ArrayList<>();
    sums.forEach((key, sum) ->
        lines.add(
            new LineCycles(
                key.file, key.line, key.function, sum[0], sum[1], ratio(sum[1], sum[0]))));
    lines.sort((a, b) ->
        a.cycles() != b.cycles()
            ? Long.compare(b.cycles(), a.cycles())
            : Integer.compare(a.line(), b.line()));
    return lines;
  }

  private static void add(long[] sum, Operation op) {
    sum[0] += op.executions();
    sum[1] += op.cycles();
  }

  private List<FunctionCycles> functions(List<Operation> all) {
    Map<String, long[]> sums = new HashMap<>();
    for (Operation op : all) {
      if (op.executions() > 0) {
        String function = names.function(op.pc);
        add(sums.computeIfAbsent(function == null ? "" : function, _ -> new long[2]), op);
      }
    }
    List<FunctionCycles> functions = new ArrayList<>();
    sums.forEach((name, sum) ->
        functions.add(new FunctionCycles(name, sum[0], sum[1], ratio(sum[1], sum[0]))));
    functions.sort((a, b) ->
        a.cycles() != b.cycles()
            ? Long.compare(b.cycles(), a.cycles())
            : a.name().compareTo(b.name()));
    return functions;
  }

  private static List<Point> curve(Curve curve) {
    List<Point> points = new ArrayList<>();
    long[] instructions = curve.instructions();
    long[] cycles = curve.cycles();
    for (int i = 0; i < instructions.length; i++) {
      points.add(new Point(instructions[i], cycles[i]));
    }
    return points;
  }
}
